"""What can be switched: failures of resources, faults of calls, the time that things take; and what is remembered."""

from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from generator.local.remote import Asked, Local, Step
from tests.integration.local.aws import Aws, until

TOPIC: dict[str, Any] = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a"}}}}
RENAMED: dict[str, Any] = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "b"}}}}


def why(aws: Aws, region: str) -> list[str]:
    events = aws.client("cloudformation", region).describe_stack_events(StackName="stack")["StackEvents"]
    return [event["ResourceStatusReason"] for event in events if event["ResourceStatus"].endswith("_FAILED")]


def test_a_resource_fails_in_one_region_once(aws: Aws, local: Local) -> None:
    local.fail("eu-west-1", "Topic", reason="not today")

    statuses = [aws.deploy("stack", TOPIC, region)["StackStatus"] for region in ("us-east-1", "eu-west-1")]
    reasons = why(aws, "eu-west-1")
    aws.client("cloudformation", "eu-west-1").delete_stack(StackName="stack")
    again = aws.deploy("other", TOPIC, "eu-west-1")["StackStatus"]

    assert statuses == ["CREATE_COMPLETE", "ROLLBACK_COMPLETE"]
    assert reasons == ["not today"]
    assert again == "CREATE_COMPLETE"


def test_an_update_fails_only_where_the_resource_changes(aws: Aws, local: Local) -> None:
    aws.deploy("stack", TOPIC)
    local.fail("us-east-1", "Topic")

    untouched = aws.deploy("stack", {**TOPIC, "Outputs": {"One": {"Value": "1"}}})["StackStatus"]
    touched = aws.deploy("stack", RENAMED)["StackStatus"]

    assert (untouched, touched) == ("UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")


