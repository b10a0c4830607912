"""What the rules on `AWS::DynamoDB::GlobalTable` share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ._reading import REGION, Resource, Template, entries, hidden, mapping, spelled
from ._rule import DOCS

GUIDE = DOCS + "AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html"
BEST_PRACTICES = DOCS + "amazondynamodb/latest/developerguide/globaltables-bestpractices.html"
TAGS = ["resources", "dynamodb", "multi-region"]
INDEXES = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")


def tables(template: Template) -> Iterator[Resource]:
    """The global tables of the template."""
    return template.resources("AWS::DynamoDB::GlobalTable")


def replicas(table: Resource) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The replicas of a table that can be seen, with their positions."""
    return entries(table.properties.get("Replicas"))


def replica_regions(table: Resource, template: Template) -> list[tuple[int, str]] | None:
    """Position and region of each replica; `None` if one of them cannot be seen."""
    seen = seen_regions(table, template)
    return None if hidden(table.properties, "Replicas") or len(seen) < len(list(replicas(table))) else seen


def seen_regions(table: Resource, template: Template) -> list[tuple[int, str]]:
    """Position and region of each replica whose region can be seen."""
    own = template.regions[0] if len(template.regions) == 1 else REGION
    found = [(position, spelled(replica.get("Region"))) for position, replica in replicas(table)]
    known = [(position, own if region == REGION else region) for position, region in found if region is not None]
    return [(position, region) for position, region in known if "${" not in region or region == REGION]


def attributes_of(schema: object) -> list[str]:
    """The attribute names of a key schema, in its order, as Fn::Sub spells them."""
    names = [spelled(entry.get("AttributeName")) for _, entry in entries(schema)]
    return [name for name in names if name is not None]


def is_copy(table: Resource) -> bool:
    """Whether the table takes its keys and settings from a table of another account."""
    return "GlobalTableSourceArn" in table.properties


def is_strong(table: Resource) -> bool:
    """Whether it may be strongly consistent, where other rules hold."""
    return table.properties.get("MultiRegionConsistency") not in (None, "EVENTUAL")


def setting(replica: Mapping[str, Any], *steps: str) -> object:
    """A value deep in a replica, `None` where a step is missing."""
    value: object = replica
    for step in steps:
        value = mapping(value).get(step)
    return value
