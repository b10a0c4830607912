from __future__ import annotations

import json

import pytest

from generator.aws.model import DeployedStack, StackStatus
from generator.aws.stacks import protect_stack, read_stack
from generator.errors import AwsError
from tests.support.recording import FakeAws, Refusal, described, no_stack, stack_id


def test_a_stack_is_read_with_the_template_that_it_was_given() -> None:
    aws = FakeAws()
    aws.on(
        "DescribeStacks",
        described(
            "UPDATE_COMPLETE",
            Outputs=[{"OutputKey": "Url", "OutputValue": "https://x"}],
            Parameters=[{"ParameterKey": "Target", "ParameterValue": "d-1"}],
            EnableTerminationProtection=True,
        ),
    )
    aws.on("GetTemplate", {"TemplateBody": '{"Resources": {"Table": {"Type": "T"}}}'})

    stack = read_stack(aws.session, "shop-main", "eu-west-1")

    assert stack == DeployedStack(
        name="shop-main",
        region="eu-west-1",
        stack_id=stack_id(),
        status=StackStatus("UPDATE_COMPLETE"),
        body={"Resources": {"Table": {"Type": "T"}}},
        parameters={"Target": "d-1"},
        outputs={"Url": "https://x"},
        termination_protection=True,
    )
    assert aws.sent("GetTemplate") == [{"StackName": stack_id(), "TemplateStage": "Original"}]


@pytest.mark.parametrize("answer", [no_stack(), described("DELETE_COMPLETE")], ids=["unknown", "deleted"])
def test_a_stack_that_does_not_exist_is_none(answer: Refusal) -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", answer)

    assert read_stack(aws.session, "shop-main", "eu-west-1") is None


def test_a_stack_that_goes_while_it_is_read_is_none() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("DELETE_IN_PROGRESS"))
    aws.on("GetTemplate", no_stack())

    assert read_stack(aws.session, "shop-main", "eu-west-1") is None


def test_a_stack_under_review_has_no_template_to_ask_for() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("REVIEW_IN_PROGRESS"))

    stack = read_stack(aws.session, "shop-main", "eu-west-1")

    assert stack is not None
    assert stack.body == {}
    assert aws.operations == ["DescribeStacks"]


@pytest.mark.parametrize("body", ["Resources:\n  Table: {}\n", "[]", "{"])
def test_a_template_that_is_no_json_object_is_somebody_elses(body: str) -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("CREATE_COMPLETE"))
    aws.on("GetTemplate", {"TemplateBody": body})

    with pytest.raises(AwsError, match="eu-west-1: the template of stack shop-main is not JSON") as caught:
        read_stack(aws.session, stack_id(), "eu-west-1")

    assert caught.value.advice


def test_a_body_is_plain_json() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("CREATE_COMPLETE"))
    aws.on("GetTemplate", {"TemplateBody": json.dumps({"Resources": {"Täble": {"Number": 1.5}}})})

    stack = read_stack(aws.session, "shop-main", "eu-west-1")

    assert stack is not None
    assert type(stack.body["Resources"]) is dict
    assert stack.body == {"Resources": {"Täble": {"Number": 1.5}}}


def test_protection_is_switched_on_and_off() -> None:
    aws = FakeAws()
    aws.on("UpdateTerminationProtection", {})

    protect_stack(aws.session, "shop-main", "eu-west-1", on=True)
    protect_stack(aws.session, "shop-main", "eu-west-1", on=False)

    assert [call["EnableTerminationProtection"] for call in aws.sent("UpdateTerminationProtection")] == [True, False]


def test_a_stack_that_does_not_exist_can_be_unprotected_but_not_protected() -> None:
    aws = FakeAws()
    aws.on("UpdateTerminationProtection", Refusal("ValidationError", "Stack [shop-main] does not exist"))

    protect_stack(aws.session, "shop-main", "eu-west-1", on=False)

    with pytest.raises(AwsError, match="does not exist"):
        protect_stack(aws.session, "shop-main", "eu-west-1", on=True)
