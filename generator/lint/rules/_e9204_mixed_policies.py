"""E9204: one routing policy per name and type [aws-facts 4.13, 4.15]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template
from ._route53 import RECORD_API, TAGS, records, same
from ._rule import PackRule


class MixedPolicies(PackRule):
    """Records of one name and type are routed by one policy."""

    id = "E9204"
    shortdesc = "Records of the same name and type have the same routing policy"
    description = "Route 53 refuses a latency record beside a simple or weighted one of the same name and type."
    source_url = RECORD_API
    tags = TAGS
    advice = "give all records of that name and type the same routing policy"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each record whose policy is not that of the first of its name and type."""
        for group in same(records(template)):
            for position, record in enumerate(group):
                first = next(other for other in group[: position + 1] if other.meets(record))
                if record.policy != first.policy:
                    message = f"this record of {record.name} is {record.policy}, another one is {first.policy}"
                    yield Problem(record.path, message)
