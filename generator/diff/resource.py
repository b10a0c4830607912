"""One resource in normal form, and what becomes of it when CloudFormation lets go of it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.assembly.model import Json
from generator.diff.model import Fate
from generator.diff.normal import normal

_FATES: Mapping[str, Fate] = {"Retain": "retained", "RetainExceptOnCreate": "retained", "Snapshot": "snapshot"}


class Resource(Struct, frozen=True, kw_only=True):
    """`attributes` are what stands beside `Type` and `Properties`; an empty `DependsOn` is none."""

    type: str
    properties: Json
    attributes: Mapping[str, Json]


def resources_of(body: Json) -> Mapping[str, Json]:
    """The `Resources` of a template, as they are; none where there is no such map."""
    found = body.get("Resources") if isinstance(body, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def type_of(raw: Json) -> str:
    """The type of a resource as it stands in a template, empty where it has none."""
    found = raw.get("Type") if isinstance(raw, Mapping) else None
    return found if isinstance(found, str) else ""


def resource_of(raw: Json) -> Resource:
    """The resource of a template, whatever JSON stands there for it."""
    if not isinstance(raw, Mapping):
        return Resource(type="", properties=normal(raw), attributes={})
    apart = {"Properties", "Type"} if isinstance(raw.get("Type"), str) else {"Properties"}
    attributes = {key: normal(value, key) for key, value in raw.items() if key not in apart}
    depends_on = attributes.pop("DependsOn", [])
    if depends_on:
        attributes["DependsOn"] = depends_on if isinstance(depends_on, list) else [depends_on]
    return Resource(type=type_of(raw), properties=normal(raw.get("Properties", {})), attributes=attributes)


def fate_of_removed(resource: Resource) -> Fate:
    """What becomes of a resource that is no longer in the template; without a policy it is deleted."""
    return _fate(resource, "DeletionPolicy")


def fate_of_replaced(before: Resource, after: Resource) -> Fate:
    """What becomes of the old one when a resource is made anew: kept for sure only if both templates say so."""
    fates = {_fate(side, "UpdateReplacePolicy") for side in (before, after)}
    return fates.pop() if len(fates) == 1 else "destroyed"


def _fate(resource: Resource, name: str) -> Fate:
    policy = resource.attributes.get(name)
    return _FATES.get(policy, "destroyed") if isinstance(policy, str) else "destroyed"
