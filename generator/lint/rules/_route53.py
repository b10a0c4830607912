"""What the rules on Route 53 share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ._reading import Path, Resource, Template, entries, mapping, spelled, text
from ._rule import DOCS

API = DOCS + "Route53/latest/APIReference/"
RECORD_API = API + "API_ResourceRecordSet.html"
CHECK_API = API + "API_HealthCheckConfig.html"
TAGS = ["resources", "route53", "multi-region"]
_VARIABLE: Final = re.compile(r"(\$\{[^}]*\})")
POLICIES = {
    "Region": "latency",
    "Weight": "weighted",
    "Failover": "failover",
    "GeoLocation": "geolocation",
    "GeoProximityLocation": "geoproximity",
    "MultiValueAnswer": "multivalue",
    "CidrRoutingConfig": "IP-based",
}


class Record(NamedTuple):
    """A record, alone or in a group. `zone` is its hosted zone, or its group's, as Fn::Sub spells it.

    `condition` is that of its resource: two records of different conditions need never exist together.
    """

    path: Path
    properties: Mapping[str, Any]
    zone: str | None
    condition: str | None

    @property
    def name(self) -> str | None:
        """Its name as DNS compares names: lower case, no dot at the end."""
        name = spelled(self.properties.get("Name"))
        return None if name is None else normal(name)

    @property
    def policy(self) -> str:
        """Its routing policy."""
        return next((name for key, name in POLICIES.items() if key in self.properties), "simple")

    @property
    def key(self) -> tuple[str | None, str, str] | None:
        """What records that Route 53 chooses among have in common; `None` if it cannot be seen."""
        kind = text(self.properties.get("Type"))
        return None if self.name is None or kind is None else (self.zone, self.name, kind)

    def meets(self, other: Record) -> bool:
        """Whether both certainly exist when one of them does."""
        return None in (self.condition, other.condition) or self.condition == other.condition


def normal(name: str) -> str:
    """A domain name as DNS compares it. The `${...}` parts keep their case."""
    parts = _VARIABLE.split(name.removesuffix("."))
    return "".join(part if part.startswith("${") else part.lower() for part in parts)


def records(template: Template) -> Iterator[Record]:
    """Every record of the template."""
    for resource in template.resources("AWS::Route53::RecordSet"):
        yield Record(resource.at(), resource.properties, _zone(resource.properties), _condition(resource))
    for group in template.resources("AWS::Route53::RecordSetGroup"):
        for position, record in entries(group.properties.get("RecordSets")):
            zone = _zone(record) or _zone(group.properties)
            yield Record(group.at("RecordSets", position), record, zone, _condition(group))


def _condition(resource: Resource) -> str | None:
    return text(resource.body.get("Condition"))


def _zone(properties: Mapping[str, Any]) -> str | None:
    return spelled(properties.get("HostedZoneId")) or spelled(properties.get("HostedZoneName"))


def same(records_seen: Iterator[Record]) -> Iterator[list[Record]]:
    """The records that Route 53 chooses among: those of one zone, name and type, where there are several."""
    groups: dict[tuple[str | None, str, str], list[Record]] = {}
    for record in records_seen:
        if record.key is not None:
            groups.setdefault(record.key, []).append(record)
    return (group for group in groups.values() if len(group) > 1)


def health_checks(template: Template, *types: str) -> Iterator[tuple[Resource, Mapping[str, Any]]]:
    """The health checks of these types (of all, if none is given) with their configuration."""
    for resource in template.resources("AWS::Route53::HealthCheck"):
        configuration = mapping(resource.properties.get("HealthCheckConfig"))
        if configuration and (not types or configuration.get("Type") in types):
            yield resource, configuration
