"""Operations of StackSets of the embedded AWS that meet: at once, one after the other, or not at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.local.remote import Local
from tests.integration.local.aws import ACCOUNT, Aws, until

BODY = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
HERE = {"Accounts": [ACCOUNT]}


@pytest.fixture(autouse=True)
def roles(aws: Aws) -> None:
    aws.make_roles()


def test_a_managed_set_queues_what_is_in_the_way_and_does_the_rest_at_once(aws: Aws, local: Local) -> None:
    aws.make_set(BODY)
    local.delay = 2  # longer than the questions below take on a machine that is busy
    cloudformation = aws.client("cloudformation")
    given = {"StackSetName": "set", **HERE}

    first = cloudformation.create_stack_instances(Regions=["eu-west-1"], **given)["OperationId"]
    second = cloudformation.update_stack_instances(Regions=["eu-west-1"], **given)["OperationId"]
    third = cloudformation.create_stack_instances(Regions=["us-west-2"], **given)["OperationId"]

    listed = cloudformation.list_stack_set_operations(StackSetName="set")["Summaries"]
    assert [one["OperationId"] for one in listed] == [third, second, first]
    until(lambda: aws.results({"OperationId": third})["us-west-2"][0], lambda status: status == "RUNNING")
    now = cloudformation.describe_stack_set_operation(StackSetName="set", OperationId=second)["StackSetOperation"]
    assert now["Status"] == "QUEUED"
    local.delay = 0
    assert [aws.ended(one)["Status"] for one in (first, second, third)] == ["SUCCEEDED"] * 3


def test_a_set_that_is_not_managed_does_one_thing_at_a_time(aws: Aws, local: Local) -> None:
    aws.make_set(BODY, ManagedExecution={"Active": False})
    local.delay = 1
    started = aws.client("cloudformation").create_stack_instances(StackSetName="set", Regions=["eu-west-1"], **HERE)[
        "OperationId"
    ]

    with pytest.raises(ClientError) as error:
        aws.create_instances(["us-west-2"])

    assert error.value.response["Error"]["Code"] == "OperationInProgressException"
    assert aws.ended(started)["Status"] == "SUCCEEDED"
    assert list(aws.instances()) == ["eu-west-1"]


@pytest.mark.parametrize("call", ["update_stack_instances", "delete_stack_instances"])
def test_an_operation_whose_instance_a_queued_one_took_away_fails_and_the_next_one_begins(
    aws: Aws, local: Local, call: str
) -> None:
    aws.make_set(BODY)
    aws.create_instances()
    local.delay = 0.05
    cloudformation = aws.client("cloudformation")
    given = {"StackSetName": "set", "Regions": ["eu-west-1"], **HERE}

    first = cloudformation.delete_stack_instances(RetainStacks=False, **given)["OperationId"]
    retain = {"RetainStacks": False} if call == "delete_stack_instances" else {}
    second = getattr(cloudformation, call)(**given, **retain)["OperationId"]

    assert aws.ended(first)["Status"] == "SUCCEEDED"
    behind = aws.ended(second)
    assert (behind["Status"], behind["StatusDetails"]) == ("FAILED", {"FailedStackInstancesCount": 1})
    assert aws.results(behind)["eu-west-1"] == ("FAILED", "Stack instance in eu-west-1 not found")
    assert aws.create_instances(["eu-west-1"])["Status"] == "SUCCEEDED"


def test_whatever_goes_wrong_in_a_region_ends_the_operation_and_is_told(local: Local) -> None:
    from generator.local.instances import start

    broken: dict[str, Any] = {"_instances": {"eu-west-1": {}}, "_operations": {}}
    operation = {"OperationId": "1", "Action": "UPDATE", "_parallel": False, "_tolerant": False}
    operation["_results"] = {"eu-west-1": {}}

    async def ended() -> None:
        start(broken, operation)
        async with asyncio.timeout(5):
            while "EndTimestamp" not in operation:
                await asyncio.sleep(0)

    asyncio.run(ended())

    assert operation["Status"] == "FAILED"
    assert operation["_results"] == {
        "eu-west-1": {"Status": "FAILED", "StatusReason": "Internal Failure: KeyError('AdministrationRoleARN')"}
    }
