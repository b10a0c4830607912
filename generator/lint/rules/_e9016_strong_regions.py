"""E9016: strong consistency needs three regions of one set [aws-facts 1.17, 1.30]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._global_table import TAGS, replica_regions, tables
from ._reading import Problem, Resource, Template, entries, hidden, spelled
from ._rule import DOCS, PackRule

WITNESSES: Final = "GlobalTableWitnesses"
SETS: Final = (
    frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    frozenset({"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"}),
    frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
)


class StrongRegions(PackRule):
    """A strongly consistent table has a quorum of three regions, any other table has no witness."""

    id = "E9016"
    shortdesc = "A strongly consistent global table is in three regions of one set"
    description = (
        "With MultiRegionConsistency STRONG a table has three replicas, or two and a witness in a third region, all "
        "in the United States, in Europe or in Asia Pacific. A witness is for such tables only."
    )
    source_url = DOCS + "amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html"
    tags = TAGS
    advice = "name three regions of one set, or remove MultiRegionConsistency and GlobalTableWitnesses"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each strong table whose regions make no quorum, and each witness of another table."""
        for table in tables(template):
            consistency = table.properties.get("MultiRegionConsistency", "EVENTUAL")
            if consistency == "EVENTUAL" and table.properties.get(WITNESSES):
                yield Problem(table.at(WITNESSES), "the table has a witness but is not strongly consistent")
            regions = _regions(table, template)
            if consistency == "STRONG" and regions is not None:
                yield from _complaints(table, regions)


def _regions(table: Resource, template: Template) -> list[str] | None:
    """The regions of replicas and witnesses; `None` if one of them cannot be seen."""
    replicas = replica_regions(table, template)
    witnesses = [spelled(witness.get("Region")) for _, witness in entries(table.properties.get(WITNESSES))]
    if replicas is None or hidden(table.properties, WITNESSES):
        return None
    found = [*(region for _, region in replicas), *witnesses]
    seen = [region for region in found if region is not None and "${" not in region]
    return seen if len(seen) == len(found) else None


def _complaints(table: Resource, regions: list[str]) -> Iterator[Problem]:
    names = ", ".join(regions) or "no region"
    if len(set(regions)) != 3:
        yield Problem(table.at("Replicas"), f"the table is strongly consistent but in {names}: it needs three regions")
    elif not any(allowed.issuperset(regions) for allowed in SETS):
        yield Problem(table.at("Replicas"), f"no strongly consistent table can be in {names} together")
