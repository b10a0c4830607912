"""E9003: replicas are in regions that exist [aws-facts 1.30]."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ._global_table import TAGS, replicas, tables
from ._reading import Problem, Template, text
from ._rule import KNOWN_REGIONS, PackRule


class UnknownRegion(PackRule):
    """A replica's region is one of AWS's."""

    id = "E9003"
    shortdesc = "Replicas are in regions that exist"
    description = (
        "`Region` of a replica is a plain string in CloudFormation's schema: a typing error gets as far as DynamoDB."
    )
    source_url = "https://docs.aws.amazon.com/general/latest/gr/ddb.html"
    tags = TAGS
    advice = "write the name of an AWS region"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each replica in a region that AWS does not have."""
        for table in tables(template):
            for position, replica in replicas(table):
                region = text(replica.get("Region"))
                if region is not None and region not in KNOWN_REGIONS:
                    nearest = get_close_matches(region, sorted(KNOWN_REGIONS), 1)
                    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
                    yield Problem(table.at("Replicas", position, "Region"), f"there is no region {region!r}{hint}")
