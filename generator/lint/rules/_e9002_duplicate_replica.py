"""E9002: one replica per region."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, seen_regions, tables
from ._reading import Problem, Template
from ._rule import PackRule


class DuplicateReplica(PackRule):
    """No region is listed twice among the replicas of a table."""

    id = "E9002"
    shortdesc = "A global table has one replica per region"
    description = "DynamoDB refuses a table whose `Replicas` name a region twice; the two entries need not be equal."
    source_url = GUIDE
    tags = TAGS
    advice = "remove one of the two replicas"

    def problems(self, template: Template) -> Iterator[Problem]:
        """The second entry of each region that is listed more than once."""
        for table in tables(template):
            seen: set[str] = set()
            for position, region in seen_regions(table, template):
                if region in seen:
                    path = table.at("Replicas", position, "Region")
                    yield Problem(path, f"there is already a replica in {region!r}")
                seen.add(region)
