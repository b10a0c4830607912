"""What one extension made of one template, as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from troposphere import Template

from generator.app.routing.paths import RoutePath
from generator.errors import UsageError
from generator.extensions.site import Asked, Kind
from generator.templates.additions import Origin
from generator.templates.context import KEY, why
from generator.templates.section import Json, JsonObject, Section

_SECTIONS: Final = {
    "Resources": "resources",
    "Outputs": "outputs",
    "Mappings": "mappings",
    "Conditions": "conditions",
}


class Made(Struct, frozen=True, kw_only=True):
    """Everything that one extension adds to one template. `foreign` are sections that none can be added to."""

    origin: Origin
    kind: Kind
    section: Section
    foreign: tuple[str, ...]
    asked: Asked

    @property
    def routes(self) -> Mapping[str, RoutePath]:
        """The routes by the logical ids of their methods."""
        return self.asked.routes


def made_of(template: Template, origin: Origin, kind: Kind, asked: Asked) -> Made:
    """The template rendered. Raises what troposphere raises, `TypeError` or `ValueError` for what is no JSON, and
    `UsageError` for a resource without a type, or whose properties are none."""
    body: Mapping[str, Mapping[str, Json]] = json.loads(json.dumps(template.to_dict(), allow_nan=False))
    parts = {field: dict(body.get(name, {})) for name, field in _SECTIONS.items()}
    for name, resource in parts["resources"].items():
        if "::" not in resource.get("Type", ""):
            raise UsageError(f"{name} is no resource", "add objects of troposphere that have a type of CloudFormation")
        if not isinstance(resource.get("Properties", {}), dict):
            raise UsageError(f"the properties of {name} are no map", "write them as an object of troposphere does")
    parts["resources"] = {name: _explained(one, origin) for name, one in parts["resources"].items()}
    return Made(
        origin=origin,
        kind=kind,
        section=Section(**parts),
        foreign=tuple(sorted(body.keys() - _SECTIONS.keys())),
        asked=asked,
    )


def _explained(resource: JsonObject, origin: Origin) -> JsonObject:
    """The resource, with the reason for it where it gives none itself: whoever reads the template finds the code."""
    metadata = resource.get("Metadata", {})
    if KEY in metadata:
        return resource
    return {**resource, "Metadata": {**metadata, **why(f"Added by the extension {origin.extension}.")}}
