"""The words of a VTL mapping template: a lexer for the part of Velocity that mapping templates may use.

It never fails: what it cannot read becomes a `stray` token, which is a finding. A reference is `$name`, `$!{name}` and
so on, with the properties and calls behind it; a double-quoted string holds references, a single-quoted one does not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

_NAME = "[A-Za-z_][A-Za-z0-9_-]*"
_SIGN: Final = re.compile("[$#]")
_REFERENCE: Final = re.compile(rf"\$!?(\{{?)({_NAME})")
_STEP: Final = re.compile(rf"\.({_NAME})(\(?)")
_DIRECTIVE: Final = re.compile(r"#(?:\{([A-Za-z]+)\}|([A-Za-z]+))")
_PATHS: Final = ('$"', "$.", "$[")
_OPENING: Final = re.compile(r"[ \t]*\(")
_WORD: Final = re.compile(r"\s+|[A-Za-z]+|[0-9]+|==|[!<>]=|&&|\|\||\.\.|.", re.DOTALL)
_WITH_ARGUMENT: Final = frozenset({"set", "if", "elseif", "foreach", "macro", "define", "include", "parse", "evaluate"})
_OPERATORS: Final = frozenset({"=", "==", ">", "+", "/", ",", "(", "in", "true", "false"})


class Step(NamedTuple):
    """A property, or a call, behind a reference."""

    name: str
    is_call: bool


class Token(NamedTuple):
    """`text` is a directive's name, a reference's first name, or what is stray; `at` its position in the template.

    `argument` is what stands between a directive's parentheses, `end` the position behind the token.
    """

    kind: Literal["directive", "reference", "stray"]
    at: int
    text: str
    steps: tuple[Step, ...] = ()
    argument: str = ""
    end: int = 0


@lru_cache(maxsize=4096)
def tokens(template: str) -> tuple[Token, ...]:
    """Every token of the template, ordered by position. Remembered: several rules read each template of each region."""
    reader = _Reader(template)
    reader.read_text(0, len(template))
    return tuple(sorted(reader.found, key=lambda token: token.at))


def line_of(template: str, at: int) -> int:
    """The line of a position, from 1."""
    return template.count("\n", 0, at) + 1


class _Reader:
    """Reads a template from left to right. Each `read_...` takes a position and answers where it stopped."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.found: list[Token] = []

    def read_text(self, at: int, end: int) -> None:
        """Text, where only `$` and `#` mean something."""
        while sign := _SIGN.search(self.template, at, end):
            at = self._reference(sign.start()) if sign[0] == "$" else self._directive(sign.start())

    def _reference(self, at: int) -> int:
        start = _REFERENCE.match(self.template, at)
        if start is None:
            return self._stray(at, "$")
        steps: list[Step] = []
        stop = start.end()
        while step := _STEP.match(self.template, stop):
            steps.append(Step(step[1], bool(step[2])))
            stop = self._expression(step.end()) if step[2] else step.end()
        self.found.append(Token("reference", at, start[2], tuple(steps), end=stop))
        if self.template.startswith("[", stop):
            return self._stray(stop, "[")
        if start[1]:
            return stop + 1 if self.template.startswith("}", stop) else self._stray(at, "${")
        return stop

    def _directive(self, at: int) -> int:
        start = _DIRECTIVE.match(self.template, at)
        if start is None:
            return self._stray(at, self.template[at : at + 2].rstrip())
        name, stop, argument = start[1] or start[2], start.end(), ""
        if name in _WITH_ARGUMENT:
            opening = _OPENING.match(self.template, stop)
            if opening is None:
                return self._stray(at, f"#{name}")
            stop = self._expression(opening.end())
            argument = self.template[opening.end() : stop - 1]
        self.found.append(Token("directive", at, name, argument=argument, end=stop))
        return stop

    def _expression(self, at: int) -> int:
        """What stands between parentheses, from behind the opening one to behind the closing one."""
        while at < len(self.template):
            character = self.template[at]
            if character == ")":
                return at + 1
            if character == "$":
                at = self._reference(at)
            elif character in "'\"":
                at = self._string(at, character)
            else:
                at = self._word(at)
        return self._stray(max(at - 1, 0), "(")

    def _string(self, at: int, quote: str) -> int:
        end = self.template.find(quote, at + 1)
        if end < 0:
            return self._stray(at, quote, len(self.template))
        if quote == '"':
            # JSONPath starts with a dollar sign that is no reference: "$.id".
            self.read_text(at + (2 if self.template[at + 1 : at + 3] in _PATHS else 1), end)
        return end + 1

    def _word(self, at: int) -> int:
        word = _WORD.match(self.template, at)
        text = word[0] if word else self.template[at]
        if text == "(":
            return self._expression(at + 1)
        if not (text.isspace() or text.isdigit() or text in _OPERATORS):
            return self._stray(at, text)
        return at + len(text)

    def _stray(self, at: int, text: str, stop: int | None = None) -> int:
        end = at + len(text) if stop is None else stop
        self.found.append(Token("stray", at, text, end=end))
        return end
