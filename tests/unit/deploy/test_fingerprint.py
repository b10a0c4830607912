"""What makes a plan stale, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace

from generator.aws.model import ControlRow, DeployedStack, DeployedStackSet, StackStatus
from generator.deploy.deployed import Deployed
from generator.deploy.fingerprint import fingerprint
from tests.support.apps import assembly_of
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import US, shop
from tests.unit.deploy.shop import ROUTE, SHOP, with_routes

Change = Callable[[Deployed], Deployed]

A = TypeVar("A", DeployedStack, DeployedStackSet)


def altered(there: A | None, **changes: Any) -> A:
    """Something that is there, with changes."""
    assert there is not None
    return replace(there, **changes)


QUIET: dict[str, Change] = {
    "nothing": lambda there: there,
    "who asks": lambda there: replace(there, identity=replace(there.identity, arn="arn:aws:iam::1:user/other")),
    "reasons": lambda there: replace(there, main=altered(there.main, status_reason="why")),
    "operations": lambda there: replace(there, secondary=altered(there.secondary, running=("one",))),
    "table statuses": lambda there: replace(
        there, tables={name: replace(one, status="UPDATING") for name, one in there.tables.items()}
    ),
    "quotas": lambda there: replace(there, quotas=(), unreserved={US: 100}),
    "names that may not be asked for": lambda there: replace(
        there, foreign_functions={US: None}, foreign_queues={US: None}
    ),
}
LOUD: dict[str, Change] = {
    "account": lambda there: replace(there, identity=replace(there.identity, account="1")),
    "template": lambda there: replace(there, main=altered(there.main, body={})),
    "status": lambda there: replace(there, dns=altered(there.dns, status=StackStatus("UPDATE_IN_PROGRESS"))),
    "parameters": lambda there: replace(there, dns=altered(there.dns, parameters={})),
    "instances": lambda there: replace(there, secondary=altered(there.secondary, instances={})),
    "tables": lambda there: replace(there, tables={}),
    "rows": lambda there: replace(there, control={US: ControlRow(region=US, drained=True)}),
    "bootstrap": lambda there: replace(there, bootstrap={}),
    "records": lambda there: replace(there, records=()),
    "code in buckets": lambda there: replace(there, lacking_assets={US: ("a.zip",)}),
    "functions in the way": lambda there: replace(there, foreign_functions={US: ("shop_worker",)}),
    "queues in the way": lambda there: replace(there, foreign_queues={US: ("shop_mails-1",)}),
    "unread": lambda there: replace(there, unread={US: "no answer"}),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_comes_and_goes_by_itself_does_not_make_a_plan_stale(name: str) -> None:
    assembly, deployed = shop()

    assert fingerprint(assembly, QUIET[name](deployed)) == fingerprint(assembly, deployed)


@pytest.mark.parametrize("name", LOUD)
def test_what_a_plan_would_meet_makes_it_stale(name: str) -> None:
    assembly, deployed = shop()

    assert fingerprint(assembly, LOUD[name](deployed)) != fingerprint(assembly, deployed)


def test_another_app_makes_a_plan_stale() -> None:
    assembly = assembly_of(SHOP)
    deployed = Rehearsal().deployed(assembly)

    assert fingerprint(assembly_of(with_routes(**ROUTE)), deployed) != fingerprint(assembly, deployed)
