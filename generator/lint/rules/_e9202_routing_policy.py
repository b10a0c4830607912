"""E9202: an identifier belongs to a routing policy [aws-facts 4.13]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template
from ._route53 import RECORD_API, TAGS, records
from ._rule import PackRule


class RoutingPolicy(PackRule):
    """A record with an identifier says how Route 53 chooses it."""

    id = "E9202"
    shortdesc = "A record with a SetIdentifier has a routing policy"
    description = "Route 53 refuses an identifier on a simple record: a latency record names its `Region`."
    source_url = RECORD_API
    tags = TAGS
    advice = "add Region for latency routing, or remove SetIdentifier"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each record with an identifier and no policy."""
        for record in records(template):
            if record.policy == "simple" and "SetIdentifier" in record.properties:
                yield Problem(record.path, "the record has a SetIdentifier but no Region or other routing policy")
