"""What is planned first, and what cannot be planned at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.aws.model import DeployedStack, StackStatus
from generator.deploy import planning
from generator.deploy.planner import plan
from generator.deploy.planning.checks import PLAN_CHECKS
from generator.errors import NetworkError, UsageError
from tests.support.apps import assembly_of
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, NORTH, US, rolled_out, shop, stacks
from tests.unit.deploy.shop import SHOP, in_regions


@pytest.mark.parametrize(("version", "count"), [("0", 1), ("", 1), ("x", 1), ("²", 1), ("1", 0), ("2", 0)], ids=repr)
def test_a_bootstrap_stack_is_updated_when_older_and_never_downgraded(version: str, count: int) -> None:
    assembly, deployed = shop()
    there = replace(deployed.bootstrap[US], outputs={"Version": version})

    planned = plan(assembly, replace(deployed, bootstrap={**deployed.bootstrap, US: there}))

    assert len(stacks(planned, "bootstrap")) == count


@pytest.mark.parametrize(
    ("role_arn", "setting"),
    [
        (None, "ours"),
        ("arn:aws:iam::123456789012:role/logs", "theirs"),
        ("arn:aws:iam::123456789012:role/multi-region-bootstrap/Role-1", "ours"),
    ],
)
def test_a_log_role_that_somebody_else_has_set_is_left_alone(role_arn: str | None, setting: str) -> None:
    assembly = assembly_of(SHOP)
    deployed = replace(Rehearsal().deployed(assembly), log_roles={MAIN: role_arn})

    (first, _) = stacks(plan(assembly, deployed), "bootstrap")

    assert first.parameters == {"ApiGatewayAccount": setting}


def test_a_bootstrap_stack_keeps_to_what_it_was_told_about_the_log_role() -> None:
    assembly, deployed = shop()
    old = replace(deployed.bootstrap[US], outputs={}, parameters={"ApiGatewayAccount": "theirs"})

    (step,) = stacks(plan(assembly, replace(deployed, bootstrap={**deployed.bootstrap, US: old})), "bootstrap")

    assert step.parameters == {"ApiGatewayAccount": "theirs"}


def test_the_region_of_dns_is_prepared_only_for_a_template_that_has_to_be_uploaded() -> None:
    small = assembly_of(in_regions("eu-north-1"))
    padding = {"Description": "x" * 60_000}
    large = replace(
        small,
        templates=tuple(replace(e, body={**e.body, **padding}) if e.name == "dns" else e for e in small.templates),
    )

    regions = [
        [step.region for step in stacks(plan(one, Rehearsal().deployed(one)), "bootstrap")] for one in (small, large)
    ]

    assert regions == [[MAIN, NORTH], [MAIN, NORTH, US]]


def test_a_stack_under_review_is_made() -> None:
    assembly = assembly_of(SHOP)
    review = DeployedStack(
        name="shop-main", region=MAIN, stack_id="1", status=StackStatus("REVIEW_IN_PROGRESS"), body={}
    )

    planned = plan(assembly, replace(Rehearsal().deployed(assembly), main=review))

    first, _ = stacks(planned, "main")
    assert set(first.body["Resources"]) == {"ItemsTable", "RegionControlTable"}
    assert any(step.step is first and "with replicas in" in step.title for step in planned.steps)


@pytest.mark.parametrize("status", ["DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
def test_a_stack_that_is_vanishing_will_be_made_again(status: str) -> None:
    assembly, deployed = shop()
    assert deployed.dns is not None

    planned = plan(assembly, replace(deployed, dns=replace(deployed.dns, status=StackStatus(status))))

    assert planned.steps[-1].title == "us-east-1: publish the name, in eu-west-1 and us-east-1"


def test_the_main_region_cannot_be_skipped() -> None:
    assembly = assembly_of(SHOP)

    with pytest.raises(UsageError, match="eu-west-1 cannot be skipped: it is the main region"):
        plan(assembly, Rehearsal().deployed(assembly), skip=frozenset({MAIN}))


def test_nothing_is_planned_while_the_main_region_does_not_answer() -> None:
    assembly = assembly_of(SHOP)
    rehearsal = rolled_out(SHOP)
    rehearsal.cloud.down.add(MAIN)

    with pytest.raises(NetworkError, match="the main region, could not be read"):
        plan(assembly, rehearsal.deployed(assembly))


def test_every_check_of_a_plan_is_in_the_table() -> None:
    sources = (Path(planning.__file__).parent, Path(planning.__file__).parents[1] / "destruction.py")
    files = [*sources[0].glob("*.py"), sources[1]]
    used = {found for path in files for found in re.findall(r'id="(P\d+)"', path.read_text())}

    assert used == set(PLAN_CHECKS)
