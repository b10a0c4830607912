"""What the planner waits for, and for how long at most: indexes, rights, regions that are made in groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from generator.aws.model import StackStatus
from generator.cloudformation.regions import REGIONS
from generator.deploy.model import AwaitIndexes, CreateInstances, Plan, SmokeTest
from generator.deploy.planner import plan
from generator.deploy.planning.estimates import SECONDS
from tests.support.apps import Document, assembly_of, patched
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, NORTH, US, of_type, rolled_out, shop, stacks
from tests.unit.deploy.shop import INDEX, ORDERS, ROUTE, SHOP, in_regions, with_indexes, with_routes


def planned_with(wanted: Document, indexes: Mapping[str, str]) -> Plan:
    """The plan for the shop with these indexes of its table there."""
    assembly = assembly_of(wanted)
    deployed = rolled_out(SHOP).deployed(assembly)
    table = replace(deployed.tables["shop-items"], indexes=indexes)
    return plan(assembly, replace(deployed, tables={**deployed.tables, "shop-items": table}))


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "DELETING"])
@pytest.mark.parametrize("wanted", [with_indexes(by_owner=None), with_indexes(by_kind=INDEX)])
def test_an_index_that_is_on_its_way_is_waited_for_before_tables_change(wanted: Document, status: str) -> None:
    steps = planned_with(wanted, {"by_owner": "ACTIVE", "other": status}).steps

    other = {"shop-items": ("other",)}
    waits = AwaitIndexes(region=MAIN, regions=(MAIN, US), **{"gone" if status == "DELETING" else "indexes": other})
    assert steps[0].step == waits
    assert steps[1].needs == (1,)


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "DELETING"])
def test_an_api_alone_waits_only_for_indexes_that_come_and_that_the_stack_has(status: str) -> None:
    odd, ours = {"by_owner": "ACTIVE", "other": status}, {"by_owner": status, "other": "ACTIVE"}

    alone, known = (of_type(planned_with(with_routes(**ROUTE), indexes), AwaitIndexes) for indexes in (odd, ours))

    assert alone == []
    assert [wait.indexes for wait in known] == ([] if status == "DELETING" else [{"shop-items": ("by_owner",)}])


def test_an_index_is_not_waited_for_in_a_region_that_is_left_alone() -> None:
    assembly = assembly_of(patched(with_indexes(by_kind=INDEX), in_regions(US, NORTH)))
    deployed = rolled_out(in_regions(US, NORTH)).deployed(assembly)

    (wait,) = of_type(plan(assembly, deployed, skip=frozenset({NORTH})), AwaitIndexes)

    assert wait.regions == (MAIN, US)


@pytest.mark.parametrize(
    ("change", "is_wider"),
    [
        ({"tables": {"orders": ORDERS}}, True),
        ({"deploy": {"termination_protection": True}}, False),
        ({"tables": {"items": {"global_secondary_indexes": {"by_owner": None}}}}, False),
    ],
)
def test_only_rights_that_are_given_are_waited_for(change: dict[str, Any], is_wider: bool) -> None:
    steps = stacks(rolled_out(SHOP).plan(patched(SHOP, change)), "roles")

    assert [step.widens_rights for step in steps] == [is_wider]


@pytest.mark.parametrize("status", ["DELETE_FAILED", "ROLLBACK_COMPLETE"])
def test_a_dns_stack_that_only_can_be_deleted_is_told_to_be_when_all_regions_answer(status: str) -> None:
    assembly, deployed = shop()
    assert deployed.dns is not None
    broken = replace(deployed.dns, status=StackStatus(status))

    *smoke, dns = plan(assembly, replace(deployed, dns=broken)).steps

    assert dns.needs == tuple(step.number for step in smoke if isinstance(step.step, SmokeTest)) == (1, 2)
    assert dns.reason.startswith("what a failed create or deletion left of the stack is deleted first")


def test_regions_are_made_ten_at_a_time() -> None:
    many = sorted(REGIONS - {MAIN})[:21]
    assembly = assembly_of(in_regions(*many))

    (made,) = (
        step for step in plan(assembly, Rehearsal().deployed(assembly)).steps if isinstance(step.step, CreateInstances)
    )

    assert made.reason == "the data is there by now; 10 regions at a time"
    assert made.estimate == 3 * SECONDS["instance"]
