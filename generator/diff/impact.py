"""What a change of a property does to its resource, in CloudFormation's own words, from the provider schemas.

A create-only property replaces the resource, a conditionally create-only one perhaps [aws-facts 1.8]. A resource that
is replaced gets a new physical id and new attributes, so whatever refers to it changes as well and may be replaced in
its turn: `propagated` follows that to a fixed point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import UNSET
from msgspec.structs import replace

from generator.assembly.model import Json
from generator.cloudformation.references import references
from generator.cloudformation.resource_types import resource_types
from generator.diff.model import REPLACEMENTS, Path, PropertyChange, Replacement
from generator.diff.normal import encoded, normal
from generator.diff.values import member_segment, shown

VALUE_KINDS = ("Ref", "GetAtt", "Sub")

Place = tuple[str | int, ...]

_BEYOND_THE_SCHEMA: Mapping[str, tuple[str, ...]] = {"AWS::Route53::RecordSet": ("Name",)}
"""Create-only according to the CloudFormation template reference, although the schema does not say so."""


def worst(impacts: Iterable[Replacement]) -> Replacement:
    """The worst of any number of impacts; `never` of none."""
    return max(impacts, key=REPLACEMENTS.index, default="never")


def mildest(one: Replacement, other: Replacement) -> Replacement:
    """The milder of two impacts: of what happens only if both do."""
    return min(one, other, key=REPLACEMENTS.index)


def judged(type_: str, change: PropertyChange) -> PropertyChange:
    """The change of a property of a resource of this type, with its impact."""
    return replace(change, impact=impact_of(type_, change.path, (change.before, change.after)))


def impact_of(type_: str, path: Path, values: tuple[Json, Json] = (UNSET, UNSET)) -> Replacement:
    """What it does to a resource of this type that the value at `path` (below `Properties`) changes as it does.

    Of a type whose schema is not known, any change may replace the resource.
    """
    known = resource_types().get(type_)
    if known is None:
        return "conditionally"
    if any(
        _concerns(pattern.split("/"), path, values)
        for pattern in (*known.create_only, *_BEYOND_THE_SCHEMA.get(type_, ()))
    ):
        return "always"
    if any(_concerns(pattern.split("/"), path, values) for pattern in known.conditional_create_only):
        return "conditionally"
    return "never"


def _concerns(pattern: list[str], path: Path, values: tuple[Json, Json]) -> bool:
    """Whether the change is of the property, of a part of it, or of what the property is a part of."""
    if any(part not in ("*", name) for part, name in zip(pattern, path, strict=False)):
        return False
    deeper = pattern[len(path) :]
    if not deeper:
        return True
    before, after = ([encoded(found) for found in values_at(value, deeper)] for value in values)
    return before != after


def values_at(value: Json, pattern: list[str]) -> Iterator[Json]:
    """What a value holds at the places that a pattern names."""
    if not pattern:
        if value is not UNSET:
            yield value
    elif pattern[0] == "*":
        for member in value if isinstance(value, list) else ():
            yield from values_at(member, pattern[1:])
    elif isinstance(value, Mapping) and pattern[0] in value:
        yield from values_at(value[pattern[0]], pattern[1:])


def referrers(body: Json) -> Mapping[str, tuple[tuple[str, Place], ...]]:
    """Logical id ─▶ the properties that take a value of that resource: the referring resource, and the place below its
    `Properties` of the value, which may be a function with the reference somewhere inside."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for reference in references(body):
        place = reference.path
        if reference.kind in VALUE_KINDS and len(place) > 3 and (place[0], place[2]) == ("Resources", "Properties"):
            inside = [index for index, part in enumerate(place) if str(part).startswith("Fn::")]
            user = str(place[1])
            found.setdefault(reference.target, []).append((user, place[3 : min(inside, default=None)]))
    return {target: tuple(places) for target, places in found.items()}


def propagated(
    replaced: Mapping[str, Replacement], types: Mapping[str, str], body: Json
) -> dict[str, tuple[PropertyChange, ...]]:
    """Logical id ─▶ the changes of its properties that the replacement of other resources brings.

    `replaced` are the resources that are replaced by their own changes, `types` is the type of every resource of
    `body`, the later template. Each resource's changes are ordered by path.
    """
    users = referrers(body) if replaced else {}
    fates = dict(replaced)
    through: dict[tuple[str, Place], dict[str, Replacement]] = {}
    waiting = sorted(replaced)
    while waiting:
        target = waiting.pop(0)
        for user, place in users.get(target, ()):
            if user == target:
                continue
            through.setdefault((user, place), {})[target] = fates[target]
            impact = mildest(fates[target], impact_of(types.get(user, ""), _names(place)))
            if worst((impact, fates.get(user, "never"))) != fates.get(user, "never"):
                fates[user] = impact
                waiting.append(user)
    return _changes(through, types, body)


def _changes(
    through: Mapping[tuple[str, Place], Mapping[str, Replacement]], types: Mapping[str, str], body: Json
) -> dict[str, tuple[PropertyChange, ...]]:
    found: dict[str, list[PropertyChange]] = {}
    for (user, place), targets in through.items():
        path, value = _found(body["Resources"][user]["Properties"], place)
        impact = mildest(worst(targets.values()), impact_of(types.get(user, ""), path))
        change = PropertyChange(path=path, before=value, after=value, impact=impact, through=tuple(sorted(targets)))
        found.setdefault(user, []).append(change)
    return {user: tuple(changes) for user, changes in found.items()}


def _names(place: Place) -> Path:
    return tuple(f"[{part}]" if isinstance(part, int) else part for part in place)


def _found(value: Json, place: Place) -> tuple[Path, Json]:
    """The value at a place of a template in normal form, and its path."""
    path: list[str] = []
    for part in place:
        value = value[part]
        path.append(part if isinstance(part, str) else member_segment(path[-1] if path else "", part, value))
    return tuple(path), shown(normal(value))
