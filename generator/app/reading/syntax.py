"""YAML's syntax errors in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_QUOTE = "put the text in quotes"
_BACKSLASH = "write `\\\\` for a backslash, or use single quotes"
_CLOSE = "close what was opened on this line or above"

# Part of a parser's own message, what is wrong, what to do. libyaml and PyYAML word most of them alike.
_MEANINGS: Final = (
    ("mapping values are not allowed", "a colon cannot stand here", f"check the indentation, or {_QUOTE}"),
    ("could not find expected ':'", "a key without a colon", "write a colon and a space after the key"),
    ("did not find expected ',' or '}'", "a map in braces does not end", _CLOSE),
    ("expected ',' or '}'", "a map in braces does not end", _CLOSE),
    ("did not find expected ',' or ']'", "a list in brackets does not end", _CLOSE),
    ("expected ',' or ']'", "a list in brackets does not end", _CLOSE),
    ("unexpected end of stream", "a text in quotes does not end", "close the quotes"),
    ("unexpected document separator", "a text in quotes does not end", "close the quotes"),
    ("did not find expected node content", "a value is missing", _CLOSE),
    ("expected the node content", "a value is missing", _CLOSE),
    ("did not find expected key", "this does not continue the map above", "align it with the keys above"),
    ("did not find expected '-' indicator", "this does not continue the list above", "start the line with `- `"),
    ("block sequence entries are not allowed", "a list cannot start here", "put it on lines of its own below the key"),
    ("expected <block end>", "this does not continue what is above", "align it with the lines above"),
    ("expected <document start>", "this does not belong to what is above", "align it with the lines above"),
    ("escape", "an escape that YAML does not know", _BACKSLASH),
    ("incompatible YAML", "a YAML version that is not read", "remove the `%YAML` line"),
    ("found undefined tag handle", "a tag that YAML does not know", _QUOTE),
    ("indicator equal to 0", "an indentation indicator of zero", "use 1 to 9"),
)
_STARTERS: Final = {"@": _QUOTE, "`": _QUOTE, "%": _QUOTE}


def explain(problem: str, lines: Sequence[str], line: int, column: int) -> tuple[str, str]:
    """What a parser's `problem` at a place (0-based) of the text means, and what to do about it."""
    here = lines[line] if line < len(lines) else ""
    character = here[column : column + 1]
    if character == "\t" or "tab character" in problem:
        return "a tab where YAML wants spaces", "indent with spaces"
    if "cannot start any token" in problem and character in _STARTERS:
        return f"text cannot start with {character}", _STARTERS[character]
    for part, message, advice in _MEANINGS:
        if part in problem:
            return message, advice
    return f"this is not YAML: {problem}" if problem else "this is not YAML", ""
