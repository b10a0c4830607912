"""What a policy document allows, right by right, and what one allows beyond another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

from generator.assembly.model import Json
from generator.diff.normal import encoded, normal

Statement = Mapping[str, Json]

_APART = ("Action", "Resource", "Principal", "Sid")


class _Right(NamedTuple):
    """One action on one resource; the rest of its statement is what it stands in."""

    action: Json
    resource: Json


def statements_of(document: Json) -> list[Statement]:
    """The statements of a document; a lone one may stand without a list."""
    found = document.get("Statement", []) if isinstance(document, Mapping) else []
    return list(found) if isinstance(found, list | tuple) else [found]


def missing(before: Json, after: Json) -> list[Statement]:
    """What one document allows and the other does not: its statements, without what the other has of them."""
    allowed = {right for statement in statements_of(after) for right in _rights(statement)}
    found: list[Statement] = []
    for statement in statements_of(before):
        rights = _rights(statement)
        lacking = [right for key, right in rights.items() if key not in allowed]
        if lacking:
            found.append(_only(statement, lacking) if len(lacking) < len(rights) else statement)
    return found


def joined(before: Json, after: Json, more: Iterable[Statement]) -> Json:
    """The document `after` with `more` statements from `before`; `before` itself, where that says all of it."""
    if not missing(after, before) and _denials(after) <= _denials(before):
        return before
    # A `Sid` is unique in its document; these come from another one.
    bare = [{key: value for key, value in statement.items() if key != "Sid"} for statement in more]
    return {**after, "Statement": [*statements_of(after), *bare]}


def _only(statement: Statement, rights: list[_Right]) -> Statement:
    """The statement for just the actions and resources of these rights; what it says besides stays."""
    parts = {"Action": [right.action for right in rights], "Resource": [right.resource for right in rights]}
    return {**statement, **{key: _distinct(values) for key, values in parts.items() if key in statement}}


def _distinct(values: list[Json]) -> list[Json]:
    return list({encoded(value): value for value in values}.values())


def _rights(statement: Statement) -> dict[bytes, _Right]:
    """What a statement allows, one by one: an action, a resource, a principal, and the rest of the statement."""
    plain = normal(statement)
    if plain.get("Effect") != "Allow":
        return {}
    rest = {key: value for key, value in plain.items() if key not in _APART}
    actions, resources = _members(plain.get("Action")), _members(plain.get("Resource"))
    return {
        encoded([action, resource, principal, rest]): _Right(action, resource)
        for action, resource, principal in product(actions, resources, _principals(plain.get("Principal")))
    }


def _denials(document: Json) -> set[bytes]:
    return {encoded(normal(one)) for one in statements_of(document) if one.get("Effect") != "Allow"}


def _members(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _principals(value: Json) -> list[Json]:
    if not isinstance(value, Mapping):
        return [value]
    return [{kind: one} for kind, members in value.items() for one in _members(members)]
