"""E9019: a strongly consistent table has no local secondary indexes [aws-facts 1.17]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import TAGS, tables
from ._reading import Problem, Template, sequence
from ._rule import DOCS, PackRule


class StrongIndexes(PackRule):
    """The indexes of a strongly consistent table are global."""

    id = "E9019"
    shortdesc = "A strongly consistent global table has no local secondary indexes"
    description = "With MultiRegionConsistency STRONG DynamoDB refuses a table with local secondary indexes."
    source_url = DOCS + "amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html"
    tags = TAGS
    advice = "use global secondary indexes, or remove MultiRegionConsistency"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each strong table with local indexes."""
        for table in tables(template):
            if table.properties.get("MultiRegionConsistency") == "STRONG" and sequence(
                table.properties.get("LocalSecondaryIndexes")
            ):
                yield Problem(table.at("LocalSecondaryIndexes"), "the table is strongly consistent")
