"""Tokens of DynamoDB's expressions, each with its place, and the one error of this package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

KEYWORDS = frozenset({"AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"})
_TOKEN = re.compile(r"(?P<value>:[A-Za-z0-9_]+)|(?P<name>#?[A-Za-z0-9_]+)|(?P<sign><=|>=|<>|[=<>()\[\],.+-])")
# Four times what DynamoDB takes: room for spaces and parentheses that are dropped, and a bound on the work.
MOST_CHARACTERS = 16_384
_SPACE = re.compile(r"[ \t\r\n]*")
NAMES_ADVICE = "only attribute names of letters, digits and `_` can be written in an expression"
_CURES = {
    '"': "put the value into `values` and write `:name` here",
    "'": "put the value into `values` and write `:name` here",
    "!": "write `<>` for `not equal`",
    "$": "put the value into `values` and write `:name` here",
    "#": "write the attribute's name as it is; it is aliased for you",
    ":": "a value is `:` and its name in `values`",
}


class ExpressionError(Exception):
    """What is wrong with an expression (``message``, with the 1-based place) and what to do (``advice``)."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Token(NamedTuple):
    """`kind` is `value` (`:name`), `name`, `sign` or `end`; `position` counts characters from 1."""

    kind: str
    text: str
    position: int

    def is_keyword(self, *words: str) -> bool:
        """Whether it is one of these keywords. DynamoDB does not mind their case."""
        return self.kind == "name" and self.text.upper() in words

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else f"`{self.text}` at character {self.position}"


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`, closed by one of kind `end`.

    Raises `ExpressionError` at a character that starts none, and beyond a bound.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(f"{len(text)} characters are far more than DynamoDB's 4096")
    place = 0
    while True:
        space = _SPACE.match(text, place)
        place = space.end() if space else place
        if place == len(text):
            break
        match = _TOKEN.match(text, place)
        if match is None:
            character = text[place]
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            raise ExpressionError(f"unexpected `{shown}` at character {place + 1}", _CURES.get(character, NAMES_ADVICE))
        yield Token(match.lastgroup or "", match.group(), place + 1)
        place = match.end()
    yield Token("end", "", len(text) + 1)
