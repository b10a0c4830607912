"""`preflight(assembly, deployed)`: what can be known to fail, or to surprise, before anything is tried. Pure.

Every check has an id that is never given to another; `CHECKS` is all of them. A check that finds nothing wrong is told
once, otherwise once for each thing that is wrong. What could not be asked is `unknown` and stops nothing. Regions that
are left out are not looked at. In another account than the app's there is nothing to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from generator.deploy.checking.account import (
    check_account,
    check_concurrency,
    check_enabled,
    check_main_region,
    check_quotas,
    check_unread,
)
from generator.deploy.checking.domain import (
    check_delegation,
    check_domain_names,
    check_name,
    check_public,
    check_records,
    check_zone,
)
from generator.deploy.checking.names import check_names
from generator.deploy.checking.problem import Problem
from generator.deploy.checking.stacks import check_busy, check_stillborn, check_stuck, check_tables
from generator.deploy.model import Check

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.deployed import Deployed

Look = Callable[["Assembly", "Deployed"], Iterator[Problem]]

OTHER_ACCOUNT: Final = "P101"
"""The check whose error says that the credentials are of an account that the app is not for."""

UNREAD: Final = "P103"
"""The check whose error says that it could not be found out what is there."""

CHECKS: Final[Mapping[str, tuple[str, Look]]] = {
    OTHER_ACCOUNT: ("the credentials belong to the account of the app", check_account),
    "P102": ("every region is enabled in the account", check_enabled),
    UNREAD: ("every region answers", check_unread),
    "P104": ("the main region is where the app has it", check_main_region),
    "P105": ("no stack is stuck after a failed rollback", check_stuck),
    "P106": ("no stack is left over from a create or a deletion that failed", check_stillborn),
    "P107": ("nobody else is changing a stack of the app", check_busy),
    "P108": ("the names of the tables are free in every region", check_tables),
    "P109": ("quotas have room for what is to be made", check_quotas),
    "P110": ("the hosted zone exists in the account", check_zone),
    "P111": ("the hosted zone is public", check_public),
    "P112": ("the domain lies in the hosted zone", check_name),
    "P113": ("the world finds the hosted zone: its name servers are delegated to", check_delegation),
    "P114": ("no record of somebody else's stands at the domain", check_records),
    "P115": ("the custom domain names are free in every region", check_domain_names),
    "P116": ("the concurrency that functions reserve is there in every region", check_concurrency),
    "P117": ("the names of functions and queues are free in every region", check_names),
}
"""Id ─▶ what is well when the check finds nothing, and how it looks. P2xx are told by the planner."""

_OF_DOMAINS: Final = frozenset(("P110", "P111", "P112", "P113", "P114", "P115"))


def preflight(assembly: Assembly, deployed: Deployed) -> tuple[Check, ...]:
    """The checks in the order of their ids; those of the domain only for an app that has one."""
    of_account = _checks(OTHER_ACCOUNT, assembly, deployed)
    if any(check.outcome == "error" for check in of_account):
        return of_account
    ids = (id for id in CHECKS if assembly.domain is not None or id not in _OF_DOMAINS)
    return tuple(check for id in ids for check in _checks(id, assembly, deployed))


def _checks(id: str, assembly: Assembly, deployed: Deployed) -> tuple[Check, ...]:
    text, look = CHECKS[id]
    problems = tuple(
        Check(id=id, outcome=found.outcome, text=found.text, advice=found.advice) for found in look(assembly, deployed)
    )
    return problems or (Check(id=id, outcome="ok", text=text),)
