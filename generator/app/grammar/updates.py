"""UpdateExpression and ProjectionExpression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from generator.app.grammar.nodes import Arithmetic, Assignment, Delta, Operand, Path, Update
from generator.app.grammar.operands import UPDATE_FUNCTIONS, Parser, value_advice
from generator.app.grammar.tokens import ExpressionError

_One = TypeVar("_One")
_CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")


def parse_update(text: str) -> Update:
    """The update that `text` states. Raises `ExpressionError`, also for two paths of which one holds the other."""
    update = _UpdateParser(text).update()
    refuse_overlaps(update.paths)
    return update


def parse_projection(text: str) -> tuple[Path, ...]:
    """The paths that `text` lists. Raises `ExpressionError`, also for two paths of which one holds the other."""
    parser = _UpdateParser(text)
    paths = parser.several(parser.path)
    parser.expect_end()
    refuse_overlaps(paths)
    return paths


def refuse_overlaps(paths: Sequence[Path]) -> None:
    """Raises `ExpressionError` for two paths that DynamoDB calls overlapping: equal, or one inside the other."""
    known: dict[tuple[str | int, ...], Path] = {}
    for path in paths:
        if path.parts in known:
            raise ExpressionError(f"`{path}` is named twice", "name each attribute once")
        known[path.parts] = path
    for path in paths:
        for length in range(1, len(path.parts)):
            if outer := known.get(path.parts[:length]):
                raise ExpressionError(f"`{outer}` and `{path}` overlap", "name the outer or the inner one")


class _UpdateParser(Parser):
    def update(self) -> Update:
        clauses: dict[str, Update] = {}
        while self.peek().kind != "end":
            keyword = self.take()
            word = keyword.text.upper()
            if not keyword.is_keyword(*_CLAUSES):
                self.fail(f"expected SET, REMOVE, ADD or DELETE, found {keyword}")
            if word in clauses:
                self.fail(f"a second {keyword}", f"join both under one {word}, with a comma")
            clauses[word] = self._clause(word)
        if not clauses:
            self.fail("it is empty", "write for example `SET status = :status`")
        return Update(
            set=clauses["SET"].set if "SET" in clauses else (),
            remove=clauses["REMOVE"].remove if "REMOVE" in clauses else (),
            add=clauses["ADD"].add if "ADD" in clauses else (),
            delete=clauses["DELETE"].delete if "DELETE" in clauses else (),
        )

    def several(self, parse: Callable[[], _One]) -> tuple[_One, ...]:
        found = [parse()]
        while self.takes(","):
            found.append(parse())
        return tuple(found)

    def _clause(self, word: str) -> Update:
        if word == "SET":
            return Update(set=self.several(self._assignment))
        if word == "REMOVE":
            return Update(remove=self.several(self.path))
        if word == "ADD":
            return Update(add=self.several(self._delta))
        return Update(delete=self.several(self._delta))

    def _assignment(self) -> Assignment:
        path = self.path()
        self.expect("=")
        self.count_operator()
        first = self._term()
        rest: list[tuple[str, Operand]] = []
        while sign := self.takes("+", "-"):
            self.count_operator()
            rest.append((sign.text, self._term()))
        return Assignment(path, Arithmetic(first, tuple(rest)) if rest else first)

    def _term(self) -> Operand:
        if advice := value_advice(self.peek()):
            self.fail(f"expected a value or an attribute, found {self.peek()}", advice)
        return self.operand(UPDATE_FUNCTIONS)

    def _delta(self) -> Delta:
        self.count_operator()
        return Delta(self.path(), self.placeholder())
