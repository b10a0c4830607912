"""E9001: the region of the stack is among the replicas [aws-facts 1.2]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, replica_regions, tables
from ._reading import REGION, Problem, Template
from ._rule import PackRule


class OwnRegion(PackRule):
    """A global table has a replica in every region that its template is deployed to."""

    id = "E9001"
    shortdesc = "A global table has a replica in its stack's own region"
    description = (
        "`Replicas` must contain an entry for the region of the stack, and that entry can never be removed. "
        "CloudFormation finds out only when it deploys."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "add a replica in the region of the stack"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table with the linted regions that it lacks."""
        for table in tables(template):
            replicas = replica_regions(table, template)
            if replicas is None:
                continue
            regions = {region for _, region in replicas}
            missing = [] if REGION in regions else [region for region in template.regions if region not in regions]
            if missing:
                message = f"the table is deployed in {', '.join(missing)} but has no replica there"
                yield Problem(table.at("Replicas"), message)
