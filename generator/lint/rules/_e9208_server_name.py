"""E9208: an HTTPS check offers the server name [aws-facts 4.4]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template, flag
from ._route53 import CHECK_API, TAGS, health_checks
from ._rule import PackRule


class ServerName(PackRule):
    """An HTTPS health check does not switch the server name off, and says so."""

    id = "E9208"
    shortdesc = "An HTTPS health check has EnableSNI"
    description = (
        "API Gateway finds the certificate by the server name of the TLS handshake; without it the handshake fails and "
        "the region counts as down."
    )
    source_url = CHECK_API
    tags = TAGS
    advice = "set EnableSNI to true"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each HTTPS check that may not send the server name."""
        for check, configuration in health_checks(template, "HTTPS", "HTTPS_STR_MATCH"):
            if flag(configuration.get("EnableSNI")) is False:
                yield Problem(check.at("HealthCheckConfig"), "this HTTPS health check does not have EnableSNI: true")
