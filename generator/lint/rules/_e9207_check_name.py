"""E9207: an HTTPS check names the host that it asks for [aws-facts 4.4]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template
from ._route53 import CHECK_API, TAGS, health_checks
from ._rule import PackRule


class CheckName(PackRule):
    """An HTTPS health check has a domain name."""

    id = "E9207"
    shortdesc = "An HTTPS health check has a FullyQualifiedDomainName"
    description = (
        "`FullyQualifiedDomainName` is what the checker resolves, sends as Host and offers as server name: API Gateway "
        "answers no request without it, and without `IPAddress` there would be nothing to check at all."
    )
    source_url = CHECK_API
    tags = TAGS
    advice = "add FullyQualifiedDomainName with a name of that one region"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each HTTPS check without a name."""
        for check, configuration in health_checks(template, "HTTPS", "HTTPS_STR_MATCH"):
            if not configuration.get("FullyQualifiedDomainName"):
                yield Problem(check.at("HealthCheckConfig"), "this HTTPS health check has no FullyQualifiedDomainName")
