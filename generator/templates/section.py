"""A `Section`: the rendered resources, outputs, parameters and mappings of a template, or of a part of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from troposphere import AWSObject, Output, Parameter

Json = Any
JsonObject = Mapping[str, Json]


class Section(Struct, frozen=True, kw_only=True):
    """Plain JSON values by logical id, exactly as they stand in a template."""

    resources: Mapping[str, JsonObject] = {}
    outputs: Mapping[str, JsonObject] = {}
    parameters: Mapping[str, JsonObject] = {}
    mappings: Mapping[str, JsonObject] = {}
    conditions: Mapping[str, JsonObject] = {}


def rendered(objects: Iterable[AWSObject | Output | Parameter]) -> dict[str, JsonObject]:
    """Each object as plain JSON by its logical id.

    Raises `ValueError` when two objects have the same logical id, and whatever troposphere raises on an object that
    lacks a required property: either is a mistake in a part, not in the app file.
    """
    bodies: dict[str, JsonObject] = {}
    for item in objects:
        if item.title in bodies:
            raise ValueError(f"two objects have the logical id {item.title!r}")
        bodies[item.title] = item.to_dict()
    return bodies


def joined(*sections: Section) -> Section:
    """One section of all; raises `ValueError` on a logical id that two of them hold."""
    return Section(
        resources=_union(section.resources for section in sections),
        outputs=_union(section.outputs for section in sections),
        parameters=_union(section.parameters for section in sections),
        mappings=_union(section.mappings for section in sections),
        conditions=_union(section.conditions for section in sections),
    )


def _union(maps: Iterable[Mapping[str, JsonObject]]) -> Mapping[str, JsonObject]:
    union: dict[str, JsonObject] = {}
    for entries in maps:
        if common := union.keys() & entries.keys():
            raise ValueError(f"two parts make {', '.join(sorted(common))}")
        union.update(entries)
    return union
