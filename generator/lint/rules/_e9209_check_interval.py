"""E9209: checks come every 10 or every 30 seconds [aws-facts 4.2]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template, opaque
from ._route53 import CHECK_API, TAGS, health_checks
from ._rule import PackRule

INTERVALS = ("10", "30")


class CheckInterval(PackRule):
    """The interval of a health check is one of the two that exist."""

    id = "E9209"
    shortdesc = "RequestInterval is 10 or 30"
    description = "CloudFormation's schema allows any number from 10 to 30; Route 53 only these two."
    source_url = CHECK_API
    tags = TAGS
    advice = "use 30, or 10 for faster detection at a higher price"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each check with another interval."""
        for check, configuration in health_checks(template):
            interval = configuration.get("RequestInterval", 30)
            if not opaque(interval) and str(interval) not in INTERVALS:
                path = check.at("HealthCheckConfig", "RequestInterval")
                yield Problem(path, f"RequestInterval is {interval}, which Route 53 does not have")
