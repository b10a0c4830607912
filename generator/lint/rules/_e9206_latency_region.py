"""E9206: latency regions exist [aws-facts 4.13]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template, text
from ._route53 import RECORD_API, TAGS, records
from ._rule import KNOWN_REGIONS, PackRule


class LatencyRegion(PackRule):
    """A latency record names a region of AWS."""

    id = "E9206"
    shortdesc = "Latency records name regions that exist"
    description = "`Region` of a record is a plain string in CloudFormation's schema; Route 53 has a closed list."
    source_url = RECORD_API
    tags = TAGS
    advice = "write the name of an AWS region"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each record whose region AWS does not have."""
        for record in records(template):
            region = text(record.properties.get("Region"))
            if region is not None and region not in KNOWN_REGIONS:
                yield Problem((*record.path, "Region"), f"there is no region {region!r}")
