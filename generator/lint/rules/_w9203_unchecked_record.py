"""W9203: a latency record follows a health check [aws-facts 4.11]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template
from ._route53 import TAGS, records
from ._rule import DOCS, PackRule


class UncheckedRecord(PackRule):
    """A latency record has a health check."""

    id = "W9203"
    shortdesc = "A latency record has a HealthCheckId"
    description = (
        "A record without a health check is always healthy, so Route 53 goes on sending clients to a region that is "
        "down. `EvaluateTargetHealth` on an alias to API Gateway does not help: it fails only with API Gateway itself."
    )
    source_url = DOCS + "Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html"
    tags = TAGS
    advice = "add HealthCheckId with a health check of that region"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each latency record that nothing checks."""
        for record in records(template):
            if record.policy == "latency" and "HealthCheckId" not in record.properties:
                yield Problem(record.path, "this latency record has no HealthCheckId, so it always counts as healthy")
