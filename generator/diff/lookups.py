"""What a changed mapping does to the properties that look it up by `Fn::FindInMap`, region by region.

Such a property reads the same before and after, so what it comes to is compared: in each region that the template is in
on both sides, for mappings are keyed by region most often. A key that only a stack knows, such as a parameter, may be
any of those that there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from generator.assembly.model import Json
from generator.cloudformation.references import references
from generator.diff.impact import judged, mildest
from generator.diff.model import PropertyChange
from generator.diff.normal import DEEPEST, encoded, normal
from generator.diff.values import encoded_value, value_changes

_FUNCTION: Final = "Fn::FindInMap"
_REGION: Final = {"Ref": "AWS::Region"}
# In a text the quotes would be escaped.
_LEFT_OPEN: Final = f'{{"{_FUNCTION}":'.encode()


class Lookups(Struct, frozen=True, kw_only=True):
    """The mappings of a template that are there before and after, and not the same; and the regions of both sides."""

    before: Mapping[str, Json]
    after: Mapping[str, Json]
    regions: tuple[str, ...]


def lookups(before: Json, after: Json, regions: tuple[str, ...]) -> Lookups:
    """What is different for those who look something up in the mappings of two bodies."""
    ours, theirs = _mappings(before), _mappings(after)
    changed = [name for name in ours.keys() & theirs.keys() if regions and encoded(ours[name]) != encoded(theirs[name])]
    return Lookups(
        before={name: ours[name] for name in changed}, after={name: theirs[name] for name in changed}, regions=regions
    )


def users(body: Json, found: Lookups) -> frozenset[str]:
    """The logical ids of the resources of a body that look something up in these mappings."""
    return frozenset(
        str(reference.path[1])
        for reference in (references(body) if found.after else ())
        if reference.kind == "FindInMap" and reference.target in found.after and reference.path[0] == "Resources"
    )


def lookup_changes(
    type_: str, before: Json, after: Json, found: Lookups, direct: Sequence[PropertyChange]
) -> Iterator[PropertyChange]:
    """The changes of the properties of a resource that come of lookups, with their impact and their regions.

    The properties are in normal form; what is told of them already (`direct`) is left out.
    """
    merged: dict[bytes, tuple[PropertyChange, list[str]]] = {}
    for region in found.regions if found.after else ():
        ours, theirs = (
            normal(_looked_up(side, mappings, region))
            for side, mappings in ((before, found.before), (after, found.after))
        )
        for change in value_changes(ours, theirs):
            if not any(_overlap(change.path, known.path) for known in direct):
                merged.setdefault(encoded(change), (change, []))[1].append(region)
    for change, regions in merged.values():
        certain = judged(type_, change)
        open_ = any(_LEFT_OPEN in encoded_value(side) for side in (change.before, change.after))
        impact = mildest(certain.impact, "conditionally") if open_ else certain.impact
        yield replace(certain, impact=impact, regions=tuple(regions))


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(ours == theirs for ours, theirs in zip(one, other, strict=False))


def _mappings(body: Json) -> Mapping[str, Json]:
    found = body.get("Mappings") if isinstance(body, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _looked_up(value: Json, mappings: Mapping[str, Json], region: str, depth: int = 0) -> Json:
    """The value with what lookups give in a region in their place."""
    if depth >= DEEPEST:
        return value
    if isinstance(value, list):
        return [_looked_up(member, mappings, region, depth + 1) for member in value]
    if not isinstance(value, Mapping):
        return value
    known = {key: _looked_up(child, mappings, region, depth + 1) for key, child in value.items()}
    arguments = known.get(_FUNCTION) if len(known) == 1 else None
    if isinstance(arguments, list) and len(arguments) == 3 and isinstance(arguments[0], str):
        return _given(mappings.get(arguments[0]), [region if key == _REGION else key for key in arguments[1:]], known)
    return known


def _given(mapping: Json, keys: Sequence[Json], lookup: Json) -> Json:
    """What a mapping gives for two keys: a value; all that it may be, where a key is not known; or the lookup."""
    first, second = keys
    rows = mapping if isinstance(mapping, Mapping) else {}
    if isinstance(first, str):
        rows = {first: rows[first]} if first in rows else {}
    found = {
        name: {key: value for key, value in row.items() if key == second or not isinstance(second, str)}
        for name, row in rows.items()
        if isinstance(row, Mapping)
    }
    if isinstance(first, str) and isinstance(second, str):
        return found.get(first, {}).get(second, lookup)
    return {_FUNCTION: found} if found else lookup
