"""What the rules on IAM share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ._reading import Path, Resource, Template, mapping, reference, sequence, spelled
from ._rule import DOCS

GUIDE = DOCS + "IAM/latest/UserGuide/"
TAGS = ["resources", "iam"]
# Opt-in regions have a principal of their own.
CLOUDFORMATION: Final = re.compile(r"cloudformation(\.[a-z0-9-]+)?\.amazonaws\.com")


class Statement(NamedTuple):
    """A statement that allows something, and where it stands."""

    path: Path
    body: Mapping[str, Any]
    resource_type: str

    @property
    def owner(self) -> str:
        """Logical id of the resource that it is part of."""
        return str(self.path[1])

    def values(self, key: str) -> Iterator[tuple[Path, str]]:
        """The strings of an element, however it nests them, with their paths."""
        return _strings((*self.path, key), self.body.get(key))


def allowing(template: Template) -> Iterator[Statement]:
    """The Allow statements of every policy of every resource, wherever the resource keeps it."""
    for resource in template.resources():
        for path, body in _statements(resource.at(), resource.properties):
            yield Statement(path, body, resource.type)


def deploying(template: Template) -> frozenset[str]:
    """The roles that CloudFormation takes on to make resources, and the managed policies that only such roles have."""
    roles = list(template.resources("AWS::IAM::Role"))
    makers = {role.name for role in roles if _trusts_cloudformation(role)}
    attached = [
        (role.name, reference(arn)) for role in roles for arn in sequence(role.properties.get("ManagedPolicyArns"))
    ]
    others = {policy for role, policy in attached if role not in makers}
    return frozenset({*makers, *(policy for _, policy in attached if policy is not None)} - others)


def bounding(template: Template) -> frozenset[str]:
    """The managed policies that are the boundary of roles, and no more: a statement demands them, no role is given
    them."""
    demanded = {
        name
        for statement in allowing(template)
        for arns in [mapping(mapping(statement.body.get("Condition")).get("ArnEquals"))]
        for _, name in _strings((), arns.get("iam:PermissionsBoundary"))
    }
    roles = template.resources("AWS::IAM::Role")
    given = {reference(arn) for role in roles for arn in sequence(role.properties.get("ManagedPolicyArns"))}
    policies = template.resources("AWS::IAM::ManagedPolicy")
    names = {one.name: spelled(one.properties.get("ManagedPolicyName")) for one in policies if one.name not in given}
    return frozenset(
        policy for policy, name in names.items() if name and any(arn.endswith(f"/{name}") for arn in demanded)
    )


def _trusts_cloudformation(role: Resource) -> bool:
    trusts = _statements((), role.properties.get("AssumeRolePolicyDocument"))
    principals = (principal for path, body in trusts for _, principal in _strings(path, body.get("Principal")))
    return any(CLOUDFORMATION.fullmatch(principal) for principal in principals)


def _statements(path: Path, value: object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _statements((*path, position), entry)
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "Statement":
                yield from _allowing((*path, key), entry)
            else:
                yield from _statements((*path, key), entry)


def _allowing(path: Path, value: object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _allowing((*path, position), entry)
    elif isinstance(value, dict) and "Fn::If" in value:
        yield from _allowing((*path, "Fn::If"), value["Fn::If"])
    elif isinstance(value, dict) and value.get("Effect") == "Allow":
        yield path, value


def _strings(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    spelling = spelled(value)
    if spelling is not None:
        yield path, spelling
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _strings((*path, position), entry)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _strings((*path, key), entry)
