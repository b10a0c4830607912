from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly, FromOutput, Template
from generator.aws.model import ControlRow, StackRequest, StackSetRequest
from generator.deploy.calls import carry_out
from generator.deploy.model import (
    CreateInstances,
    DeleteInstances,
    DeleteStack,
    DeleteStackSet,
    DeleteTable,
    DeployStack,
    DeployStackSet,
    Drain,
    Plan,
    Restore,
    Step,
)
from generator.errors import OperationError, Place
from tests.support.apps import SHOP, assembly_of
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.plans import ACCOUNT, QUEUE, plan, stack, step
from tests.support.rolled_out import rolled_out
from tests.support.small_templates import body, table, with_table

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"
SHOP_ASSEMBLY = assembly_of(SHOP)


def shop() -> Assembly:
    return SHOP_ASSEMBLY


def of_shop(*steps: Step) -> Plan:
    entries = {entry.name: entry.stack_name for entry in shop().templates}
    numbered = (step(number, one) for number, one in enumerate(steps, start=1))
    return replace(plan(*numbered), stack_names=entries, roles=shop().roles)


def do(cloud: FakeCloud, *steps: Step) -> None:
    """Carry out the steps, one after the other."""
    whole = of_shop(*steps)
    for planned in whole.steps:
        carry_out(planned, whole, cloud, silent)


def secondary(body: Template | None = None, *regions: str) -> DeployStackSet:
    entry = next(entry for entry in shop().templates if entry.name == "secondary")
    return DeployStackSet(
        region=MAIN,
        stack_set_name=entry.stack_name,
        body=entry.body if body is None else body,
        capabilities=entry.capabilities,
        regions=regions,
        parallel=False,
    )


def instances(*regions: str) -> CreateInstances:
    return CreateInstances(
        region=MAIN, stack_set_name="shop-secondary", regions=regions, capabilities=secondary().capabilities
    )


def test_a_stack_is_asked_for_as_the_step_says() -> None:
    cloud = rolled_out(shop(), until="roles")
    wanted = DeployStack(
        region=MAIN, template="main", stack_name="shop-main", body=QUEUE, capabilities=("CAPABILITY_IAM",)
    )

    do(cloud, replace(wanted, service_role=True))

    assert cloud.calls[-1].request == StackRequest(
        name="shop-main",
        region=MAIN,
        body=QUEUE,
        capabilities=("CAPABILITY_IAM",),
        role_arn=f"arn:aws:iam::{ACCOUNT}:role/shop-execution",
    )


def test_without_a_service_role_the_callers_rights_count() -> None:
    cloud = FakeCloud()

    do(cloud, stack())

    assert cloud.calls[-1].request.role_arn is None


@pytest.mark.parametrize(("widens_rights", "seconds"), [(True, 15), (False, 0)])
def test_new_rights_are_known_everywhere_before_the_next_step(widens_rights: bool, seconds: float) -> None:
    cloud = FakeCloud()

    do(cloud, replace(stack(MAIN, "shop-roles", "roles"), widens_rights=widens_rights))

    assert cloud.clock == seconds


def test_termination_protection_is_switched_on_once() -> None:
    cloud = FakeCloud()

    do(cloud, replace(stack(), termination_protection=True), replace(stack(), termination_protection=True))

    assert [call.method for call in cloud.calls] == ["deploy_stack", "protect_stack", "deploy_stack"]


def test_termination_protection_that_somebody_set_stays() -> None:
    cloud = FakeCloud()
    do(cloud, stack())
    cloud.protect_stack("app-main", MAIN, on=True)

    do(cloud, stack())

    found = cloud.stack("app-main", MAIN)
    assert found is not None
    assert found.termination_protection


def test_a_table_is_taken_over_by_an_import() -> None:
    cloud = with_table(MAIN)
    cloud.delete_stack("main", MAIN, None, silent)
    imports = {"Table": {"TableName": "items"}}

    do(cloud, replace(stack(), body=body(Table=table(MAIN)), imports=imports))

    assert cloud.calls[-1].request.imports == imports
    assert [one.owner is None for one in cloud.tables.groups] == [False]


