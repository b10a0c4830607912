"""Concurrency that functions reserve: asked for where there is more of it, and refused where Lambda would refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.deploy.deployed import Deployed
from generator.deploy.model import Check
from generator.deploy.preflight import preflight
from generator.deploy.state import read
from generator.errors import AccessError, OperationError
from tests.support.apps import SHOP, assembled, patched
from tests.support.fake_cloud import FakeCloud
from tests.support.rolled_out import rolled_out, world
from tests.unit.deploy.read_apps import MAIN, SECOND, THIRD

REGIONS = (MAIN, SECOND, THIRD)


def reserving(**counts: int) -> Assembly:
    """The shop with functions that reserve this much each; `only_main` is in the main region only."""
    functions: dict[str, Mapping[str, Any]] = {
        name: {
            "runtime": "python3.13",
            "handler": "index.handler",
            "inline": "def handler(event, context): ...",
            "reserved_concurrency": count,
            **({"run_in": "main_region"} if name == "only_main" else {}),
        }
        for name, count in counts.items()
    }
    return assembled(patched(SHOP, {"functions": functions}))


def told(assembly: Assembly, deployed: Deployed) -> list[Check]:
    return [check for check in preflight(assembly, deployed) if check.outcome != "ok"]


def asked(cloud: FakeCloud) -> list[str]:
    return sorted(call.region for call in cloud.reads if call.method == "unreserved_concurrency")


@pytest.mark.parametrize("counts", [{}, {"worker": 0}], ids=["no function", "none"])
def test_who_reserves_nothing_asks_nothing(counts: Mapping[str, int]) -> None:
    assembly = reserving(**counts)
    cloud = world(assembly)

    assert read(cloud, assembly).unreserved == {}
    assert asked(cloud) == []


def test_what_is_deployed_holds_its_own_already() -> None:
    assembly = reserving(worker=50)
    cloud = rolled_out(assembly)
    cloud.concurrency |= dict.fromkeys(REGIONS, 10)

    assert told(assembly, read(cloud, assembly)) == []
    assert asked(cloud) == []


@pytest.mark.parametrize(("limit", "regions"), [(150, []), (149, [MAIN, SECOND, THIRD]), (10, [MAIN, SECOND, THIRD])])
def test_a_first_deploy_needs_all_of_it_in_every_region(limit: int, regions: list[str]) -> None:
    assembly = reserving(worker=50)
    cloud = world(assembly)
    cloud.concurrency |= dict.fromkeys(REGIONS, limit)

    checks = told(assembly, read(cloud, assembly))

    assert [(check.id, check.outcome, check.text) for check in checks] == [
        (
            "P116",
            "error",
            f"{region}: functions are to reserve 50 more concurrent executions; {limit} are left, of which Lambda "
            "keeps 100 for functions that reserve none",
        )
        for region in regions
    ]
    assert all(check.advice.startswith("lower `reserved_concurrency`") for check in checks)
    assert asked(cloud) == sorted(REGIONS)


def test_of_a_function_in_the_main_region_only_no_other_is_asked() -> None:
    assembly = reserving(only_main=50)
    cloud = world(assembly)

    assert read(cloud, assembly).unreserved == {MAIN: 1_000_000}
    assert asked(cloud) == [MAIN]


def test_only_what_is_more_counts_and_not_what_another_function_gives_back() -> None:
    """The function that goes is deleted last, and keeps its part until then."""
    before, after = reserving(worker=50, old=30), reserving(worker=51)
    cloud = rolled_out(before)
    cloud.concurrency |= dict.fromkeys(REGIONS, 180)

    checks = told(after, read(cloud, after))

    assert [check.text.partition(";")[0] for check in checks] == [
        f"{region}: functions are to reserve 1 more concurrent execution" for region in REGIONS
    ]


def test_that_it_may_not_be_asked_stops_nothing() -> None:
    assembly = reserving(worker=50)
    cloud = world(assembly)
    cloud.fail_next("unreserved_concurrency", SECOND, AccessError("not allowed"))

    deployed = read(cloud, assembly)
    (check,) = told(assembly, deployed)

    assert deployed.unread == {}
    assert (check.id, check.outcome) == ("P116", "unknown")
    assert (
        check.text
        == f"{SECOND}: functions are to reserve 50 more concurrent executions; what is left could not be asked"
    )
    assert check.advice == "allow lambda:GetAccountSettings"


def test_of_a_region_that_does_not_answer_nothing_is_said_twice() -> None:
    assembly = reserving(worker=50)
    cloud = world(assembly)
    cloud.down.add(THIRD)

    assert [check.id for check in told(assembly, read(cloud, assembly))] == ["P103"]


def test_an_instance_whose_stack_did_not_show_itself_reserves_what_it_did() -> None:
    assembly = reserving(worker=50)
    deployed = read(rolled_out(assembly), assembly)
    assert deployed.secondary is not None
    instances = {**deployed.secondary.instances, THIRD: replace(deployed.secondary.instances[THIRD], stack=None)}
    hidden = replace(deployed, secondary=replace(deployed.secondary, instances=instances))

    assert told(assembly, replace(hidden, unreserved=dict.fromkeys(REGIONS, 100))) == []


def test_the_fake_refuses_what_lambda_refuses() -> None:
    assembly = reserving(worker=50)
    cloud = world(assembly)
    cloud.concurrency[MAIN] = 149

    with pytest.raises(OperationError, match="UnreservedConcurrentExecution"):
        rolled_out(assembly, cloud)
