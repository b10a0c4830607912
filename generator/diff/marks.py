"""Spans of text and what they mean to the eye, and which parts of two texts are different.

Every text leaves here with its control characters spelled out, so that what a template holds can neither move the
cursor of a terminal nor turn the order of what a reviewer reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

Style = Literal["plain", "added", "removed", "modified", "moved", "risky", "heading", "faint"]
Mark = Literal["+", "-", "~", ">", " "]

STYLES: Final[dict[Mark, Style]] = {"+": "added", "-": "removed", "~": "modified", ">": "moved", " ": "plain"}

_CONTEXT_LINES: Final = 2
_CONTEXT_CHARACTERS: Final = 24
_MOST_TOKENS: Final = 400
_MOST_LINES: Final = 2_000
_LEAST_ALIKE: Final = 0.3
_ELLIPSIS: Final = "…"
_TOKEN: Final = re.compile(r"\w+|\s+|.", re.DOTALL)
# Control characters, invisible ones, those that turn the direction of writing, and halves of surrogate pairs.
_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class Span(NamedTuple):
    """A piece of a line in one style."""

    text: str
    style: Style = "plain"


class Line(NamedTuple):
    """A line: how deep it is indented, what happens there, and its text."""

    depth: int
    mark: Mark
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line's text alone."""
        return "".join(span.text for span in self.spans)


def line(depth: int, mark: Mark, *spans: Span | str) -> Line:
    """A line of these pieces; a bare string is plain."""
    return Line(depth, mark, tuple(Span(span) if isinstance(span, str) else span for span in spans))


def visible(text: str) -> str:
    """The text with every character that one cannot see written as JSON writes it."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def clipped(text: str, width: int) -> str:
    """At most `width` characters of a text, the last an ellipsis where any are missing."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + _ELLIPSIS


def marked(before: str, after: str, *, elide: bool) -> tuple[Span, ...] | None:
    """Both texts as one, `[-old-]` and `{+new+}` inside; `None` when they have too little in common to be read so.

    With `elide`, long runs that are in both are shortened to what is around the differences.
    """
    old, new = _TOKEN.findall(visible(before)), _TOKEN.findall(visible(after))
    parts = list(_parts(old, new))
    common = sum(len(text) for text, kind in parts if kind == " ")
    if common < _LEAST_ALIKE * max(len(before), len(after)):
        return None
    spans: list[Span] = []
    for position, (text, kind) in enumerate(parts):
        if kind == "-":
            spans.append(Span(f"[-{text}-]", "removed"))
        elif kind == "+":
            spans.append(Span(f"{{+{text}+}}", "added"))
        else:
            spans.append(Span(_elided(text, position == 0, position == len(parts) - 1) if elide else text))
    return tuple(spans)


def hunks(before: str, after: str) -> Iterator[tuple[Mark, str] | None]:
    """What is different line by line, with some lines around; `None` stands for lines that are left out."""
    old, new = before.split("\n"), after.split("\n")
    shown = list(_line_parts(old, new))
    near = _near([mark != " " for mark, _ in shown])
    skipped = False
    for (mark, text), wanted in zip(shown, near, strict=True):
        if not wanted:
            skipped = True
            continue
        if skipped:
            yield None
            skipped = False
        yield mark, visible(text.replace("\t", "    "))
    if skipped:
        yield None


def _near(different: Sequence[bool]) -> list[bool]:
    """Which positions are different or close to one that is."""
    near = [False] * len(different)
    for position, is_different in enumerate(different):
        if is_different:
            start, end = max(position - _CONTEXT_LINES, 0), min(position + _CONTEXT_LINES + 1, len(different))
            near[start:end] = [True] * (end - start)
    return near


def _elided(text: str, is_first: bool, is_last: bool) -> str:
    head = "" if is_first else text[:_CONTEXT_CHARACTERS]
    tail = "" if is_last else text[-_CONTEXT_CHARACTERS:]
    return text if len(text) <= len(head) + len(tail) + 8 else head + _ELLIPSIS + tail


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Mark]]:
    for mark, tokens in _blocks(old, new, _MOST_TOKENS):
        yield "".join(tokens), mark


def _line_parts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Mark, str]]:
    for mark, lines in _blocks(old, new, _MOST_LINES):
        yield from ((mark, text) for text in lines)


def _blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[Mark, Sequence[str]]]:
    """Runs that both have, only the old has, only the new has. Beyond `most`, the search would take too long."""
    start, end = _common(old, new)
    if start:
        yield " ", old[:start]
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end], most)
    if end:
        yield " ", old[len(old) - end :]


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many both have at the beginning, and how many more at the end."""
    most = min(len(old), len(new))
    start = next((index for index in range(most) if old[index] != new[index]), most)
    rest = most - start
    return start, next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)


def _middle(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[Mark, Sequence[str]]]:
    from difflib import SequenceMatcher

    if not old or not new or max(len(old), len(new)) > most:
        operations = [("replace", 0, len(old), 0, len(new))]
    else:
        operations = list(SequenceMatcher(None, old, new).get_opcodes())
    for kind, old_start, old_end, new_start, new_end in operations:
        if kind == "equal":
            yield " ", old[old_start:old_end]
            continue
        if old_end > old_start:
            yield "-", old[old_start:old_end]
        if new_end > new_start:
            yield "+", new[new_start:new_end]
