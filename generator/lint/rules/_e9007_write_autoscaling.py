"""E9007: provisioned capacity scales its writes [aws-facts 1.7]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, tables
from ._reading import Problem, Resource, Template, entries, mapping, opaque
from ._rule import PackRule

SETTINGS = "WriteProvisionedThroughputSettings"


class WriteAutoscaling(PackRule):
    """A provisioned table, and each of its global secondary indexes, scales its write capacity."""

    id = "E9007"
    shortdesc = "A provisioned global table has write autoscaling"
    description = (
        "With BillingMode PROVISIONED the table and each global secondary index need "
        "`WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings`; a fixed write capacity is refused. "
        "DynamoDB answers: Table write capacity should either be Pay-Per-Request or AutoScaled."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "add WriteCapacityAutoScalingSettings, or use BillingMode PAY_PER_REQUEST"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each provisioned table or index whose writes do not scale."""
        for table in tables(template):
            if table.properties.get("BillingMode") == "PROVISIONED":
                yield from self._unscaled(table)

    def _unscaled(self, table: Resource) -> Iterator[Problem]:
        if not _scales(table.properties.get(SETTINGS)):
            yield Problem(table.at(), "the table is PROVISIONED but its write capacity does not scale")
        for position, index in entries(table.properties.get("GlobalSecondaryIndexes")):
            if not _scales(index.get(SETTINGS)):
                path = table.at("GlobalSecondaryIndexes", position)
                yield Problem(path, "the table is PROVISIONED but the write capacity of this index does not scale")


def _scales(settings: object) -> bool:
    return opaque(settings) or "WriteCapacityAutoScalingSettings" in mapping(settings)
