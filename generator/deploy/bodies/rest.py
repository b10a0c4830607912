"""The updates of an API: migrations first, then what goes is removed, rights are taken last.

CloudFormation makes the new `Deployment` before it deletes the methods that are gone, so a snapshot made in the same
update still holds them, and they stay served [aws-cdk#14660]. And it makes a path before it deletes the one that is
in its way, as a renamed path variable is [aws-facts 11.6]. So what goes, goes in an update of its own: the stage
serves the old snapshot meanwhile, nobody notices. A stage takes some seconds to move to a new snapshot, so what a role
may do is taken from it in an update after that.

IAM takes some seconds too until new rights are known everywhere. Where an update comes first anyway, it gives them. No
update is made for that alone, it would take minutes in each region: CloudFormation changes a role before the methods
that name it, these before the deployment, and that before the stage, so most of these seconds pass in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from generator.cloudformation.references import Reference, references
from generator.deploy.bodies.grants import is_narrower, with_grants, with_rights_of
from generator.deploy.bodies.migrations import function_of, pending_migrations, with_migrations
from generator.deploy.bodies.parts import is_same_body, of_type, resources_of
from generator.deploy.model import Body
from generator.diff.resources import resource_changes

RestKind = Literal["migrate", "clear", "grow", "rest", "narrow"]

_DEPLOYMENT: Final = "AWS::ApiGateway::Deployment"
_REST_API: Final = "AWS::ApiGateway::RestApi"
_SNAPSHOT: Final = frozenset(
    f"AWS::ApiGateway::{name}" for name in ("Authorizer", "GatewayResponse", "Method", "Resource")
)


class RestUpdate(Struct, frozen=True, kw_only=True):
    """One update of all that is no table. `gone`: logical ids that it removes. `migrations`: functions that it runs."""

    kind: RestKind
    body: Body
    gone: tuple[str, ...] = ()
    migrations: tuple[str, ...] = ()


def rest_updates(before: Body, after: Body) -> list[RestUpdate]:
    """The updates from one body to another, both without tables; none when they are the same."""
    if is_same_body(before, after):
        return []
    grown = with_grants(before, after) if is_narrower(before, after) else None
    migrated = with_migrations(before, grown or after)
    if migrated is not None:
        functions = tuple(sorted(map(function_of, pending_migrations(before, after).values())))
        migrating = RestUpdate(kind="migrate", body=migrated, migrations=functions)
        return [migrating, *rest_updates(migrated, after)]
    updates = list(_clear(before, after))
    cleared = updates[-1].body if updates else before
    if grown is None:
        return [*updates, RestUpdate(kind="rest", body=after)]
    if not is_same_body(cleared, grown):
        updates.append(RestUpdate(kind="grow", body=grown))
    return [*updates, RestUpdate(kind="narrow", body=after)]


def _clear(before: Body, after: Body) -> Iterator[RestUpdate]:
    """`before` without those parts of its API that go or are made anew, unless the whole API is."""
    gone = _going(before, after)
    if not gone or not of_type(before, _DEPLOYMENT) or any(name in gone for name in of_type(before, _REST_API)):
        return
    gone = {name for name in gone if resources_of(before)[name]["Type"] in _SNAPSHOT}
    gone -= _still_needed(before, gone)
    if gone:
        body = with_rights_of(after, _without(before, gone))
        yield RestUpdate(kind="clear", body=body, gone=tuple(sorted(gone)))


def _going(before: Body, after: Body) -> set[str]:
    """Logical ids of what is no longer there under that name, or is another thing with that name."""
    changes = resource_changes("", before, after)
    replaced = {one.logical_id for one in changes if one.kind == "modified" and one.replacement == "always"}
    return (resources_of(before).keys() - resources_of(after).keys()) | (replaced & resources_of(before).keys())


def _still_needed(before: Body, gone: set[str]) -> set[str]:
    """Those of the resources to go that something that stays refers to, directly or not."""
    uses: dict[str, set[str]] = {}
    for reference in references(before):
        if reference.target in gone and not _is_order(before, reference):
            uses.setdefault(_user(reference), set()).add(reference.target)
    needed = {target for user, targets in uses.items() if user not in gone for target in targets}
    waiting = list(needed)
    while waiting:
        more = uses.get(waiting.pop(), set()) - needed
        needed |= more
        waiting += more
    return needed


def _user(reference: Reference) -> str:
    """The resource that refers; empty for an output and the like."""
    return str(reference.path[1]) if reference.path[0] == "Resources" else ""


def _is_order(before: Body, reference: Reference) -> bool:
    """Whether it is only that a deployment is made after what it holds."""
    if reference.kind != "DependsOn":
        return False
    return _user(reference) in of_type(before, _DEPLOYMENT)


def _without(before: Body, gone: set[str]) -> Body:
    kept = {name: resource for name, resource in resources_of(before).items() if name not in gone}
    for name, resource in of_type(before, _DEPLOYMENT).items():
        needs = resource.get("DependsOn", [])
        needs = [needs] if isinstance(needs, str) else needs
        kept[name] = {**resource, "DependsOn": [need for need in needs if need not in gone]}
    return {**before, "Resources": kept}
