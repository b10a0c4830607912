"""E9201: records that Route 53 chooses among have identifiers [aws-facts 4.13]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template
from ._route53 import RECORD_API, TAGS, records
from ._rule import PackRule


class SetIdentifier(PackRule):
    """A record with a routing policy has an identifier."""

    id = "E9201"
    shortdesc = "A record with a routing policy has a SetIdentifier"
    description = "Latency and every other routing policy tell records of one name and type apart by `SetIdentifier`."
    source_url = RECORD_API
    tags = TAGS
    advice = "add a SetIdentifier, such as the region"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each record with a policy and no identifier."""
        for record in records(template):
            if record.policy != "simple" and not record.properties.get("SetIdentifier"):
                yield Problem(record.path, f"this {record.policy} record has no SetIdentifier")
