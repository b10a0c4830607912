"""Plain YAML scalars by the core schema of YAML 1.2: `no` is text, `0123` is decimal, `0o17` is octal."""

from __future__ import annotations

import re
from typing import Final

Scalar = str | int | float | bool | None

# What DynamoDB, the only place where such numbers end, can hold.
MAX_DIGITS: Final = 38
# A float gives up to this many digits back as they were written.
_SAFE_DIGITS: Final = 15

_WORDS: Final[dict[str, Scalar]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float(f"{sign}inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
_FIRST: Final = frozenset("0123456789+-.")
_INTEGER: Final = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_PREFIXED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)


class InexactNumber(ValueError):
    """A number that cannot be kept exactly as it was written; the message says why."""


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar. Raises `InexactNumber`."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text, 10)
    if _PREFIXED.fullmatch(text):
        return _integer(text, 0)
    return _float(text) if _FLOAT.fullmatch(text) else text


def _integer(text: str, base: int) -> int:
    """Python refuses to read thousands of decimal digits, so their number is looked at first."""
    if len(text.lstrip("+-0")) <= MAX_DIGITS:
        value = int(text, base)
        if abs(value) < 10**MAX_DIGITS:
            return value
    raise InexactNumber(f"has more than {MAX_DIGITS} digits")


def _float(text: str) -> float:
    value = float(text)
    if "e" in text or "E" in text or len(text) > _SAFE_DIGITS:
        _require_exact(text, value)
    return value


def _require_exact(text: str, value: float) -> None:
    from decimal import Decimal, DecimalException

    try:
        exact = len(text) < 2 * MAX_DIGITS and Decimal(text) == Decimal(repr(value))
    except DecimalException:
        exact = False
    if not exact:
        raise InexactNumber("cannot be kept exactly")