def test_late_values_are_what_the_stacks_say_then() -> None:
    cloud = rolled_out(shop(), until="secondary")
    dns = next(entry for entry in shop().templates if entry.name == "dns")

    do(
        cloud,
        DeployStack(region=SECOND, template="dns", stack_name="shop-dns", body=dns.body, parameters=dns.parameters),
    )

    records = cloud.records("Z0123456789", "api.example.com")
    assert {record.region for record in records} == {MAIN, SECOND, THIRD}
    assert all(f".execute-api.{record.region}." in record.target for record in records)
    assert [call.method for call in cloud.reads] == ["stack", "stack_set", "records"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            FromOutput(template="main", region=MAIN, output="Nothing"),
            "Target is to be the output Nothing of shop-main in eu-west-1: the stack (CREATE_COMPLETE) has no such "
            "output",
        ),
        (
            FromOutput(template="secondary", region="eu-north-1", output="Url"),
            "Target is to be the output Url of shop-secondary in eu-north-1: there is no such stack",
        ),
        (
            FromOutput(template="dns", region=SECOND, output="Url"),
            "Target is to be the output Url of shop-dns in us-east-1: there is no such stack",
        ),
    ],
)
def test_a_late_value_that_nobody_says_fails_with_key_output_stack_and_region(value: FromOutput, message: str) -> None:
    cloud = rolled_out(shop(), until="secondary")

    with pytest.raises(OperationError) as caught:
        do(cloud, replace(stack(), parameters={"Target": value}))

    assert caught.value.message == message
    assert caught.value.place.region == value.region
    assert cloud.calls == []


def test_a_stack_set_gets_its_template_and_both_roles() -> None:
    cloud = rolled_out(shop(), until="main")

    do(cloud, secondary())

    assert cloud.calls[-1].request == StackSetRequest(
        name="shop-secondary",
        region=MAIN,
        body=secondary().body,
        capabilities=secondary().capabilities,
        administration_role_arn=f"arn:aws:iam::{ACCOUNT}:role/shop/shop-administration",
        execution_role_name="shop-execution",
        account=ACCOUNT,
    )


def test_instances_get_the_template_that_the_plan_gave_the_stack_set_last() -> None:
    cloud = rolled_out(shop(), until="main")
    later = {**secondary().body, "Description": "later"}

    do(cloud, secondary(), secondary(later), instances(SECOND, THIRD), secondary({**later, "Description": "after"}))

    created = next(call.request for call in cloud.calls if call.method == "create_instances")
    assert (created.body["Description"], created.regions, created.parallel) == ("later", (SECOND, THIRD), True)
    assert created.capabilities == secondary().capabilities


def test_instances_of_a_stack_set_that_the_plan_leaves_alone_get_its_template() -> None:
    cloud = rolled_out(shop(), until="main")
    do(cloud, secondary(), instances(SECOND))

    do(cloud, instances(THIRD))

    assert cloud.calls[-1].request.body == {}
    found = cloud.stack_set("shop-secondary", MAIN)
    assert found is not None
    assert {one.stack.body["Description"] for one in found.instances.values() if one.stack} == {
        secondary().body["Description"]
    }


def test_an_instance_that_fails_is_told_with_its_region_and_the_others_are_there() -> None:
    cloud = rolled_out(shop(), until="main")
    error = OperationError("no zone", place=Place("create", THIRD, "CREATE_FAILED", "Certificate"))
    cloud.fail_next("create_instances", THIRD, error)

    with pytest.raises(OperationError) as caught:
        do(cloud, secondary(), instances(SECOND, THIRD))

    found = cloud.stack_set("shop-secondary", MAIN)
    assert found is not None
    assert {region: one.status for region, one in found.instances.items()} == {SECOND: "CURRENT", THIRD: "OUTDATED"}
    assert caught.value.place.region == THIRD


def test_everything_can_be_taken_down_again() -> None:
    cloud = rolled_out(shop())
    cloud.protect_stack("shop-main", MAIN, on=True)

    do(
        cloud,
        DeleteStack(region=SECOND, template="dns", stack_name="shop-dns", service_role=True),
        DeleteInstances(region=MAIN, stack_set_name="shop-secondary", regions=(SECOND, THIRD)),
        DeleteStackSet(region=MAIN, stack_set_name="shop-secondary"),
        DeleteStack(region=MAIN, template="main", stack_name="shop-main", service_role=True),
        *(
            DeleteTable(region=MAIN, table=name, regions=(MAIN, SECOND, THIRD))
            for name in ("shop-items", "shop-control")
        ),
        DeleteStack(region=MAIN, template="roles", stack_name="shop-roles"),
    )

    assert {one.name for one in cloud.world.at()} == {"multi-region-bootstrap"}
    assert cloud.tables.groups == []


def test_deleting_a_stack_that_is_not_there_is_done() -> None:
    cloud = FakeCloud()

    do(cloud, DeleteStack(region=MAIN, template="dns", stack_name="shop-dns"))

    assert [call.method for call in cloud.calls] == ["delete_stack"]


def test_a_region_is_drained_and_restored_by_its_row() -> None:
    cloud = rolled_out(shop())

    do(cloud, Drain(region=THIRD, table="shop-control", via=MAIN))
    drained = cloud.control_rows("shop-control", MAIN)
    do(cloud, Restore(region=THIRD, table="shop-control", via=MAIN))

    assert drained == (ControlRow(region=THIRD, drained=True, by="deploy"),)
    assert cloud.control_rows("shop-control", MAIN) == ()
