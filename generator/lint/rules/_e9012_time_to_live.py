"""E9012: time to live names a number."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import TAGS, tables
from ._reading import Problem, Resource, Template, entries, flag, mapping
from ._rule import DOCS, PackRule


class TimeToLive(PackRule):
    """A table that expires items says which number holds the time."""

    id = "E9012"
    shortdesc = "Time to live names an attribute that can hold a number"
    description = (
        "Enabled time to live needs `AttributeName`, and expires only items whose attribute is a number of seconds: "
        "a key attribute of type S or B can never hold one. A strongly consistent table has no time to live."
    )
    source_url = DOCS + "amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html"
    tags = TAGS
    advice = "name an attribute of type N that is not a key of another type"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table whose items could not expire."""
        for table in tables(template):
            specification = mapping(table.properties.get("TimeToLiveSpecification"))
            message = _complaint(table, specification.get("AttributeName"))
            if flag(specification.get("Enabled")) and message:
                yield Problem(table.at("TimeToLiveSpecification"), message)


def _complaint(table: Resource, attribute: object) -> str:
    if attribute is None:
        return "time to live is on but AttributeName is missing"
    if table.properties.get("MultiRegionConsistency") == "STRONG":
        return "a strongly consistent table has no time to live"
    for _, definition in entries(table.properties.get("AttributeDefinitions")):
        kind = definition.get("AttributeType")
        if definition.get("AttributeName") == attribute and kind in ("S", "B"):
            return f"the attribute {attribute!r} is a key of type {kind}, which never expires"
    return ""
