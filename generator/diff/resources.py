"""Two `Resources` sections ─▶ resource changes, of one template.

A resource that is there before and after is compared value by value. What is left on either side with the same type
and content under another logical id has moved. What looks up a changed mapping changes with it. Then replacements are
followed to what refers to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.assembly.model import Json
from generator.diff.impact import judged, propagated, worst
from generator.diff.lookups import Lookups, lookup_changes, lookups, users
from generator.diff.model import Path, PropertyChange, Replacement, ResourceChange
from generator.diff.moves import QUIET_ATTRIBUTES, moves
from generator.diff.normal import encoded
from generator.diff.resource import (
    Resource,
    fate_of_removed,
    fate_of_replaced,
    resource_of,
    resources_of,
    type_of,
)
from generator.diff.values import member_changes, shown, value_changes

DEPLOYMENT = "AWS::ApiGateway::Deployment"


def resource_changes(
    template: str, before: Json, after: Json, regions: tuple[str, ...] = ()
) -> tuple[ResourceChange, ...]:
    """What happens to the resources of a template between two bodies, by logical id; a move under its new one.

    `regions` are those that the template is in before and after.
    """
    found = lookups(before, after, regions)
    ours, theirs = _different(resources_of(before), resources_of(after), users(after, found))
    changes = {change.logical_id: change for change in _changes(template, ours, theirs, found)}
    replaced: dict[str, Replacement] = {
        name: change.replacement
        for name, change in changes.items()
        if change.kind == "modified" and change.replacement != "never"
    }
    types = {name: type_of(raw) for name, raw in resources_of(after).items()}
    for name, brought in propagated(replaced, types, after).items():
        known = changes.get(name) or _unchanged(template, name, types[name])
        if known.kind == "modified":
            sides = [resource_of(resources_of(body).get(name)) for body in (before, after)]
            changes[name] = _with(known, brought, *sides)
    return tuple(changes[name] for name in sorted(changes))


def _different(
    before: Mapping[str, Json], after: Mapping[str, Json], using: frozenset[str]
) -> tuple[dict[str, Resource], dict[str, Resource]]:
    """The resources of both sides in normal form, without those that read the same and are not `using` what changes."""
    same = {name for name in before.keys() & after.keys() - using if encoded(before[name]) == encoded(after[name])}
    return (
        {name: resource_of(raw) for name, raw in before.items() if name not in same},
        {name: resource_of(raw) for name, raw in after.items() if name not in same},
    )


def _changes(
    template: str, before: Mapping[str, Resource], after: Mapping[str, Resource], found: Lookups
) -> Iterator[ResourceChange]:
    both = before.keys() & after.keys()
    moved = moves(
        {name: before[name] for name in before.keys() - both}, {name: after[name] for name in after.keys() - both}
    )
    snapshots = [(old, new) for new, old in moved.items() if after[new].type == DEPLOYMENT]
    for name in both:
        change = _modified(template, name, (before[name], after[name]), found)
        if change.properties or change.attributes or change.previous_type is not None:
            yield replace(change, quiet=_is_quiet(change, snapshots))
    for name in after.keys() - both:
        if name in moved:
            yield _moved(template, name, moved[name], before[moved[name]], after[name])
        else:
            yield _added(template, name, after[name])
    for name in before.keys() - both - set(moved.values()):
        yield _removed(template, name, before[name])


def _unchanged(template: str, name: str, type_: str) -> ResourceChange:
    return ResourceChange(kind="modified", templates=(template,), logical_id=name, type=type_)


def _modified(template: str, name: str, sides: tuple[Resource, Resource], found: Lookups) -> ResourceChange:
    before, after = sides
    direct = [judged(after.type, change) for change in value_changes(before.properties, after.properties)]
    brought = lookup_changes(after.type, before.properties, after.properties, found, direct)
    properties = (*direct, *brought)
    attributes = tuple(member_changes(before.attributes, after.attributes))
    has_new_type = before.type != after.type
    impacts: list[Replacement] = [change.impact for change in properties]
    # What a condition comes to is not known here: the resource may appear or go.
    impacts += ["conditionally" for change in attributes if change.path[:1] == ("Condition",)]
    replacement = "always" if has_new_type else worst(impacts)
    return ResourceChange(
        kind="modified",
        templates=(template,),
        logical_id=name,
        type=after.type,
        previous_type=before.type if has_new_type else None,
        properties=properties,
        attributes=attributes,
        replacement=replacement,
        fate=None if replacement == "never" else fate_of_replaced(before, after),
    )


def _with(change: ResourceChange, found: Sequence[PropertyChange], before: Resource, after: Resource) -> ResourceChange:
    """The change together with those that replacements of other resources bring."""
    direct = {known.path for known in change.properties}
    properties = [*change.properties, *(one for one in found if one.path not in direct)]
    replacement = worst((change.replacement, *(one.impact for one in properties)))
    return replace(
        change,
        properties=tuple(sorted(properties, key=_path)),
        replacement=replacement,
        fate=None if replacement == "never" else fate_of_replaced(before, after),
        quiet=False,
    )


def _path(change: PropertyChange) -> Path:
    return change.path


def _is_quiet(change: ResourceChange, snapshots: Sequence[tuple[str, str]]) -> bool:
    """Whether nothing works differently: words and order only, or a stage that moves on to the next snapshot."""
    if change.previous_type is not None or not all(one.path[0] in QUIET_ATTRIBUTES for one in change.attributes):
        return False
    moved = [({"Ref": old}, {"Ref": new}) for old, new in snapshots]
    return all((one.before, one.after) in moved for one in change.properties)


def _added(template: str, name: str, resource: Resource) -> ResourceChange:
    return ResourceChange(
        kind="added",
        templates=(template,),
        logical_id=name,
        type=resource.type,
        properties=tuple(PropertyChange(path=path, after=value) for path, value in _members(resource.properties)),
        attributes=tuple(PropertyChange(path=path, after=value) for path, value in _members(resource.attributes)),
    )


def _removed(template: str, name: str, resource: Resource) -> ResourceChange:
    return ResourceChange(
        kind="removed",
        templates=(template,),
        logical_id=name,
        type=resource.type,
        properties=tuple(PropertyChange(path=path, before=value) for path, value in _members(resource.properties)),
        attributes=tuple(PropertyChange(path=path, before=value) for path, value in _members(resource.attributes)),
        fate=fate_of_removed(resource),
    )


def _moved(template: str, name: str, old_name: str, before: Resource, after: Resource) -> ResourceChange:
    return ResourceChange(
        kind="moved",
        templates=(template,),
        logical_id=name,
        previous_logical_id=old_name,
        type=after.type,
        attributes=tuple(member_changes(before.attributes, after.attributes)),
        replacement="always",
        fate=fate_of_removed(before),
        quiet=after.type == DEPLOYMENT,
    )


def _members(values: Json) -> list[tuple[Path, Json]]:
    """Every value of what is wholly new or wholly gone, with its path."""
    if not isinstance(values, Mapping):
        return [((), shown(values))]
    return [((key,), shown(value)) for key, value in sorted(values.items())]
