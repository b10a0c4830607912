from __future__ import annotations

import pytest

from generator.aws.model import DeployedInstance, StackStatus
from generator.aws.stack_sets import read_stack_set
from generator.errors import CredentialsError, NetworkError
from tests.support.recording import FakeAws, Refusal, described
from tests.unit.aws.stack_set_answers import AP, BODY, EU, HOME, NAME, NO_SET, US, aws_with, behind, instance, instances


def seen(*shown: dict[str, object]) -> FakeAws:
    aws = aws_with(*shown)
    for region in (EU, AP, US):
        aws.on("DescribeStacks", described("CREATE_COMPLETE", f"StackSet-{NAME}-{region}", region), region=region)
    aws.on("GetTemplate", {"TemplateBody": '{"Resources": {}}'})
    return aws


def test_a_stack_set_is_read_with_its_instances_and_their_stacks() -> None:
    aws = seen(instance(EU), instance(AP, "OUTDATED", stack=False, reason="Cancelled"))

    found = read_stack_set(aws.session, NAME, HOME)

    assert found is not None
    assert (found.name, found.region, found.body) == (NAME, HOME, BODY)
    assert list(found.instances) == [AP, EU]
    assert found.instances[AP] == DeployedInstance(region=AP, status="OUTDATED", detailed="FAILED", reason="Cancelled")
    stack = found.instances[EU].stack
    assert stack is not None
    assert (stack.stack_id, stack.region, stack.status) == (behind(EU), EU, StackStatus("CREATE_COMPLETE"))


@pytest.mark.parametrize("answer", [NO_SET, {"StackSet": {"Status": "DELETED"}}], ids=["unknown", "deleted"])
def test_a_stack_set_that_does_not_exist_is_none(answer: Refusal) -> None:
    aws = FakeAws()
    aws.on("DescribeStackSet", answer)

    assert read_stack_set(aws.session, NAME, HOME) is None


def test_all_pages_of_instances_are_read() -> None:
    aws = seen()
    aws.on("ListStackInstances", instances(instance(US)) | {"NextToken": "more"}, instances(instance(EU)))

    found = read_stack_set(aws.session, NAME, HOME)

    assert found is not None
    assert list(found.instances) == [EU, US]


def test_a_region_that_does_not_answer_does_not_hide_the_others() -> None:
    aws = seen(instance(EU), instance(US))
    aws.on("DescribeStacks", Refusal("ServiceUnavailable", "Sorry", 503), region=US)

    found = read_stack_set(aws.session, NAME, HOME)

    assert found is not None
    assert found.instances[EU].stack is not None
    assert found.instances[US].stack is None
    assert "us-west-2: could not read stack" in found.instances[US].reason


def test_a_region_to_be_skipped_is_not_asked() -> None:
    aws = seen(instance(EU), instance(US))
    aws.on("DescribeStacks", Refusal("ServiceUnavailable", "Sorry", 503), region=US)

    found = read_stack_set(aws.session, NAME, HOME, frozenset({US}))

    assert found is not None
    assert found.instances[EU].stack is not None
    assert (found.instances[US].stack, found.instances[US].reason) == (None, "")


def test_expired_credentials_concern_every_region() -> None:
    aws = seen(instance(EU), instance(US))
    aws.on("DescribeStacks", Refusal("ExpiredToken", "The security token is expired"), region=US)

    with pytest.raises(CredentialsError):
        read_stack_set(aws.session, NAME, HOME)


def test_operations_that_have_not_ended_are_named() -> None:
    aws = seen()
    states = ("SUCCEEDED", "RUNNING", "QUEUED", "STOPPING", "FAILED")
    aws.on(
        "ListStackSetOperations", {"Summaries": [{"OperationId": state.lower(), "Status": state} for state in states]}
    )

    found = read_stack_set(aws.session, NAME, HOME)

    assert found is not None
    assert found.running == ("running", "queued", "stopping")


def test_a_home_region_that_does_not_answer_is_an_error() -> None:
    from botocore.exceptions import EndpointConnectionError

    aws = FakeAws()
    aws.on("DescribeStackSet", EndpointConnectionError(endpoint_url="https://cloudformation.us-east-1.amazonaws.com"))

    with pytest.raises(NetworkError, match="us-east-1: could not read StackSet shop-secondary"):
        read_stack_set(aws.session, NAME, HOME)
