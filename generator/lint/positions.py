"""Where a path of a template stands in its file: computed, not parsed.

The files of an assembly are canonical JSON (two spaces of indent, one member per line, sorted keys), so the line of a
member follows from what stands before it. That is a hundred times cheaper than decoding the file with positions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.assembly.model import Json

INDENT = 2


def locate(body: Json, path: Sequence[str | int]) -> tuple[int, int]:
    """Line and column (from 1) of the member that `path` leads to, or of the last one on the way that exists."""
    line, depth, value = 1, 0, body
    for step in path:
        before, found = _lines_before(value, step)
        if not found:
            break
        line, depth, value = line + 1 + before, depth + 1, value[step]
    return line, depth * INDENT + 1


def _lines_before(value: Json, step: str | int) -> tuple[int, bool]:
    """How many lines the members before `step` take, and whether there is such a member."""
    lines = 0
    for key, member in _members(value):
        if key == step:
            return lines, True
        lines += _lines(member)
    return 0, False


def _members(value: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        yield from sorted(value.items())
    elif isinstance(value, list | tuple):
        yield from enumerate(value)


def _lines(value: Json) -> int:
    members = list(_members(value))
    return 2 + sum(_lines(member) for _, member in members) if members else 1
