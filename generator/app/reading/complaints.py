"""What structural mistakes have in common: how each is said, and where.

A110  unknown key               A115  number out of its range
A111  missing key               A116  too long, too short, too many, too few
A112  wrong type                A117  a route without a kind, or with two
A113  not one of the choices    A118  text that is not Unicode
A114  does not fit the pattern  A119  key in the wrong place
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.app.phrases import advise_key, counted, nearest, shown
from generator.app.reading.nodes import Node, Path
from generator.app.reading.shapes import ListOf, MapOf, Text
from generator.findings import Finding

# Looking for the nearest right key is slow: whoever has this many mistakes did not mistype them.
_SUGGESTIONS: Final = 100


class Invalid:
    """What reading gives where there is a mistake; its finding is among the complaints."""


INVALID: Final = Invalid()


class Complaints:
    """The mistakes of one reading, in the order in which they were met. `count` is of those that leave no value."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.count = 0

    def add(self, id: str, place: tuple[int, int], path: Path, message: str, advice: str = "") -> Invalid:
        """Appends an error. Like every method that complains, gives `INVALID`, so that it can end a reading."""
        self.count += 1
        self._tell(id, place, path, message, advice)
        return INVALID

    def _tell(self, id: str, place: tuple[int, int], path: Path, message: str, advice: str) -> None:
        line, column = place
        self.findings.append(
            Finding(id=id, severity="error", message=message, advice=advice, path=path, line=line, column=column)
        )

    def told_already(self) -> Invalid:
        """Counts a mistake that an earlier stage has told."""
        self.count += 1
        return INVALID

    def wrong_type(self, node: Node, path: Path, expected: str, advice: str = "") -> Invalid:
        """Says what was expected and what is there."""
        return self.add("A112", node.place, path, f"expected {expected}, got {shown(node.value, node.written)}", advice)

    def unknown_key(self, item: Node, key: str, known: Sequence[str], path: Path) -> str | None:
        """Says that a key is not known, and gives the one that is probably meant.

        It does not count: reading goes on as if that one were there, so that a typo hides no other mistake.
        """
        hurried = len(self.findings) >= _SUGGESTIONS
        meant = None if hurried else nearest(key, known)
        self._tell(
            "A110", item.key_place, path, f"unknown key {shown(key)}", "" if hurried else advise_key(meant, known)
        )
        return meant

    def length(self, node: Node, length: int, shape: Text | ListOf | MapOf, path: Path) -> bool:
        """Whether a length is within the shape's bounds."""
        unit = "character" if isinstance(shape, Text) else "entry"
        least, most = shape.min_length, shape.max_length
        if least is not None and length < least:
            message, advice = "too few", f"give at least {counted(least, unit)}"
        elif most is not None and length > most:
            message, advice = "too many", f"use at most {counted(most, unit)}"
        else:
            return True
        message = f"{counted(length, unit)} {'is' if length == 1 else 'are'} {message}" if length else "this is empty"
        self.add("A116", node.place, path, message, advice)
        return False

    def unicode(self, text: str, place: tuple[int, int], path: Path) -> bool:
        """Whether a text can be written at all: Python's escapes can name half a character."""
        if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
            return True
        self.add("A118", place, path, f"{shown(text)} holds half a surrogate pair", "write the whole character")
        return False
