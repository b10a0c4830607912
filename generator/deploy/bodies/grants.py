"""What the roles of a template may do, and the union of two such templates.

Rights are given before they are needed and taken when nothing needs them any more; where both happens in one release,
the roles have the union in between. Compared are statements that allow; what is denied is as the wanted template says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.assembly.canonical import minified
from generator.assembly.model import Json
from generator.cloudformation.limits import INLINE_POLICY_CHARACTERS, MANAGED_POLICY_CHARACTERS
from generator.cloudformation.references import unresolved
from generator.deploy.bodies.parts import Resource, Resources, of_type, properties_of, resources_of, same
from generator.deploy.bodies.rights import joined, missing, statements_of
from generator.deploy.bodies.tables import with_properties
from generator.deploy.model import Body
from generator.diff.normal import encoded

ROLE: Final = "AWS::IAM::Role"
MANAGED_POLICY: Final = "AWS::IAM::ManagedPolicy"

_DOCUMENTS: Final = ("AssumeRolePolicyDocument", "PolicyDocument")


def is_narrower(before: Body, after: Body) -> bool:
    """Whether `after` takes a right away that a role or managed policy has in `before`."""
    ours, theirs = _granting(before), _granting(after)
    return any(name not in theirs or _union(ours[name], theirs[name]) is not theirs[name] for name in ours)


def with_grants(before: Body, after: Body) -> Body | None:
    """`after`, whose roles may also do what they may in `before`; roles and policies that go are still there.

    `None` when that does not fit into what IAM takes, or when what goes needs something else that goes.
    """
    ours, theirs = _granting(before), _granting(after)
    going = {name: one for name, one in ours.items() if name not in resources_of(after)}
    unions = {name: _union(ours[name], one) if name in ours else one for name, one in theirs.items()}
    body = {**after, "Resources": {**resources_of(after), **going, **unions}}
    is_whole = not going or _lacking(body) <= _lacking(after)
    return body if is_whole and all(map(_fits, unions.values())) else None


def with_rights_of(after: Body, before: Body) -> Body:
    """`before`, whose roles and policies may also do what they may in `after`; all else of them stays.

    `before` itself when that does not fit into what IAM takes, or is about something that is not there yet.
    """
    ours, theirs = _granting(before), _granting(after)
    unions = {name: _union(theirs[name], one) for name, one in ours.items() if name in theirs}
    body = {**before, "Resources": {**resources_of(before), **unions}}
    return body if all(map(_fits, unions.values())) and _lacking(body) <= _lacking(before) else before


def _lacking(body: Body) -> set[str]:
    """What is referred to and not there: tables, where a body is without them."""
    return {reference.target for reference in unresolved(body)}


def _granting(body: Body) -> Resources:
    return of_type(body, ROLE, MANAGED_POLICY)


def _union(before: Resource, after: Resource) -> Resource:
    """`after` with what `before` allows beyond it: `after` itself when that is nothing."""
    if encoded(before) == encoded(after):
        return after
    ours, theirs = properties_of(before), properties_of(after)
    changes: dict[str, Json] = {}
    for name in _DOCUMENTS:
        more = missing(ours.get(name), theirs.get(name))
        if more:
            changes[name] = joined(ours[name], theirs.get(name, {}), more)
    policies = _policies(ours.get("Policies", ()), theirs.get("Policies", ()))
    if policies is not None:
        changes["Policies"] = policies
    attached = theirs.get("ManagedPolicyArns", ())
    more_attached = [arn for arn in ours.get("ManagedPolicyArns", ()) if not any(same(arn, one) for one in attached)]
    if more_attached:
        changes["ManagedPolicyArns"] = [*attached, *more_attached]
    return with_properties(after, **changes) if changes else after


def _policies(before: Sequence[Json], after: Sequence[Json]) -> list[Json] | None:
    """The inline policies of `after` with what those of `before` allow beyond them all; `None` when that is nothing."""
    everything = _together(after)
    found = {policy["PolicyName"]: policy for policy in after}
    is_wider = False
    for policy in before:
        name, document = policy["PolicyName"], policy["PolicyDocument"]
        more = missing(document, everything)
        if more:
            is_wider = True
            known = found[name]["PolicyDocument"] if name in found else {**document, "Statement": []}
            found[name] = {"PolicyName": name, "PolicyDocument": joined(document, known, more)}
    return list(found.values()) if is_wider else None


def _together(policies: Sequence[Json]) -> Json:
    return {"Statement": [one for policy in policies for one in statements_of(policy["PolicyDocument"])]}


def _fits(resource: Resource) -> bool:
    """Whether IAM takes the policies. Counted with the names that CloudFormation fills in, which are longer."""
    properties = properties_of(resource)
    inline = sum(len(minified(policy["PolicyDocument"])) for policy in properties.get("Policies", ()))
    managed = len(minified(properties["PolicyDocument"])) if "PolicyDocument" in properties else 0
    return inline <= INLINE_POLICY_CHARACTERS and managed <= MANAGED_POLICY_CHARACTERS
