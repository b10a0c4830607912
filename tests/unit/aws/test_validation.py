from __future__ import annotations

from typing import Any

import pytest

from generator.aws.changes import deploy_stack
from generator.aws.validation import failed_validations, told
from generator.errors import OperationError
from tests.support.recording import Answer, FakeAws, Refusal, described, no_stack
from tests.unit.aws.stack_answers import CHANGE_SET, SAME, aws_with, request

HINT = (
    "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early "
    "Validation errors, use the DescribeEvents API for detailed failure information."
)


def finding(resource: str, path: str, reason: str, mode: str = "FAIL", status: str = "FAILED") -> dict[str, Any]:
    return {
        "EventType": "VALIDATION_ERROR",
        "LogicalResourceId": resource,
        "ValidationFailureMode": mode,
        "ValidationName": "PROPERTY_VALIDATION",
        "ValidationPath": path,
        "ValidationStatus": status,
        "ValidationStatusReason": reason,
    }


MODE = finding("Table", "/Resources/Table/Properties/BillingMode", "ON_DEMAND is not one of the allowed values")
TAKEN = finding("Role", "/Resources/Role", "a role of that name exists")


def failed_with(*answers: Answer) -> FakeAws:
    aws = aws_with(no_stack())
    aws.on("DescribeChangeSet", {"Status": "FAILED", "StatusReason": HINT})
    aws.on("DescribeEvents", *answers)
    return aws


def refusal(aws: FakeAws) -> OperationError:
    with pytest.raises(OperationError) as caught:
        deploy_stack(aws.session, request(), aws.watch)
    return caught.value


def findings(*events: dict[str, Any]) -> str:
    aws = failed_with({"OperationEvents": list(events)})
    return told(failed_validations(aws.session, CHANGE_SET["Id"], "shop-main", "eu-west-1"))


def test_what_early_validation_found_is_told_before_the_change_set_is_deleted() -> None:
    aws = failed_with({"OperationEvents": [MODE], "NextToken": "2"}, {"OperationEvents": [TAKEN]})

    error = refusal(aws)

    assert error.message == (
        "eu-west-1: CloudFormation does not take the template of stack shop-main: "
        "Table Properties/BillingMode: ON_DEMAND is not one of the allowed values; Role: a role of that name exists"
    )
    assert error.place.resource == "Table"
    assert aws.operations[-4:] == ["DescribeEvents", "DescribeEvents", "DeleteChangeSet", "DeleteStack"]
    assert aws.sent("DescribeEvents")[0] == {"ChangeSetName": CHANGE_SET["Id"], "Filters": {"FailedEvents": True}}


@pytest.mark.parametrize(
    "answer",
    [Refusal("AccessDenied", "not authorized"), Refusal("ValidationError", "no such action"), {"OperationEvents": []}],
    ids=["forbidden", "not known", "nothing told"],
)
def test_without_an_answer_the_reason_of_the_change_set_is_told(answer: Answer) -> None:
    aws = failed_with(answer)

    assert HINT in refusal(aws).message
    assert len(aws.sent("DeleteChangeSet")) == 1


def test_a_change_set_without_changes_is_asked_for_no_reason() -> None:
    aws = failed_with({"OperationEvents": [MODE]})
    aws.on("DescribeChangeSet", SAME)

    aws.on("DescribeStacks", described("UPDATE_COMPLETE"))

    deploy_stack(aws.session, request(), aws.watch)

    assert "DescribeEvents" not in aws.operations


def test_only_what_stands_in_the_way_is_told_and_once() -> None:
    warning = finding("Bucket", "/Resources/Bucket", "better not", mode="WARN")
    skipped = finding("Api", "/Resources/Api", "not looked at", status="SKIPPED")
    stack = {"EventType": "STACK_EVENT", "ResourceStatusReason": "something else"}

    assert findings(warning, MODE, skipped, MODE, stack) == (
        "Table Properties/BillingMode: ON_DEMAND is not one of the allowed values"
    )


def test_of_many_the_first_are_told_and_how_many_more_there_are() -> None:
    many = [finding(f"R{number}", f"/Resources/R{number}", "no") for number in range(5)]

    assert findings(*many) == "R0: no; R1: no; R2: no; and 2 more"


def test_what_a_hook_forbids_is_told() -> None:
    hook = {
        "EventType": "HOOK_INVOCATION_ERROR",
        "LogicalResourceId": "Table",
        "HookFailureMode": "FAIL",
        "HookStatusReason": "tables need a cost centre",
    }

    assert findings(hook, {**hook, "HookFailureMode": "WARN"}) == "Table: tables need a cost centre"
