"""E9503, E9504, E9505: DNS has a checked record per region, and all names agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.assembly.model import Assembly, TemplateEntry
from generator.lint.across.model import MANIFEST, AcrossRule, Problem, domain_names, entry_of, regional, view
from generator.lint.rules._apigateway import GUIDE
from generator.lint.rules._reading import Resource, reference, spelled
from generator.lint.rules._route53 import CHECK_API, RECORD_API, Record, health_checks, records


def _latency_records(entry: TemplateEntry) -> Iterator[tuple[str, Record]]:
    for record in records(view(entry)):
        region = spelled(record.properties.get("Region"))
        if region is not None:
            yield region, record


def _uncovered_regions(assembly: Assembly) -> Iterator[Problem]:
    dns = entry_of(assembly, "dns")
    if dns is None:
        if any(domain_names(assembly).values()):
            yield Problem(MANIFEST, ("templates",), "the app has a custom domain but no dns template leads to it")
        return
    checks = {check.name for check, _ in health_checks(view(dns))}
    found: set[tuple[str, object]] = set()
    for region, record in _latency_records(dns):
        found.add((region, record.properties.get("Type")))
        if region not in assembly.regions:
            yield Problem("dns", record.path, f"a record leads to {region}, where the app does not run")
        if reference(record.properties.get("HealthCheckId")) not in checks:
            yield Problem("dns", record.path, f"the record of {region} follows no health check of this template")
    kinds = sorted({"A", *(str(kind) for _, kind in found)})
    for region in assembly.regions:
        for kind in kinds:
            if (region, kind) not in found:
                yield Problem("dns", ("Resources",), f"no {kind} record leads to {region}")


def _checked_elsewhere(assembly: Assembly) -> Iterator[Problem]:
    dns = entry_of(assembly, "dns")
    if dns is None:
        return
    names = domain_names(assembly)
    checks = {check.name: (check, configuration) for check, configuration in health_checks(view(dns))}
    for region, check_id in sorted(_checks_in_use(dns)):
        check, configuration = checks.get(check_id, (None, _NOTHING))
        name = spelled(configuration.get("FullyQualifiedDomainName"))
        elsewhere = {other for place in names if place != region for other in names[place]}
        if check is not None and name not in names.get(region, set()) - elsewhere:
            path = check.at("HealthCheckConfig")
            message = f"the health check of {region} asks for {name}, which is not a name of {region} alone"
            yield Problem("dns", path, message)


_NOTHING: Mapping[str, Any] = {}


def _checks_in_use(dns: TemplateEntry) -> set[tuple[str, str]]:
    used = {(region, reference(record.properties.get("HealthCheckId"))) for region, record in _latency_records(dns)}
    return {(region, check_id) for region, check_id in used if check_id is not None}


def _unanswered_names(assembly: Assembly) -> Iterator[Problem]:
    names = domain_names(assembly)
    dns = entry_of(assembly, "dns")
    for region, record in _latency_records(dns) if dns is not None else ():
        if region in names and record.name not in names[region]:
            yield Problem("dns", (*record.path, "Name"), f"{region} has no custom domain {record.name}")
    for entry in regional(assembly):
        own = {spelled(domain.properties.get("DomainName")) for domain in _domains(entry)}
        for record in records(view(entry)):
            if "AliasTarget" in record.properties and record.name not in own:
                yield Problem(entry.name, (*record.path, "Name"), f"no custom domain here is named {record.name}")


def _domains(entry: TemplateEntry) -> Iterator[Resource]:
    return view(entry).resources("AWS::ApiGateway::DomainName")


RULES = (
    AcrossRule(
        id="E9503",
        title="DNS has the same checked records for each region of the app, an A record at least, and for no other",
        description=(
            "A region without records gets no traffic, one that lacks a AAAA record that others have none from IPv6 "
            "clients; a record of a region that is gone sends clients nowhere."
        ),
        advice="build again from the app file",
        source=RECORD_API,
        check=_uncovered_regions,
    ),
    AcrossRule(
        id="E9504",
        title="The health check of a region asks for a name that only this region has",
        description=(
            "A check of the common name is answered by any region, so the results mean nothing; a check of a name that "
            "no region has keeps its region out of DNS."
        ),
        advice="check <region>.<domain>, a custom domain of the regional template",
        source=CHECK_API,
        check=_checked_elsewhere,
    ),
    AcrossRule(
        id="E9505",
        title="Aliases to API Gateway have the name of a custom domain there",
        description=(
            "Route 53 wants an alias to API Gateway to carry the name of a custom domain of that region; API Gateway "
            "answers 403 to any other name."
        ),
        advice="give the record and the custom domain the same name",
        source=GUIDE + "how-to-custom-domains.html",
        check=_unanswered_names,
    ),
)
