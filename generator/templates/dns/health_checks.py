"""A Route 53 health check per region, on the region's own name.

Never on the shared name: a check of the name that its own record serves is meaningless [aws-facts 0.2, 4.9]. HTTPS
with SNI [4.4] on the health path; any status that is neither 2xx nor 3xx is unhealthy [4.6]. `Regions` are where
checks come from, at least three [4.1]. Type, interval and latency measurement cannot be changed later [4.2].
"""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import Tags
from troposphere.route53 import HealthCheck, HealthCheckConfig

from generator.app.declarations import Health
from generator.templates.context import why
from generator.templates.logical_ids import region_id
from generator.templates.tags import health_check_tags


def health_check_id(region: str) -> str:
    """Logical id of the health check of a region."""
    return f"HealthCheck{region_id(region)}"


def health_check(region: str, domain: str, health: Health, tags: Mapping[str, str]) -> HealthCheck:
    """The check of `<region>.<domain>`. Health checks have no name; consoles show the tag `Name`."""
    name = f"{region}.{domain}"
    return HealthCheck(
        health_check_id(region),
        HealthCheckConfig=HealthCheckConfig(
            Type="HTTPS",
            FullyQualifiedDomainName=name,
            Port=443,
            ResourcePath=health.path,
            EnableSNI=True,
            RequestInterval=health.request_interval,
            FailureThreshold=health.failure_threshold,
            Regions=sorted(health.checker_regions),
            MeasureLatency=False,
        ),
        HealthCheckTags=Tags(health_check_tags(name, tags)),
        Metadata=why(f"While it fails, DNS answers with other regions than {region}; if all fail, with all."),
    )
