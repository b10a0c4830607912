"""The account and its regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.deploy.asking import NOT_ENABLED
from generator.deploy.bodies.parts import of_type
from generator.deploy.checking.problem import Problem
from generator.deploy.presence import entry_of, home_of, is_up, lacks_concurrency, lacks_domain
from generator.deploy.state import CONTROL_PLANE, SKIPPED
from generator.diff.meaning.view import DOMAIN_NAME, HEALTH_CHECK, RECORD, counted

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.deployed import Deployed

_NEARLY_FULL: Final = 0.9
_KEPT_CONCURRENCY: Final = 100
"""What Lambda keeps for functions that reserve nothing [Lambda Developer Guide, "Configuring reserved concurrency"]. An
account that has less to begin with, such as the 10 of many new ones, can reserve none."""


def check_account(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """The caller's account is the one that the app file names, if it names any."""
    account = deployed.identity.account
    if assembly.account not in (None, account):
        yield Problem(
            "error",
            f"the credentials are of account {account}, and the app file names {assembly.account}",
            "use credentials of that account, for example with --profile, or correct `account`",
        )


def check_enabled(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """Opt-in regions are enabled: until then nothing in them knows the caller [aws-facts 2.5]."""
    wanted = [region for region in assembly.regions if deployed.unread.get(region) != SKIPPED]
    disabled = [region for region in wanted if _is_disabled(region, deployed)]
    for region in disabled:
        yield Problem(
            "error",
            f"the account has not enabled {region}",
            f"aws account enable-region --region-name {region}, and wait until it is ENABLED: minutes to hours",
        )
    if not deployed.enabled_regions and not disabled:
        # That is asked in us-east-1 only: while it is down, no permission helps.
        advice = "" if CONTROL_PLANE in deployed.unread else "allow account:ListRegions"
        yield Problem("unknown", "which regions are enabled could not be asked", advice)


def _is_disabled(region: str, deployed: Deployed) -> bool:
    is_missing = bool(deployed.enabled_regions) and region not in deployed.enabled_regions
    return is_missing or deployed.unread.get(region) == NOT_ENABLED


def check_unread(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """Every region that is not left out could be read.

    Without that of Route 53 an app elsewhere can be rolled out as long as nothing has to change there.
    """
    for region, reason in deployed.unread.items():
        if reason not in (SKIPPED, NOT_ENABLED):
            is_apart = region == CONTROL_PLANE and region not in assembly.regions
            is_dispensable = is_apart and not _needs_route_53(assembly, deployed)
            yield Problem(
                "warning" if is_dispensable else "error",
                f"{region} could not be read: {reason}",
                _without(region, assembly, deployed),
            )


def _needs_route_53(assembly: Assembly, deployed: Deployed) -> bool:
    """Whether a stack gets the name, which takes a record in the zone, or is to give it back."""
    if assembly.domain is not None:
        return bool(lacks_domain(assembly, deployed))
    return deployed.main is not None and bool(of_type(deployed.main.body, DOMAIN_NAME))


def _without(region: str, assembly: Assembly, deployed: Deployed) -> str:
    if region in deployed.denied:
        return deployed.denied[region]
    if region == home_of(assembly, deployed):
        return "try again later: tables, roles and the StackSet are administered from there. drain needs none of that"
    if region not in assembly.regions and region == CONTROL_PLANE:
        return "try again later: Route 53 is administered from there, and goes on answering meanwhile"
    return f"try again later, or go on without it: --skip-region {region}"


def check_main_region(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """The main stack stands in the main region: it owns every table, and cannot be moved by an update [1.2, 1.24]."""
    home = home_of(assembly, deployed)
    if home != assembly.regions[0]:
        yield Problem(
            "error",
            f"the app is deployed with the main region {home}, not {assembly.regions[0]}",
            f"keep {home} as the main region: the stack there owns every table",
        )


def check_quotas(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """Health checks and records of the zone: the limits that an app with a domain runs into first."""
    new = {"health checks": _new_in_dns(assembly, deployed, HEALTH_CHECK), "records": _new_records(assembly, deployed)}
    for quota in deployed.quotas:
        needed = next((count for words, count in new.items() if quota.name.startswith(words)), 0)
        what = f"{quota.name}: {quota.used} of {quota.limit} are used"
        advice = "ask for more in Service Quotas; it may take a day"
        if needed and quota.used + needed > quota.limit:
            yield Problem("error", f"{what}, and {needed} more {'is' if needed == 1 else 'are'} needed", advice)
        elif needed and quota.used + needed > quota.limit * _NEARLY_FULL:
            yield Problem("warning", f"{what}, and {counted(needed, 'more')} needed", advice)


def _new_in_dns(assembly: Assembly, deployed: Deployed, type_: str) -> int:
    """How many resources of a type the DNS template has that are not deployed yet."""
    entry = entry_of(assembly, "dns")
    wanted = {} if entry is None else of_type(entry.body, type_)
    there = {} if deployed.dns is None or not is_up(deployed.dns) else of_type(deployed.dns.body, type_)
    return len(wanted.keys() - there.keys())


def _new_records(assembly: Assembly, deployed: Deployed) -> int:
    """Those of the DNS template, and of the own name of each region that comes; certificates bring one more each."""
    regional = 0
    for region in lacks_domain(assembly, deployed):
        entry = entry_of(assembly, "main" if region == assembly.regions[0] else "secondary")
        regional += 0 if entry is None else len(of_type(entry.body, RECORD)) + 1
    return _new_in_dns(assembly, deployed, RECORD) + regional


def check_concurrency(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """What functions are to reserve is there: Lambda refuses what the others would then lack, in the middle of a stack.

    Of the app's own functions those that are there hold what they have already.
    """
    for region, more in lacks_concurrency(assembly, deployed).items():
        if region not in deployed.unreserved:
            continue
        there = deployed.unreserved[region]
        what = f"{region}: functions are to reserve {more} more concurrent {'execution' if more == 1 else 'executions'}"
        if there is None:
            yield Problem("unknown", f"{what}; what is left could not be asked", "allow lambda:GetAccountSettings")
        elif there - more < _KEPT_CONCURRENCY:
            yield Problem(
                "error",
                f"{what}; {there} are left, of which Lambda keeps {_KEPT_CONCURRENCY} for functions that reserve none",
                "lower `reserved_concurrency`; ask for more of them in Service Quotas (it may take a day); "
                "or deploy first what other functions of the app give back",
            )
