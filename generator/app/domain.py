"""The domain and the regions: names that must fit together before AWS is asked."""

from __future__ import annotations

from collections.abc import Sequence

from generator.app.declarations import App, Domain
from generator.app.model import ResolvedDomain
from generator.app.report import Report
from generator.cloudformation.limits import CERTIFICATE_DOMAIN_NAME
from generator.cloudformation.regions import OPT_IN_REGIONS, REGIONS, UNSUPPORTED, nearest

ZONE_PREFIX = "/hostedzone/"
_SHARED_FATE = "us-east-1"


def check_regions(app: App, report: Report) -> None:
    """Reports unknown (A170) and repeated (A171) regions, and advises on us-east-1 (A201) and opt-in (A202)."""
    seen: set[str] = set()
    for index, region in enumerate(app.regions.every):
        place = ("regions", "main") if index == 0 else ("regions", "secondary", index - 1)
        if region in seen:
            what = "the main region" if region == app.regions.main else "already listed"
            report.error("A171", place, f"{region} is {what}", "name each region once")
        elif region not in REGIONS:
            report.error("A170", place, *_unusable(region))
        seen.add(region)
    if app.regions.main == _SHARED_FATE:
        message = "the tables' administration, StackSets and Route 53's control plane share one fate in us-east-1"
        report.info("A201", ("regions", "main"), message, "prefer another main region for a new app")
    opt_in = sorted(seen & OPT_IN_REGIONS)
    if opt_in:
        message = f"{', '.join(opt_in)} must be enabled in the account, and stay enabled"
        report.info("A202", ("regions",), message, "a region that is off for 20 hours loses its replica for good")


def _unusable(region: str) -> tuple[str, str]:
    if region in UNSUPPORTED:
        return f"{region} {UNSUPPORTED[region]}", "use another region"
    near = nearest(region)
    return f"unknown region {region}", f"write {near}" if near else "use a region such as eu-west-1"


def resolve_domain(app: App, report: Report) -> ResolvedDomain | None:
    """The domain, if there is one. Reports A172-A174, A200 and A211."""
    domain = app.domain
    if domain is None:
        if app.regions.secondary:
            message = f"{1 + len(app.regions.secondary)} regions need a name that sends each client to the nearest one"
            report.error("A172", ("domain",), message, "add `domain`, or remove the secondary regions")
        return None
    _check_length(domain, app.regions.every, report)
    _check_zone(domain, report)
    _check_policy(domain, report)
    return ResolvedDomain(
        name=domain.name,
        hosted_zone_id=domain.hosted_zone_id.removeprefix(ZONE_PREFIX),
        hosted_zone_name=domain.hosted_zone_name,
        security_policy=domain.security_policy,
        ip_address_type=app.api.ip_address_type,
    )


def _check_length(domain: Domain, regions: Sequence[str], report: Report) -> None:
    longest = max((f"{region}.{domain.name}" for region in regions), key=len)
    if len(longest) > CERTIFICATE_DOMAIN_NAME:
        message = f"{longest} has {len(longest)} characters, a certificate takes {CERTIFICATE_DOMAIN_NAME}"
        most = CERTIFICATE_DOMAIN_NAME - (len(longest) - len(domain.name))
        report.error("A173", ("domain", "name"), message, f"use a name of at most {most} characters")


def _check_zone(domain: Domain, report: Report) -> None:
    if domain.hosted_zone_id.startswith(ZONE_PREFIX):
        id = domain.hosted_zone_id.removeprefix(ZONE_PREFIX)
        report.info("A200", ("domain", "hosted_zone_id"), f"{ZONE_PREFIX} is no part of the id", f"write {id}")
    zone = domain.hosted_zone_name
    if zone is not None and domain.name != zone and not domain.name.endswith(f".{zone}"):
        message = f"{domain.name} does not lie in the zone {zone}"
        report.error("A173", ("domain", "name"), message, f"use {zone} or a name that ends in .{zone}")


def _check_policy(domain: Domain, report: Report) -> None:
    place = ("domain", "security_policy")
    if "_TLS13_1_3_" in domain.security_policy:
        message = f"{domain.security_policy} takes TLS 1.3 only, Route 53's health checkers speak up to 1.2"
        report.error("A174", place, message, "use TLS_1_2 or a policy with 1_2 in its name")
    if domain.security_policy == "TLS_1_0":
        report.warning("A211", place, "TLS_1_0 lets clients use TLS 1.0 and 1.1, which are broken", "use TLS_1_2")
