"""The commands that README shows, and what it says they print.

In a fenced block, a line that starts with `$ ` is a command and the lines up to the next one are what it prints, stdout
and stderr as they come. A line `...` stands for any lines. A command without lines below it only has to succeed; one
followed by `$ echo $?` and a number has to end with that exit code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELLIPSIS = "..."
ASKED_FOR_CODE = "echo $?"


class Command(Struct, frozen=True, kw_only=True):
    """One command: its line, what it is shown to print, the exit code it is shown to have."""

    line: str
    output: tuple[str, ...]
    code: int = 0


def commands(text: str) -> Iterator[Command]:
    """Every command of a Markdown text, in order."""
    for _, block in FENCE.findall(text):
        shown = list(_split(block.splitlines()))
        for position, command in enumerate(shown):
            following = shown[position + 1] if position + 1 < len(shown) else None
            if command.line == ASKED_FOR_CODE:
                continue
            asked = following is not None and following.line == ASKED_FOR_CODE
            code = int(following.output[0]) if following is not None and asked else 0
            yield Command(line=command.line, output=command.output, code=code)


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [block for name, block in FENCE.findall(text) if name == language]


def section(text: str, heading: str) -> str:
    """The part of a Markdown text from a second-level heading up to the next one."""
    _, mark, rest = text.partition(f"\n## {heading}\n")
    assert mark, f"there is no heading {heading}"
    return mark + rest.partition("\n## ")[0]


def agrees(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the shown lines, with their gaps, are the printed ones."""
    parts = [r"(?:.*\n)*?" if line == ELLIPSIS else re.escape(line) + "\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(line + "\n" for line in printed)) is not None


def _split(lines: Sequence[str]) -> Iterator[Command]:
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in pairwise([*starts, len(lines)]):
        output = tuple(line.rstrip() for line in lines[start + 1 : end])
        yield Command(line=lines[start].removeprefix("$ "), output=_trimmed(output))


def _trimmed(lines: tuple[str, ...]) -> tuple[str, ...]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
