"""E9211: a record lies in its zone, where the zone's name is known."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Resource, Template, text
from ._route53 import RECORD_API, TAGS, Record, normal, records
from ._rule import PackRule


class RecordInZone(PackRule):
    """The name of a record is that of its zone or ends with it."""

    id = "E9211"
    shortdesc = "A record's name lies in its hosted zone"
    description = (
        "The zone's name is known from `HostedZoneName`, or from a zone of the same template. Route 53 refuses "
        "a record outside of it."
    )
    source_url = RECORD_API
    tags = TAGS
    advice = "correct the name of the record or of the zone"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each record outside its zone."""
        zones = {f"${{{zone.name}}}": text(zone.properties.get("Name")) for zone in _zones(template)}
        for record in records(template):
            zone = _zone_name(record, zones)
            name = record.name
            if zone is not None and name is not None and not _lies_in(name, normal(zone)):
                yield Problem((*record.path, "Name"), f"{name} does not lie in the zone {normal(zone)}")


def _zones(template: Template) -> Iterator[Resource]:
    return template.resources("AWS::Route53::HostedZone")


def _zone_name(record: Record, zones: dict[str, str | None]) -> str | None:
    if record.zone in zones:
        return zones[record.zone]
    known = record.zone is not None and "." in record.zone and "${" not in record.zone
    return record.zone if known else None


def _lies_in(name: str, zone: str) -> bool:
    # A name that ends in an opaque part may end in anything.
    return name == zone or name.endswith(f".{zone}") or name.endswith("}")
