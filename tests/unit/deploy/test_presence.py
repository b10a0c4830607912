from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.aws.model import DeployedInstance, DeployedStack, StackStatus
from generator.deploy.deployed import Deployed
from generator.deploy.presence import concerned_regions, is_up, lacks_domain, serving_stack, stack_name
from generator.deploy.state import read
from tests.support.apps import SHOP, assembly_of, patched
from tests.support.rolled_out import rolled_out

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"
SHOP_ASSEMBLY = assembly_of(SHOP)
THERE = read(rolled_out(SHOP_ASSEMBLY), SHOP_ASSEMBLY)
SMALLER = assembly_of(patched(SHOP, {"regions": {"secondary": [SECOND]}}))


def main(status: str) -> DeployedStack:
    assert THERE.main is not None
    return replace(THERE.main, status=StackStatus(status))


def with_instance(instance: DeployedInstance | None) -> Deployed:
    """What is deployed with another instance in the third region, or with none."""
    assert THERE.secondary is not None
    others = {region: one for region, one in THERE.secondary.instances.items() if region != THIRD}
    instances = others if instance is None else {**others, THIRD: instance}
    return replace(THERE, secondary=replace(THERE.secondary, instances=instances))


@pytest.mark.parametrize(
    ("status", "is_there"),
    [
        ("CREATE_COMPLETE", True),
        ("UPDATE_IN_PROGRESS", True),
        ("UPDATE_ROLLBACK_FAILED", True),
        ("REVIEW_IN_PROGRESS", False),
        ("ROLLBACK_IN_PROGRESS", False),
        ("ROLLBACK_COMPLETE", False),
        ("DELETE_IN_PROGRESS", False),
    ],
)
def test_a_stack_is_up_when_it_came_to_be_and_stays(status: str, is_there: bool) -> None:
    assert is_up(main(status)) is is_there


def test_no_stack_is_not_up() -> None:
    assert not is_up(None)


def test_a_region_that_has_only_an_instance_is_of_concern() -> None:
    assert concerned_regions(SMALLER, replace(THERE, main=None)) == (MAIN, SECOND, THIRD)


def test_a_region_that_has_only_replicas_is_of_concern() -> None:
    assert concerned_regions(SMALLER, with_instance(None)) == (MAIN, SECOND, THIRD)


def test_a_region_is_served_by_the_stack_of_its_instance_and_home_by_the_main_one() -> None:
    found = [serving_stack(region, SHOP_ASSEMBLY, with_instance(None)) for region in (MAIN, SECOND, THIRD)]

    assert [None if one is None else (one.name[:14], one.region) for one in found] == [
        ("shop-main", MAIN),
        ("StackSet-shop-", SECOND),
        None,
    ]


def test_every_stack_of_a_deployed_app_has_its_domain() -> None:
    assert lacks_domain(SHOP_ASSEMBLY, THERE) == {}


def test_a_stack_that_never_came_to_be_has_no_domain_although_its_template_has() -> None:
    assert lacks_domain(SHOP_ASSEMBLY, replace(THERE, main=main("ROLLBACK_COMPLETE"))) == {
        MAIN: frozenset({"api.example.com", "eu-west-1.api.example.com"})
    }


@pytest.mark.parametrize(("status", "regions"), [("CURRENT", []), ("OUTDATED", [THIRD])])
def test_an_instance_whose_stack_was_not_seen_this_time_is_not_taken_for_missing(
    status: str, regions: list[str]
) -> None:
    unseen = DeployedInstance(region=THIRD, status="CURRENT" if status == "CURRENT" else "OUTDATED")

    assert list(lacks_domain(SHOP_ASSEMBLY, with_instance(unseen))) == regions


def test_a_template_that_is_not_wanted_any_more_keeps_the_name_of_its_stack() -> None:
    without_dns = replace(
        SHOP_ASSEMBLY, templates=tuple(entry for entry in SHOP_ASSEMBLY.templates if entry.name != "dns")
    )

    assert stack_name(without_dns, "dns") == stack_name(SHOP_ASSEMBLY, "dns") == "shop-dns"
