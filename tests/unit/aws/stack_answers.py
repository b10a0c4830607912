"""What CloudFormation answers about one stack, for the tests of its changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.aws.model import StackRequest
from tests.support.recording import (
    Answer,
    FakeAws,
    event,
    events,
    stack_id,
)

BODY = {"Resources": {"Table": {"Type": "AWS::DynamoDB::GlobalTable"}}}
CHANGE_SET = {"Id": "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/deploy-1/uuid", "StackId": stack_id()}
MADE = {"Status": "CREATE_COMPLETE", "ExecutionStatus": "AVAILABLE"}
SAME = {"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes. Submit different …"}
OLD = event(1, "CREATE_COMPLETE")


def request(**more: Any) -> StackRequest:
    """The stack as it is wanted."""
    return StackRequest(name="shop-main", region="eu-west-1", body=BODY, **more)


def aws_with(
    *states: Answer, changes: tuple[Mapping[str, Any], ...] = (OLD,), last: str = "UPDATE_COMPLETE"
) -> FakeAws:
    """An AWS where the stack is in these states when it is looked at, one after the other, and takes a change set."""
    aws = FakeAws()
    aws.on("DescribeStacks", *states)
    aws.on("CreateChangeSet", CHANGE_SET)
    aws.on("DescribeChangeSet", MADE)
    aws.on("DescribeStackEvents", events(OLD), events(OLD, *changes, event(99, last)))
    aws.on("ExecuteChangeSet", {})
    aws.on("DeleteChangeSet", {})
    aws.on("DeleteStack", {})
    aws.on("GetTemplate", {"TemplateBody": "{}"})
    return aws
