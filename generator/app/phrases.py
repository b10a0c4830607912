"""Wording that messages share: values as they are shown, lists in prose, and the nearest right word."""

from __future__ import annotations

from collections.abc import Collection, Sequence

_SHOWN = 60
_MANY = 20


def shown(value: object, written: str = "") -> str:
    """A value in a message: text in quotes, other scalars as `written` in the file; long ones are cut."""
    if isinstance(value, str):
        # Only a mistake pays for the import.
        import json

        return json.dumps(value if len(value) <= _SHOWN else value[:_SHOWN] + "…", ensure_ascii=not _printable(value))
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = written or ("true" if value is True else "false" if value is False else _digits(value))
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _printable(text: str) -> bool:
    return all(character.isprintable() for character in text[:_SHOWN])


def _digits(value: object) -> str:
    """A number as text; Python refuses to print whole numbers of thousands of digits."""
    too_long = isinstance(value, int) and value.bit_length() > 1024
    return "a very long number" if too_long else str(value)


def listed(words: Sequence[str], conjunction: str) -> str:
    """`"a", "b" and "c"`."""
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"


def counted(number: int, unit: str) -> str:
    """`1 entry`, `2 entries`, `2 characters`."""
    plural = unit.removesuffix("y") + "ies" if unit.endswith("y") else unit + "s"
    return f"{number:,} {unit if number == 1 else plural}"


def nearest(word: str, known: Collection[str], likeness: float = 0.65) -> str | None:
    """The known word that `word` was probably meant to be; `likeness` of 1 is equality."""
    from difflib import get_close_matches

    alike = {name.lower(): name for name in known}
    close = get_close_matches(word.lower().replace("-", "_"), alike, n=1, cutoff=likeness)
    return alike[close[0]] if close else None


def advise_key(meant: str | None, known: Sequence[str]) -> str:
    """What to do about an unknown key; `meant` is the nearest of those that are known, if one is near."""
    if meant:
        return f'write "{meant}"'
    return f"use {listed(known, 'or')}" if 0 < len(known) <= _MANY else "remove it"
