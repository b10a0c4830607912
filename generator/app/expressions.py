"""DynamoDB's expressions as they are sent: every attribute name aliased, single spaces, no redundant parentheses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct

from generator.app.grammar.nodes import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Condition,
    Junction,
    Membership,
    Negation,
    Operand,
    Path,
    Placeholder,
    Update,
)
from generator.app.grammar.tokens import ExpressionError

# Limits of DynamoDB: bytes of an expression as sent; bytes of an alias, `#` included.
MOST_BYTES = 4096
_LONGEST_ALIAS = 255
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_]+", re.ASCII)


class AliasedExpression(Struct, frozen=True, kw_only=True):
    """`text` in AWS grammar in which each attribute name is an alias of `names` (`#status` → `status`).

    `values` are the placeholders that `text` uses, without their colon, in order of first use.
    """

    text: str
    names: Mapping[str, str]
    values: tuple[str, ...]


def alias(name: str) -> str:
    """The alias of an attribute name: itself after `#`, or a digest where DynamoDB would refuse that."""
    if _PLAIN_NAME.fullmatch(name) and len(name) < _LONGEST_ALIAS:
        return f"#{name}"
    return f"#n_{sha256(name.encode()).hexdigest()[:16]}"


def aliased_condition(condition: Condition) -> AliasedExpression:
    """The condition, ready to send. Raises `ExpressionError` beyond 4 KB."""
    writer = _Writer()
    return writer.finished(writer.condition(condition))


def aliased_update(update: Update) -> AliasedExpression:
    """The update, ready to send. Raises `ExpressionError` beyond 4 KB."""
    writer = _Writer()
    return writer.finished(writer.update(update))


def aliased_projection(paths: tuple[Path, ...]) -> AliasedExpression:
    """The projection, ready to send. Raises `ExpressionError` beyond 4 KB."""
    writer = _Writer()
    return writer.finished(", ".join(map(writer.path, paths)))


class _Writer:
    """Prints nodes and remembers which names and values it met."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, None] = {}

    def finished(self, text: str) -> AliasedExpression:
        size = len(text.encode())
        if size > MOST_BYTES:
            raise ExpressionError(f"{size} bytes with its aliases is more than DynamoDB's {MOST_BYTES}")
        return AliasedExpression(text=text, names=self._names, values=tuple(self._values))

    def path(self, path: Path) -> str:
        written = ""
        for part in path.parts:
            if isinstance(part, int):
                written += f"[{part}]"
            else:
                self._names[alias(part)] = part
                written += f".{alias(part)}" if written else alias(part)
        return written

    def operand(self, operand: Operand) -> str:
        match operand:
            case Path():
                return self.path(operand)
            case Placeholder(name):
                self._values[name] = None
                return f":{name}"
            case Call(function, arguments):
                return f"{function}({', '.join(map(self.operand, arguments))})"
            case Arithmetic(first, rest):
                return self.operand(first) + "".join(f" {sign} {self.operand(term)}" for sign, term in rest)

    def condition(self, condition: Condition) -> str:
        match condition:
            case Comparison(left, operator, right):
                return f"{self.operand(left)} {operator} {self.operand(right)}"
            case Between(operand, low, high):
                return f"{self.operand(operand)} BETWEEN {self.operand(low)} AND {self.operand(high)}"
            case Membership(operand, candidates):
                return f"{self.operand(operand)} IN ({', '.join(map(self.operand, candidates))})"
            case Call():
                return self.operand(condition)
            case Negation(inner):
                return f"NOT {self._enclosed(inner)}"
            case Junction(operator, conditions):
                return f" {operator} ".join(map(self._enclosed, conditions))

    def _enclosed(self, condition: Condition) -> str:
        return f"({self.condition(condition)})" if isinstance(condition, Junction) else self.condition(condition)

    def update(self, update: Update) -> str:
        clauses = {
            "SET": [f"{self.path(one.path)} = {self.operand(one.value)}" for one in update.set],
            "REMOVE": [self.path(path) for path in update.remove],
            "ADD": [f"{self.path(one.path)} {self.operand(one.value)}" for one in update.add],
            "DELETE": [f"{self.path(one.path)} {self.operand(one.value)}" for one in update.delete],
        }
        return " ".join(f"{word} {', '.join(written)}" for word, written in clauses.items() if written)
