"""Lists of templates whose order says nothing, and what identifies their members.

By the name of the property that holds the list; everywhere else the order counts. A list whose members lack what
should identify them, or share it, is compared by position.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from generator.assembly.model import Json

IDENTITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "AttributeDefinitions": ("AttributeName",),
    "DomainValidationOptions": ("DomainName",),
    "GlobalSecondaryIndexes": ("IndexName",),
    "HealthCheckTags": ("Key",),
    "IntegrationResponses": ("SelectionPattern",),
    "KeySchema": ("KeyType",),
    "LocalSecondaryIndexes": ("IndexName",),
    "MethodResponses": ("StatusCode",),
    "MethodSettings": ("HttpMethod", "ResourcePath"),
    "Policies": ("PolicyName",),
    "Replicas": ("Region",),
    "Tags": ("Key",),
}
"""Property ─▶ the keys that together identify a member."""

DEFAULTS: Final[Mapping[str, Json]] = {"SelectionPattern": "default"}
"""What a member that lacks such a key is identified by: the response without a pattern is the default one."""

SETS: Final = frozenset(
    {
        *("Action", "AuthorizationScopes", "BinaryMediaTypes", "DependsOn", "ManagedPolicyArns", "NonKeyAttributes"),
        *("NotAction", "NotResource", "Regions", "Resource", "Statement", "SubjectAlternativeNames", "Types"),
        "required",
    }
)
"""Properties whose members are identified by all that they are. `required` is that of a JSON schema."""


def in_fixed_order(name: str, members: list[Json], encoded: Callable[[Json], bytes]) -> list[Json]:
    """The members of the list under the key `name`, sorted where their order says nothing."""
    if name in SETS:
        return sorted(members, key=encoded)
    identities = identities_of(name, members, encoded)
    if identities is None:
        return members
    return [members[index] for index in sorted(range(len(members)), key=identities.__getitem__)]


def identities_of(name: str, members: Sequence[Json], encoded: Callable[[Json], bytes]) -> list[bytes] | None:
    """What identifies each member of the list under the key `name`; `None` where positions do."""
    keys = IDENTITIES.get(name)
    if keys is None or not all(isinstance(member, Mapping) for member in members):
        return None
    known = [identity_of(keys, member) for member in members]
    found = [encoded(identity) for identity in known if None not in identity]
    return found if len(set(found)) == len(members) else None


def identity_of(keys: Sequence[str], member: Mapping[str, Json]) -> list[Json]:
    """The values of the identifying keys, `None` for one that is missing."""
    return [member.get(key, DEFAULTS.get(key)) for key in keys]
