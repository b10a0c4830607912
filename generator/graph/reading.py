"""What stands in a template, read so that nothing hand-made can stop it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.assembly.model import Json
from generator.cloudformation.references import references


def resources(body: Json, kind: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Logical id and properties of every resource of a type."""
    found = body.get("Resources") if isinstance(body, Mapping) else None
    for logical_id, resource in found.items() if isinstance(found, Mapping) else ():
        if isinstance(resource, Mapping) and resource.get("Type") == kind:
            properties = resource.get("Properties")
            yield logical_id, properties if isinstance(properties, Mapping) else {}


def referred(value: Json) -> str:
    """The target of a `Ref`; empty where there is none."""
    target = value.get("Ref") if isinstance(value, Mapping) else None
    return target if isinstance(target, str) else ""


def targets(value: Json) -> frozenset[str]:
    """Everything that a value refers to, in whatever way."""
    return frozenset(reference.target for reference in references(value))


def text(value: Json, region: str) -> str:
    """A name as it is in a region."""
    if isinstance(value, Mapping):
        value = value.get("Fn::Sub", value)
    return value.replace("${AWS::Region}", region) if isinstance(value, str) else "?"
