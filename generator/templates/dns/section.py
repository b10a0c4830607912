"""The whole of the DNS template."""

from __future__ import annotations

from generator.app.model import ResolvedApp, ResolvedDomain
from generator.templates.dns.health_checks import health_check
from generator.templates.dns.latency_records import latency_records, target_parameters
from generator.templates.section import Section, rendered
from generator.templates.tags import app_tags


def dns(app: ResolvedApp, domain: ResolvedDomain) -> Section:
    """Health checks, latency records and the parameters for their targets, region by region."""
    tags = app_tags(app)
    checks = [health_check(region, domain.name, app.health, tags) for region in app.regions]
    records = [record for region in app.regions for record in latency_records(region, domain)]
    parameters = [parameter for region in app.regions for parameter in target_parameters(region)]
    return Section(resources=rendered([*checks, *records]), parameters=rendered(parameters))
