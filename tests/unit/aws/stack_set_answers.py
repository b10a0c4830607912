"""What CloudFormation answers about one StackSet, for the tests of its changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.aws.model import StackSetRequest
from tests.support.recording import FakeAws, Refusal, described, stack_id

NAME = "shop-secondary"
HOME = "us-east-1"
BODY = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}
EU, AP, US = "eu-west-1", "ap-southeast-2", "us-west-2"
NO_SET = Refusal("StackSetNotFoundException", "StackSet shop-secondary not found", 404)


def request(*regions: str, body: Mapping[str, Any] = BODY, parallel: bool = False) -> StackSetRequest:
    """The StackSet as it is wanted."""
    return StackSetRequest(
        name=NAME,
        region=HOME,
        body=body,
        capabilities=("CAPABILITY_IAM",),
        administration_role_arn="arn:aws:iam::123456789012:role/shop/shop-administration",
        execution_role_name="shop-execution",
        account="123456789012",
        regions=regions,
        parallel=parallel,
    )


def set_of(body: Mapping[str, Any] = BODY) -> Mapping[str, Any]:
    """An answer of DescribeStackSet."""
    return {"StackSet": {"StackSetName": NAME, "Status": "ACTIVE", "TemplateBody": json.dumps(body)}}


def behind(region: str) -> str:
    """The id of the stack behind the instance in a region."""
    return stack_id(f"StackSet-{NAME}-{region}", region)


def instance(region: str, status: str = "CURRENT", *, stack: bool = True, reason: str = "") -> dict[str, Any]:
    """An instance as ListStackInstances shows it."""
    shown: dict[str, Any] = {
        "Region": region,
        "Account": "123456789012",
        "Status": status,
        "StackInstanceStatus": {"DetailedStatus": "SUCCEEDED" if status == "CURRENT" else "FAILED"},
    }
    return shown | ({"StackId": behind(region)} if stack else {}) | ({"StatusReason": reason} if reason else {})


def instances(*shown: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of ListStackInstances."""
    return {"Summaries": list(shown)}


def ended(status: str = "SUCCEEDED", failed: int = 0, reason: str = "") -> Mapping[str, Any]:
    """An answer of DescribeStackSetOperation."""
    operation = {"Status": status, "StatusDetails": {"FailedStackInstancesCount": failed}}
    return {"StackSetOperation": operation | ({"StatusReason": reason} if reason else {})}


def results(**statuses: str) -> dict[str, Any]:
    """An answer of ListStackSetOperationResults; `eu_west_1="FAILED because"` is a status and its reason."""
    summaries = []
    for region, told in statuses.items():
        status, _, reason = told.partition(" ")
        summaries.append({"Region": region.replace("_", "-"), "Status": status, "StatusReason": reason})
    return {"Summaries": summaries}


def aws_with(*shown: Mapping[str, Any]) -> FakeAws:
    """An AWS with the StackSet and these instances, where every operation succeeds at once."""
    aws = FakeAws()
    aws.on("DescribeStackSet", set_of())
    aws.on("ListStackInstances", instances(*shown))
    aws.on("ListStackSetOperations", {"Summaries": []})
    aws.on("ListStackSetOperationResults", results())
    aws.on("DescribeStackSetOperation", ended())
    aws.on("DescribeStackEvents", {"StackEvents": []})
    for operation in ("UpdateStackSet", "CreateStackInstances", "UpdateStackInstances", "DeleteStackInstances"):
        aws.on(operation, {"OperationId": "answered"})
    aws.on("CreateStackSet", {"StackSetId": f"{NAME}:1"})
    aws.on("DeleteStackSet", {})
    for one in shown:
        if one["Status"] == "CURRENT":
            region = one["Region"]
            aws.on("DescribeStacks", described("CREATE_COMPLETE", f"StackSet-{NAME}-{region}", region), region=region)
    return aws


def changes(aws: FakeAws) -> list[tuple[str, list[str]]]:
    """The operations that were begun, each with its regions."""
    begun = ("CreateStackSet", "UpdateStackSet", "CreateStackInstances", "UpdateStackInstances")
    return [
        (call.operation, list(call.parameters.get("Regions", ())))
        for call in aws.calls
        if call.operation in (*begun, "DeleteStackInstances", "DeleteStackSet", "DeleteStack")
    ]
