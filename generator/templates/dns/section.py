"""The whole of the DNS template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from troposphere import AWSObject

from generator.app.model import ResolvedApp, ResolvedDomain
from generator.templates.dns.alarms import health_alarms
from generator.templates.dns.dashboard import dashboard
from generator.templates.dns.health_checks import health_check
from generator.templates.dns.latency_records import latency_records, target_parameters
from generator.templates.section import Section, rendered
from generator.templates.tags import app_tags


def dns(app: ResolvedApp, domain: ResolvedDomain) -> Section:
    """Health checks, latency records and the parameters for their targets, region by region; alarms and dashboard."""
    tags = app_tags(app)
    checks = [health_check(region, domain.name, app.health, tags) for region in app.regions]
    records = [record for region in app.regions for record in latency_records(region, domain)]
    parameters = [parameter for region in app.regions for parameter in target_parameters(region)]
    watching = list(_watching(app, tags))
    return Section(resources=rendered([*checks, *records, *watching]), parameters=rendered(parameters))


def _watching(app: ResolvedApp, tags: Mapping[str, str]) -> Iterator[AWSObject]:
    if app.observability.alarms is not None:
        yield from health_alarms(app, app.observability.alarms, tags)
    if app.observability.dashboard:
        yield dashboard(app, tags)
