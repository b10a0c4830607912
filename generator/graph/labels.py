"""Names and labels in Mermaid: whatever a name is made of, it is never more than a label."""

from __future__ import annotations

from collections.abc import Iterable

from generator.graph.picture import Region

# Nothing else is written as it is: Mermaid gives a meaning to quotes, backticks, `#`, `%%`, `<` and braces in labels.
_PLAIN = frozenset(" .,:/()-_+")

# As many lines as a box can have and still be read at a glance.
_MOST = 8


def label(*lines: str) -> str:
    """A quoted label of these lines."""
    return '"' + "<br>".join(map(_escaped, lines)) + '"'


def shortened(lines: Iterable[str]) -> list[str]:
    """The lines, or the first of them and how many more there are."""
    given = list(lines)
    return given if len(given) <= _MOST else [*given[: _MOST - 1], f"and {len(given) - _MOST + 1} more"]


def counted(count: int, noun: str) -> str:
    """`1 route`, `2 routes`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def node(kind: str, region: Region) -> str:
    """The id of what a region has one of."""
    return f"{kind}_" + "".join(char if char.isalnum() else "_" for char in region.name)


def _escaped(text: str) -> str:
    """Letters, digits and what has no meaning anywhere; the rest by its number, which Mermaid turns back."""
    return "".join(char if char.isalnum() or char in _PLAIN else f"#{ord(char)};" for char in text)
