"""`set:` of an UpdateItem route: a SET clause for each attribute whose value the request has.

DynamoDB refuses names and values that no expression uses, and empty maps of them: so each assignment brings its own,
and what may end up empty depends on `$changes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from generator.app.model import UpdateItemOperation
from generator.app.values import Value
from generator.templates.regional import vtl
from generator.templates.regional.request_values import attribute, conditions


class Assignment(Struct, frozen=True):
    """`SET alias = placeholder`, for the attribute `name`."""

    name: str
    alias: str
    placeholder: str
    value: Value

    @property
    def name_entry(self) -> vtl.Entry:
        """Its member of ExpressionAttributeNames."""
        return self._entry(f"{vtl.json_string(self.alias)}: {vtl.json_string(self.name)}")

    @property
    def value_entry(self) -> vtl.Entry:
        """Its member of ExpressionAttributeValues."""
        return self._entry(f"{vtl.json_string(self.placeholder)}: {attribute(self.value)}")

    @property
    def clause(self) -> vtl.Entry:
        """Its part of the SET clause, as the content of a JSON string."""
        return self._entry(f"{vtl.json_text(self.alias)} = {self.placeholder}")

    def _entry(self, text: str) -> vtl.Entry:
        return vtl.Entry(conditions(self.value), text)


def assignments(operation: UpdateItemOperation) -> list[Assignment]:
    """Those of the operation, sorted by attribute; what is always there comes first."""
    aliases = dict({} if operation.condition is None else operation.condition.names)
    placeholders = {f":{name}": "" for name in operation.values}
    found = []
    for name, value in sorted(operation.assignments.items()):
        word = name if re.fullmatch("[A-Za-z0-9_]+", name) else f"x{name.encode().hex()}"
        found.append(Assignment(name, _named(f"#{word}", name, aliases), _named(f":{word}", name, placeholders), value))
    return sorted(found, key=lambda each: bool(conditions(each.value)))


def _named(wanted: str, name: str, taken: dict[str, str]) -> str:
    """`wanted`, made longer until nothing but the attribute `name` is called that; noted in `taken`."""
    while taken.get(wanted, name) != name:
        wanted += "_"
    taken[wanted] = name
    return wanted


def changes_lines(found: Sequence[Assignment]) -> list[str]:
    """Lines that say in `$changes` whether the request has the value of any assignment."""
    if not found or not all(conditions(each.value) for each in found):
        return []
    return ["#set($changes = false)", *(vtl.when(conditions(each.value), "#set($changes = true)") for each in found)]


def update_expression(found: Sequence[Assignment]) -> vtl.Entry:
    """The UpdateExpression of the assignments."""
    clauses = [each.clause for each in found]
    if not all(clause.conditions for clause in clauses):
        return vtl.Entry((), f'"UpdateExpression": "SET {vtl.joined(clauses)}"')
    # Not `vtl.joined`: its `#set` would eat the blank in front of it, inside of the string.
    texts = [vtl.when(each.conditions, f"${{comma}}{each.text}#set($comma = ', ')") for each in clauses]
    return vtl.Entry(("$changes",), f'#set($comma = \'SET \')"UpdateExpression": "{"".join(texts)}"')
