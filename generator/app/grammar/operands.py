"""Parsing of what all expressions share: paths, values, functions, and the place in the text."""

from __future__ import annotations

from typing import NoReturn

from generator.app.grammar.nodes import Call, Operand, Path, Placeholder
from generator.app.grammar.tokens import KEYWORDS, NAMES_ADVICE, ExpressionError, Token, tokens
from generator.app.phrases import nearest

# DynamoDB's limits on expressions: 300 operators and functions; a path goes 32 levels deep.
MOST_OPERATORS = 300
DEEPEST_PATH = 32
# Ours, so that no text can exhaust the stack; nobody can read more.
DEEPEST_NESTING = 32

_PATH, _OPERAND = "a path", "an operand"
_Signature = tuple[str, ...]
CONDITION_FUNCTIONS: dict[str, _Signature] = {
    "attribute_exists": (_PATH,),
    "attribute_not_exists": (_PATH,),
    "attribute_type": (_PATH, _OPERAND),
    "begins_with": (_PATH, _OPERAND),
    "contains": (_PATH, _OPERAND),
}
SIZE: dict[str, _Signature] = {"size": (_PATH,)}
UPDATE_FUNCTIONS: dict[str, _Signature] = {"if_not_exists": (_PATH, _OPERAND), "list_append": (_OPERAND, _OPERAND)}
_EVERY_FUNCTION = (*CONDITION_FUNCTIONS, *SIZE, *UPDATE_FUNCTIONS)


class Parser:
    """A place in the tokens of one expression. The grammars build on it."""

    def __init__(self, text: str) -> None:
        self._tokens = tuple(tokens(text))
        self._place = 0
        self._operators = 0
        self._nesting = 0

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one further on; past the end it is the end."""
        return self._tokens[min(self._place + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, consumed."""
        token = self.peek()
        self._place += 1
        return token

    def takes(self, *signs: str) -> Token | None:
        """The next token, consumed, if it is one of `signs`."""
        return self.take() if self.peek().kind == "sign" and self.peek().text in signs else None

    def takes_keyword(self, *words: str) -> Token | None:
        """The next token, consumed, if it is one of the keywords."""
        return self.take() if self.peek().is_keyword(*words) else None

    def expect(self, sign: str) -> None:
        """Consumes `sign`. Raises `ExpressionError` when something else stands there."""
        if not self.takes(sign):
            self.fail(f"expected `{sign}`, found {self.peek()}", hyphen_advice(self))

    def expect_end(self) -> None:
        """Raises `ExpressionError` when something is left."""
        if self.peek().kind != "end":
            self.fail(f"unexpected {self.peek()}", hyphen_advice(self) or self._join_advice())

    def _join_advice(self) -> str:
        return "join conditions with AND or OR" if self.peek().kind in ("name", "value") else ""

    def fail(self, message: str, advice: str = "") -> NoReturn:
        """Raises `ExpressionError`."""
        raise ExpressionError(message, advice)

    def count_operator(self) -> None:
        """Counts one operator or function. Raises `ExpressionError` beyond DynamoDB's limit."""
        self._operators += 1
        if self._operators > MOST_OPERATORS:
            self.fail(f"more than {MOST_OPERATORS} operators and functions", "split the work over several routes")

    def deeper(self) -> None:
        """Counts one level of nesting; `shallower` undoes it. Raises `ExpressionError` beyond our limit."""
        self._nesting += 1
        if self._nesting > DEEPEST_NESTING:
            self.fail(f"nested more than {DEEPEST_NESTING} deep", "say it with fewer parentheses")

    def shallower(self) -> None:
        """Leaves a level of nesting."""
        self._nesting -= 1

    def path(self) -> Path:
        """A document path: `a`, `a.b`, `a[0].b`."""
        parts: list[str | int] = [self._name("an attribute")]
        while sign := self.takes(".", "["):
            if sign.text == ".":
                parts.append(self._name("the name of a map entry"))
            else:
                parts.append(self._position())
                self.expect("]")
        if len(parts) > DEEPEST_PATH:
            self.fail(f"a path of {len(parts)} levels is more than DynamoDB's {DEEPEST_PATH}")
        return Path(tuple(parts))

    def placeholder(self) -> Placeholder:
        """`:name`."""
        if self.peek().kind != "value":
            self.fail(f"expected a value such as `:name`, found {self.peek()}", value_advice(self.peek()))
        return Placeholder(self.take().text[1:])

    def operand(self, functions: dict[str, _Signature]) -> Operand:
        """A value, a path, or a call of one of `functions`."""
        if self.peek().kind == "value":
            return self.placeholder()
        if self.at_call():
            return self.call(functions)
        if self.peek().kind != "name":
            self.fail(f"expected a value or an attribute, found {self.peek()}")
        return self.path()

    def at_call(self) -> bool:
        """Whether a name and a parenthesis come next."""
        following = self.peek(1)
        named = self.peek().kind == "name" and not self.peek().is_keyword(*KEYWORDS)
        return named and following.kind == "sign" and following.text == "("

    def call(self, functions: dict[str, _Signature]) -> Call:
        """A call of one of `functions`. Raises `ExpressionError` for any other, and for wrong arguments."""
        name = self.take()
        if name.text not in functions:
            self.fail(*_wrong_function(name, functions))
        self.count_operator()
        self.deeper()
        self.expect("(")
        arguments: list[Operand] = []
        for index, kind in enumerate(functions[name.text]):
            if index:
                self.expect(",")
            arguments.append(self.path() if kind == _PATH else self.operand(_inside(functions)))
        self.expect(")")
        self.shallower()
        return Call(name.text, tuple(arguments))

    def _name(self, what: str) -> str:
        token = self.peek()
        if token.kind != "name" or token.is_keyword(*KEYWORDS):
            advice = f"write `#{token.text}` for an attribute of that name" if token.is_keyword(*KEYWORDS) else ""
            self.fail(f"expected {what}, found {token}", advice)
        if token.text.isdigit():
            self.fail(f"expected {what}, found the number {token}", value_advice(token))
        return self.take().text.removeprefix("#")

    def _position(self) -> int:
        token = self.peek()
        if token.kind != "name" or not token.text.isdigit() or len(token.text) > 9:
            self.fail(f"expected a position in a list, found {token}", "write a whole number from 0")
        return int(self.take().text)


def value_advice(token: Token) -> str:
    """What to do where a literal stands."""
    literal = token.kind == "name" and (token.text.isdigit() or token.text.lower() in ("true", "false", "null"))
    return "put the value into `values` and write `:name` here" if literal else ""


def hyphen_advice(parser: Parser) -> str:
    """What to do where `-` follows a name."""
    return NAMES_ADVICE if parser.peek().text == "-" else ""


def _inside(functions: dict[str, _Signature]) -> dict[str, _Signature]:
    return UPDATE_FUNCTIONS if "if_not_exists" in functions else SIZE


def _wrong_function(name: Token, functions: dict[str, _Signature]) -> tuple[str, str]:
    possible = "use " + " or ".join(sorted(functions))
    if name.text in _EVERY_FUNCTION:
        return f"the function {name} cannot stand here", possible
    near = nearest(name.text, tuple(functions))
    in_lower_case = ", in lower case" if name.text.lower() == near else ""
    return f"unknown function {name}", f"write `{near}`{in_lower_case}" if near else possible
