"""The part of a DNS template that belongs to some regions.

A region has its latency records and the health check of its own name; to it belongs whatever refers to one of these,
and to those of no other region. What refers to several is shared: the check that counts the healthy regions, and the
dashboard. It stays, without what is in it of a region that is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from typing import Final

from generator.assembly.model import Json
from generator.cloudformation.references import Reference, references, unresolved
from generator.deploy.bodies.parts import Resource, of_type, properties_of, resources_of, same
from generator.deploy.bodies.shared import settled
from generator.deploy.model import Body

_RECORD: Final = "AWS::Route53::RecordSet"
_HEALTH_CHECK: Final = "AWS::Route53::HealthCheck"
_DASHBOARD: Final = "AWS::CloudWatch::Dashboard"

_Entry = tuple[str, str]


def regions_of(body: Body) -> frozenset[str]:
    """The regions that have a latency record."""
    regions = (properties_of(record).get("Region") for record in of_type(body, _RECORD).values())
    return frozenset(region for region in regions if isinstance(region, str))


def without_regions(body: Body, regions: Collection[str]) -> Body:
    """The body without what belongs to these regions, and without parameters that nothing uses any more."""
    return settled(_without(body, _entries_of(body, regions))) if regions else body


def with_regions(body: Body, other: Body, regions: Collection[str]) -> Body:
    """The body with what belongs to these regions as it stands in `other`, and all that it refers to there.

    What is shared, and the same there but for these regions, is as it stands there too.
    """
    if not regions:
        return body
    joined = _without(body, _entries_of(body, regions)) if body else {}
    entries = _entries_of(other, regions)
    while entries:
        joined = _with(joined, other, entries)
        entries = _missing(joined, other)
    return settled(_with(joined, other, _alike(joined, other, regions)))


def without_dashboards(body: Body) -> Body:
    """The body without what only people look at."""
    kept = {name: one for name, one in resources_of(body).items() if one["Type"] != _DASHBOARD}
    return {**body, "Resources": kept}


def parameters_of(body: Body, regions: Collection[str]) -> frozenset[str]:
    """The parameters that the parts of these regions use."""
    entries = _entries_of(body, regions)
    used = {one.target for one in references(body) if one.kind in ("Ref", "Sub") and one.path[:2] in entries}
    return frozenset(used & body.get("Parameters", {}).keys())


def _entries_of(body: Body, regions: Collection[str]) -> set[_Entry]:
    """Resources and outputs, each with its section, that belong to these regions and to no other."""
    places = {("Resources", name): one for name, one in resources_of(body).items() if _is_placed(one)}
    found: set[tuple[str | int, ...]] = {place for place, one in places.items() if _is_of(one, regions)}
    all_references = references(body)
    others = {one.path[:2] for one in all_references if _is_to(one, places.keys() - found)}
    while more := {one.path[:2] for one in all_references if _is_to(one, found)} - found - others:
        found |= more
    return {(str(section), str(name)) for section, name in found}


def _with(body: Body, other: Body, entries: set[_Entry]) -> Body:
    joined = dict(body)
    for section in dict.fromkeys(section for section, _ in sorted(entries)):
        more = {name: value for name, value in other[section].items() if (section, name) in entries}
        joined[section] = {**joined.get(section, {}), **more}
    return joined


def _alike(body: Body, other: Body, regions: Collection[str]) -> set[_Entry]:
    """The resources of `other` that say something of these regions, and without that would be those of the body."""
    without = resources_of(without_regions(other, regions))
    there, ours = resources_of(other), resources_of(body)
    return {("Resources", name) for name, one in without.items() if one != there[name] and same(one, ours.get(name))}


def _missing(body: Body, other: Body) -> set[_Entry]:
    """Resources and parameters that something in the body refers to, and that only `other` has."""
    targets = {reference.target for reference in unresolved(body)}
    return {
        (section, name) for section in ("Resources", "Parameters") for name in targets & other.get(section, {}).keys()
    }


def _is_placed(resource: Resource) -> bool:
    """Whether it is the record or the health check of some region."""
    return resource["Type"] == _RECORD or (resource["Type"] == _HEALTH_CHECK and _name_asked(resource) is not None)


def _is_of(resource: Resource, regions: Collection[str]) -> bool:
    if resource["Type"] == _RECORD:
        return properties_of(resource).get("Region") in regions
    name = _name_asked(resource)
    return name is not None and any(name.startswith(f"{region}.") for region in regions)


def _name_asked(check: Resource) -> str | None:
    name = properties_of(check).get("HealthCheckConfig", {}).get("FullyQualifiedDomainName")
    return name if isinstance(name, str) else None


def _is_to(reference: Reference, entries: Set[tuple[str | int, ...]]) -> bool:
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
