from __future__ import annotations

import pytest

from generator.aws.changes import LAG, PROPAGATION, deploy_stack
from generator.errors import AwsError, BusyError
from tests.support.recording import Refusal, described, event, events
from tests.unit.aws.stack_answers import CHANGE_SET, MADE, OLD, aws_with, request


def test_a_change_set_that_was_just_made_may_not_be_found() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    missing = Refusal("ChangeSetNotFound", "ChangeSet [x] does not exist", 404)
    aws.on("DescribeChangeSet", missing, missing, {"Status": "CREATE_IN_PROGRESS"}, MADE)

    deploy_stack(aws.session, request(), aws.watch)

    assert len(aws.sent("CreateChangeSet")) == 1


def test_a_change_set_that_is_never_found_is_an_error() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("DescribeChangeSet", Refusal("ChangeSetNotFound", "ChangeSet [x] does not exist", 404))

    with pytest.raises(AwsError, match="ChangeSetNotFound"):
        deploy_stack(aws.session, request(), aws.watch)

    assert aws.clock.time >= LAG


RACED = [
    ("ExecuteChangeSet", Refusal("ChangeSetNotFound", "ChangeSet [x] does not exist", 404)),
    ("ExecuteChangeSet", Refusal("ValidationError", "Stack:x is in UPDATE_IN_PROGRESS state and can not be updated.")),
    ("CreateChangeSet", Refusal("ValidationError", "Stack:x is in UPDATE_IN_PROGRESS state and can not be updated.")),
    ("CreateChangeSet", Refusal("ValidationError", "Stack [shop-main] does not exist")),
]


@pytest.mark.parametrize(("operation", "refusal"), RACED)
def test_when_another_change_comes_between_it_is_begun_again(operation: str, refusal: Refusal) -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("DescribeStackEvents", events(OLD), events(OLD), events(OLD, event(2, "UPDATE_COMPLETE")))
    if operation == "CreateChangeSet":
        aws.on("DescribeStackEvents", events(OLD), events(OLD, event(2, "UPDATE_COMPLETE")))
    aws.on(operation, refusal, CHANGE_SET if operation == "CreateChangeSet" else {})

    deploy_stack(aws.session, request(), aws.watch)

    assert len(aws.sent("CreateChangeSet")) == 2


def test_an_obsolete_change_set_is_made_again() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("ExecuteChangeSet", Refusal("InvalidChangeSetStatus", "cannot be executed in its current status"), {})
    aws.on("DescribeChangeSet", MADE, MADE | {"ExecutionStatus": "OBSOLETE"}, MADE)
    aws.on("DescribeStackEvents", events(OLD), events(OLD), events(OLD, event(2, "UPDATE_COMPLETE")))

    deploy_stack(aws.session, request(), aws.watch)

    assert len(aws.sent("CreateChangeSet")) == 2


def test_a_lost_answer_to_the_execution_does_not_make_a_second_one() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("ExecuteChangeSet", Refusal("InvalidChangeSetStatus", "cannot be executed in its current status"))
    aws.on("DescribeChangeSet", MADE, MADE | {"ExecutionStatus": "EXECUTE_IN_PROGRESS"})

    deploy_stack(aws.session, request(), aws.watch)

    assert len(aws.sent("CreateChangeSet")) == 1


def test_somebody_who_keeps_changing_the_stack_wins() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("ExecuteChangeSet", Refusal("ChangeSetNotFound", "ChangeSet [x] does not exist", 404))

    with pytest.raises(BusyError, match="somebody else keeps changing stack shop-main"):
        deploy_stack(aws.session, request(), aws.watch)


def test_a_role_that_is_seconds_old_is_waited_for() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    young = Refusal("ValidationError", "Role arn:aws:iam::123456789012:role/x is invalid or cannot be assumed")
    aws.on("CreateChangeSet", young, young, CHANGE_SET)

    deploy_stack(aws.session, request(role_arn="arn:aws:iam::123456789012:role/x"), aws.watch)

    sent = aws.sent("CreateChangeSet")
    assert len({one["ChangeSetName"] for one in sent}) == 1
    assert sent[0]["RoleARN"] == "arn:aws:iam::123456789012:role/x"


def test_a_role_that_can_never_be_assumed_is_an_error_after_a_while() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("CreateChangeSet", Refusal("ValidationError", "Role x is invalid or cannot be assumed"))

    with pytest.raises(AwsError, match="cannot be assumed"):
        deploy_stack(aws.session, request(role_arn="arn:aws:iam::123456789012:role/x"), aws.watch)

    assert PROPAGATION <= aws.clock.time < 2 * PROPAGATION


def test_what_aws_refuses_is_not_tried_again() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("CreateChangeSet", Refusal("ValidationError", "S3 error: The specified bucket does not exist"))

    with pytest.raises(AwsError, match="make a change set of stack shop-main: S3 error"):
        deploy_stack(aws.session, request(), aws.watch)

    assert len(aws.sent("CreateChangeSet")) == 1
