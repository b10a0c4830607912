"""The fake AWS refuses what AWS refuses, and leaves behind what AWS leaves behind: StackSets and DNS."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.aws.model import ControlRow, DeployedRecord, StackSetRequest
from generator.errors import NetworkError, OperationError
from tests.support.apps import SHOP, assembled
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.rolled_out import rolled_out
from tests.support.small_templates import MAIN, SECOND, THIRD

SHOP_ASSEMBLY = assembled(SHOP)


def shop_request(cloud: FakeCloud, *regions: str, **changes: Any) -> StackSetRequest:
    stack_set = cloud.stack_set("shop-secondary", MAIN)
    assert stack_set is not None
    request = StackSetRequest(
        name="shop-secondary",
        region=MAIN,
        body=stack_set.body,
        capabilities=("CAPABILITY_IAM",),
        administration_role_arn="arn:aws:iam::123456789012:role/shop/shop-administration",
        execution_role_name="shop-execution",
        account="123456789012",
        regions=regions,
    )
    return replace(request, **changes)


def test_each_region_answers_by_its_own_name_until_it_is_drained_or_down() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)
    url = f"https://{THIRD}.api.example.com/health"
    well = cloud.request("GET", url)
    cloud.put_control_row("shop-control", MAIN, ControlRow(region=THIRD, drained=True))
    drained = cloud.request("GET", url)
    cloud.delete_control_row("shop-control", MAIN, THIRD)
    cloud.down.add(THIRD)

    assert (well.status, well.body) == (200, '{"status": "ok", "region": "ap-southeast-2"}')
    assert drained.status == 503
    with pytest.raises(NetworkError):
        cloud.request("GET", url)


def test_a_region_without_its_replica_is_unavailable() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)
    group = cloud.tables.at("shop-items", THIRD)
    assert group is not None
    cloud.tables.put(group, replace(group, replicas={MAIN: True, SECOND: True}))

    assert cloud.request("GET", f"https://{THIRD}.api.example.com/health").status == 503


def test_health_checks_see_what_a_request_sees() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)
    cloud.down.add(THIRD)
    records = cloud.records("Z0123456789", "api.example.com")
    checks = {record.region: record.health_check_id or "" for record in records}

    assert {region: cloud.health([check])[check] for region, check in checks.items()} == {
        MAIN: "healthy",
        SECOND: "healthy",
        THIRD: "unhealthy",
    }
    assert cloud.health(["unheard-of"]) == {"unheard-of": "unknown"}


def test_latency_records_do_not_stand_beside_others() -> None:
    for record in (
        DeployedRecord(name="api.example.com", type="A"),
        DeployedRecord(name="api.example.com", type="CNAME"),
        DeployedRecord(name="api.example.com", type="A", set_identifier="x", region=THIRD),
    ):
        cloud = rolled_out(SHOP_ASSEMBLY, until="secondary")
        cloud.world.foreign_records.append(record)

        with pytest.raises(OperationError, match="a record of that name already exists"):
            rolled_out(SHOP_ASSEMBLY, cloud)


def test_a_custom_domain_that_is_taken_is_refused() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY, until="roles")
    cloud.foreign_domains[MAIN] = frozenset({"api.example.com"})

    with pytest.raises(OperationError, match=r"already exists: api\.example\.com"):
        rolled_out(SHOP_ASSEMBLY, cloud)


def test_a_stack_set_with_instances_stays() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)

    with pytest.raises(OperationError, match="is not empty"):
        cloud.delete_stack_set("shop-secondary", MAIN)

    cloud.delete_instances(shop_request(cloud, SECOND, THIRD), silent)
    cloud.delete_stack_set("shop-secondary", MAIN)
    assert cloud.stack_set("shop-secondary", MAIN) is None
    assert {stack.name for stack in cloud.world.at(SECOND)} == {"multi-region-bootstrap", "shop-dns"}


def test_instances_that_an_update_leaves_out_are_outdated() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)
    later = {**shop_request(cloud).body, "Description": "later"}

    cloud.deploy_stack_set(shop_request(cloud, SECOND, body=later), silent)

    found = cloud.stack_set("shop-secondary", MAIN)
    assert found is not None
    assert {region: one.status for region, one in found.instances.items()} == {SECOND: "CURRENT", THIRD: "OUTDATED"}


@pytest.mark.parametrize(("parallel", "third"), [(True, "SUCCEEDED"), (False, "CANCELLED")])
def test_one_region_that_fails_ends_an_operation_region_by_region(parallel: bool, third: str) -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)
    later = {**shop_request(cloud).body, "Description": "later"}
    cloud.fail_next("deploy_stack_set", SECOND, OperationError("rolled back"))

    with pytest.raises(OperationError, match="rolled back"):
        cloud.deploy_stack_set(shop_request(cloud, SECOND, THIRD, body=later, parallel=parallel), silent)

    found = cloud.stack_set("shop-secondary", MAIN)
    assert found is not None
    assert {region: one.detailed for region, one in found.instances.items()} == {SECOND: "FAILED", THIRD: third}


def test_an_instance_that_is_not_there_cannot_be_updated() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)

    with pytest.raises(OperationError, match="stack instance not found"):
        cloud.deploy_stack_set(shop_request(cloud, "eu-north-1"), silent)


def test_a_protected_instance_becomes_inoperable() -> None:
    cloud = rolled_out(SHOP_ASSEMBLY)
    (name,) = (stack.name for stack in cloud.world.at(THIRD) if stack.name.startswith("StackSet-"))
    cloud.protect_stack(name, THIRD, on=True)

    with pytest.raises(OperationError):
        cloud.delete_instances(shop_request(cloud, THIRD), silent)

    found = cloud.stack_set("shop-secondary", MAIN)
    assert found is not None
    assert found.instances[THIRD].status == "INOPERABLE"
