"""Text made harmless for GitHub's Markdown, whatever is in it."""

from __future__ import annotations

import re
from typing import Final

from generator.diff.marks import visible

_PUNCTUATION: Final = re.compile(r"[&<>`*_\[\]|~\\$#!]")
_BACKTICKS: Final = re.compile("`+")
# GitHub makes links of these after the Markdown is read: a character without width comes in between.
_LINKED: Final = re.compile(r"@|&#35;(?=\d)|:(?=//)|(?i:\bwww)(?=\.)|(?i:\bGH)(?=-\d)|\b[0-9a-f]{7,}")
_NO_WIDTH: Final = "&#8203;"


def prose(text: str) -> str:
    """Text that is nothing but text: no markup, HTML, table cell, mention, link or reference."""
    escaped = _PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", visible(text))
    return _LINKED.sub(_unlinked, escaped)


def code(text: str) -> str:
    """A code span, to be copied as it is. Not for table cells: a pipe would end them."""
    shown = visible(text)
    ticks = "`" * (_longest_run(shown) + 1)
    padding = " " if shown[:1] in ("`", " ") or shown[-1:] in ("`", " ") else ""
    return f"{ticks}{padding}{shown}{padding}{ticks}" if shown.strip() else ""


def fenced(language: str, content: str) -> str:
    """A code block that its content cannot end."""
    fence = "`" * max(_longest_run(content) + 1, 3)
    return f"{fence}{language}\n{content}\n{fence}"


def folded(title: str, content: str) -> str:
    """Markdown that opens with a click."""
    return f"<details><summary>{prose(title)}</summary>\n\n{content}\n\n</details>"


def _unlinked(found: re.Match[str]) -> str:
    """What GitHub would link, cut: after it, or into six digits each where it looks like a commit."""
    text = found[0]
    pieces = [text[start : start + 6] for start in range(0, len(text), 6)]
    return _NO_WIDTH.join(pieces) if len(pieces) > 1 else text + _NO_WIDTH


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0)
