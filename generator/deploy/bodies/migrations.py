"""Migrations that have not run, before anything else of an API changes: an update of their own.

One that fails is rolled back with that update, and the API of no region has changed by then. With the migrations comes
what they are made of; all else is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from generator.cloudformation.names import MIGRATION_RUNNER
from generator.cloudformation.references import references
from generator.deploy.bodies.parts import Resource, Resources, of_type, properties_of, resources_of, same
from generator.deploy.model import Body

_RUNNER: Final = {"Fn::GetAtt": [MIGRATION_RUNNER, "Arn"]}


def pending_migrations(before: Body, after: Body) -> dict[str, Resource]:
    """The migrations of `after` that `before` has not, or of another version."""
    there = _migrations(before)
    return {
        name: one
        for name, one in _migrations(after).items()
        if name not in there or not same(properties_of(there[name]), properties_of(one))
    }


def with_migrations(before: Body, after: Body) -> Body | None:
    """`before` with the pending migrations of `after` and all that they need; `None` where none is pending."""
    pending = pending_migrations(before, after)
    if not pending:
        return None
    needed = _closure(pending, after)
    return {**before, "Resources": {**resources_of(before), **needed}}


def function_of(migration: Resource) -> str:
    """The function of a migration, by its key in the app file."""
    return str(properties_of(migration).get("Function", ""))


def _migrations(body: Body) -> dict[str, Resource]:
    custom = of_type(body, "AWS::CloudFormation::CustomResource")
    return {name: one for name, one in custom.items() if same(properties_of(one).get("ServiceToken"), _RUNNER)}


def _closure(names: Iterable[str], body: Body) -> Resources:
    """Resources and all that they refer to, directly or not; what is not in the body, a table, is there already."""
    resources = resources_of(body)
    uses: dict[str, set[str]] = {}
    for reference in references({"Resources": resources}):
        uses.setdefault(str(reference.path[1]), set()).add(reference.target)
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in resources and name not in found:
            found.add(name)
            waiting += uses.get(name, ())
    return {name: resources[name] for name in resources if name in found}