def test_a_deletion_fails_once_and_then_works(aws: Aws, local: Local) -> None:
    aws.deploy("stack", TOPIC)
    local.fail("us-east-1", "Topic", step="delete", reason="still in use")

    statuses = [_deleted(aws), _deleted(aws)]

    assert statuses == ["DELETE_FAILED", "DELETE_COMPLETE"]
    assert aws.client("sns").list_topics()["Topics"] == []


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("create", ["ROLLBACK_COMPLETE"]),
        ("update", ["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "DELETE_COMPLETE"]),
        ("delete", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_FAILED"]),
    ],
)
def test_a_resource_fails_at_the_step_that_was_asked_for(
    aws: Aws, local: Local, step: Step, expected: list[str]
) -> None:
    local.fail("us-east-1", "Topic", step=step)

    statuses = [aws.deploy("stack", TOPIC)["StackStatus"]]
    if statuses == ["CREATE_COMPLETE"]:
        statuses += [aws.deploy("stack", RENAMED)["StackStatus"], _deleted(aws)]

    assert statuses == expected


def _deleted(aws: Aws) -> str:
    """The status of the stack after a deletion was tried."""
    stack_id = aws.stack("stack")["StackId"]
    aws.client("cloudformation").delete_stack(StackName="stack")
    ends = ("DELETE_FAILED", "DELETE_COMPLETE")
    events = aws.client("cloudformation").describe_stack_events
    # Its status may still be that of the attempt before.
    until(lambda: events(StackName=stack_id)["StackEvents"][0], lambda event: event["ResourceStatus"] in ends)
    return str(aws.stack(stack_id)["StackStatus"])


def test_resources_take_their_time_and_the_server_goes_on(aws: Aws, local: Local) -> None:
    local.delay = 0.3
    started = time.monotonic()
    aws.client("cloudformation").create_stack(StackName="stack", TemplateBody=_text())

    seen = aws.stack("stack")["StackStatus"]
    answered = time.monotonic() - started

    assert (seen, answered < 0.3) == ("CREATE_IN_PROGRESS", True)
    until(lambda: aws.stack("stack")["StackStatus"], lambda status: status == "CREATE_COMPLETE")
    assert time.monotonic() - started >= 0.3
    assert local.delay == 0.3


def _text() -> str:
    return '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'


@pytest.mark.parametrize(
    ("service", "operation", "call"),
    [
        ("cloudformation", "DescribeStacks", "describe_stacks"),
        ("dynamodb", "ListTables", "list_tables"),
        ("apigateway", "GET /account", "get_account"),
        ("route53", "GET /2013-04-01/hostedzone", "list_hosted_zones"),
        ("s3", "GET /", "list_buckets"),
        ("sts", "GetCallerIdentity", "get_caller_identity"),
        ("account", "POST /listRegions", "list_regions"),
        ("cloudwatch", "ListMetrics", "list_metrics"),
    ],
)
def test_a_call_is_refused_in_its_own_protocol_and_then_works(
    aws: Aws, local: Local, service: str, operation: str, call: str
) -> None:
    local.fault(operation, "us-east-1", "ExpiredToken")

    with pytest.raises(ClientError) as error:
        getattr(aws.client(service), call)()

    assert error.value.response["Error"]["Code"] == "ExpiredToken"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert getattr(aws.client(service), call)()


def test_a_connection_is_cut_as_often_as_asked(aws: Aws, local: Local) -> None:
    local.fault("Describe*", "*", "cut", times=2)
    cloudformation = aws.client("cloudformation", "eu-west-1")

    for _ in range(2):
        with pytest.raises(ConnectionClosedError):
            cloudformation.describe_stacks()

    assert cloudformation.describe_stacks()["Stacks"] == []


def test_a_fault_of_one_region_or_operation_leaves_the_others_alone(aws: Aws, local: Local) -> None:
    local.fault("DescribeStacks", "eu-west-1", "Throttling")

    assert aws.client("cloudformation").describe_stacks()["Stacks"] == []
    assert aws.client("cloudformation", "eu-west-1").list_stacks()["StackSummaries"] == []
    with pytest.raises(ClientError, match="Throttling"):
        aws.client("cloudformation", "eu-west-1").describe_stacks()


def test_requests_are_remembered_in_their_order_with_what_they_asked(aws: Aws, local: Local) -> None:
    aws.client("cloudformation", "eu-west-1").list_stacks()
    aws.client("dynamodb").list_tables(Limit=5)
    aws.client("apigateway").get_rest_apis(limit=7)

    seen = local.requests()

    assert [(one.service, one.operation, one.region) for one in seen] == [
        ("cloudformation", "ListStacks", "eu-west-1"),
        ("dynamodb", "ListTables", "us-east-1"),
        ("apigateway", "GET /restapis", "us-east-1"),
    ]
    assert seen[0].parameters["Action"] == "ListStacks"
    assert seen[1] == Asked(service="dynamodb", operation="ListTables", region="us-east-1", parameters={"Limit": 5})
    assert seen[2].parameters == {"limit": "7"}


def test_what_a_large_request_says_is_not_remembered(aws: Aws, local: Local) -> None:
    with pytest.raises(ClientError):
        aws.client("dynamodb").put_item(TableName="none", Item={"pk": {"S": "x" * 200_000}})

    assert local.requests() == (Asked(service="dynamodb", operation="PutItem", region="us-east-1"),)


def test_reset_forgets_everything(aws: Aws, local: Local) -> None:
    aws.deploy("stack", TOPIC)
    local.fail("us-east-1", "Topic")
    local.fault("*", "*", "Throttling")
    local.delay = 5

    local.reset()

    assert (local.requests(), local.delay) == ((), 0)
    assert aws.client("cloudformation").describe_stacks()["Stacks"] == []
    assert aws.deploy("stack", TOPIC)["StackStatus"] == "CREATE_COMPLETE"


def test_iam_has_to_be_acknowledged(aws: Aws) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
    body = f'{{"Resources": {{"Role": {role}}}}}'.replace("'", '"')

    with pytest.raises(ClientError, match="InsufficientCapabilities"):
        aws.client("cloudformation").create_stack(StackName="stack", TemplateBody=body)


def test_a_generated_name_is_another_one_in_each_region(aws: Aws) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}

    for region in ("us-east-1", "eu-west-1"):
        aws.deploy("stack", {"Resources": {"Role": role}}, region)

    assert len(aws.client("iam").list_roles()["Roles"]) == 2
