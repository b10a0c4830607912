"""The part of a DNS template that belongs to some regions.

A region has its latency records and the health check of its own name; to it belongs whatever refers to one of these.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from generator.assembly.model import Json
from generator.cloudformation.references import Reference, references
from generator.deploy.bodies.parts import Resource, of_type, properties_of, resources_of
from generator.deploy.model import Body

_RECORD: Final = "AWS::Route53::RecordSet"
_HEALTH_CHECK: Final = "AWS::Route53::HealthCheck"

_Entry = tuple[str, str]


def regions_of(body: Body) -> frozenset[str]:
    """The regions that have a latency record."""
    regions = (properties_of(record).get("Region") for record in of_type(body, _RECORD).values())
    return frozenset(region for region in regions if isinstance(region, str))


def without_regions(body: Body, regions: Collection[str]) -> Body:
    """The body without what belongs to these regions, and without parameters that nothing uses any more."""
    return _without(body, _entries_of(body, regions)) if regions else body


def with_regions(body: Body, other: Body, regions: Collection[str]) -> Body:
    """The body and, as they stand in `other`, what belongs to these regions and the parameters that it uses."""
    if not regions:
        return body
    entries = _entries_of(other, regions)
    joined = dict(body)
    for section in dict.fromkeys(section for section, _ in sorted(entries)):
        more = {name: value for name, value in other[section].items() if (section, name) in entries}
        joined[section] = {**joined.get(section, {}), **more}
    parameters = {name: other["Parameters"][name] for name in parameters_of(other, regions)}
    return {**joined, "Parameters": {**joined.get("Parameters", {}), **parameters}} if parameters else joined


def parameters_of(body: Body, regions: Collection[str]) -> frozenset[str]:
    """The parameters that the parts of these regions use."""
    entries = _entries_of(body, regions)
    used = {one.target for one in references(body) if one.kind in ("Ref", "Sub") and one.path[:2] in entries}
    return frozenset(used & body.get("Parameters", {}).keys())


def _entries_of(body: Body, regions: Collection[str]) -> set[_Entry]:
    """Resources and outputs, each with its section, that belong to these regions."""
    found: set[tuple[str | int, ...]] = {
        ("Resources", name) for name, one in resources_of(body).items() if _is_of(one, regions)
    }
    all_references = references(body)
    while more := {one.path[:2] for one in all_references if _is_to(one, found)} - found:
        found |= more
    return {(str(section), str(name)) for section, name in found}


def _is_of(resource: Resource, regions: Collection[str]) -> bool:
    properties: Json = properties_of(resource)
    if resource["Type"] == _RECORD:
        return properties.get("Region") in regions
    name = properties.get("HealthCheckConfig", {}).get("FullyQualifiedDomainName")
    is_check = resource["Type"] == _HEALTH_CHECK and isinstance(name, str)
    return is_check and any(name.startswith(f"{region}.") for region in regions)


def _is_to(reference: Reference, entries: set[tuple[str | int, ...]]) -> bool:
    is_resource = reference.kind in ("Ref", "GetAtt", "Sub", "DependsOn")
    return is_resource and ("Resources", reference.target) in entries


def _without(body: Body, entries: set[_Entry]) -> Body:
    kept: dict[str, Json] = {
        section: {name: one for name, one in value.items() if (section, name) not in entries}
        if section in ("Resources", "Outputs")
        else value
        for section, value in body.items()
    }
    used = {reference.target for reference in references(kept)}
    gone = {name for name in kept.get("Parameters", {}) if name not in used}
    kept["Parameters"] = {name: one for name, one in kept.get("Parameters", {}).items() if name not in gone}
    return {section: value for section, value in kept.items() if value or section not in ("Outputs", "Parameters")}
