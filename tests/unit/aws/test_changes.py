from __future__ import annotations

import pytest

from generator.aws.changes import deploy_stack
from generator.errors import OperationError
from tests.support.recording import Answer, described, event, events, no_stack, stack_id, words
from tests.unit.aws.stack_answers import CHANGE_SET, OLD, SAME, aws_with, request


def test_a_stack_that_does_not_exist_is_created() -> None:
    aws = aws_with(no_stack(), described("CREATE_COMPLETE"), last="CREATE_COMPLETE")

    stack = deploy_stack(
        aws.session,
        request(parameters={"B": "2", "A": "1"}, capabilities=("CAPABILITY_IAM",), tags={"app": "shop"}),
        aws.watch,
    )

    sent = dict(aws.sent("CreateChangeSet")[0])
    assert sent.pop("ClientToken") == sent.pop("ChangeSetName")
    assert sent == {
        "StackName": "shop-main",
        "ChangeSetType": "CREATE",
        "Parameters": [
            {"ParameterKey": "A", "ParameterValue": "1"},
            {"ParameterKey": "B", "ParameterValue": "2"},
        ],
        "Capabilities": ["CAPABILITY_IAM"],
        "Tags": [{"Key": "app", "Value": "shop"}],
        "TemplateBody": '{"Resources":{"Table":{"Type":"AWS::DynamoDB::GlobalTable"}}}',
    }
    assert aws.sent("ExecuteChangeSet") == [
        {"ChangeSetName": CHANGE_SET["Id"], "StackName": stack_id(), "ClientRequestToken": "uuid"}
    ]
    assert stack.status.value == "CREATE_COMPLETE"


def test_each_change_set_has_a_name_of_its_own() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))

    deploy_stack(aws.session, request(), aws.watch)
    aws.on("DescribeStackEvents", events(OLD), events(OLD, event(100, "UPDATE_COMPLETE")))
    deploy_stack(aws.session, request(), aws.watch)

    assert len({sent["ChangeSetName"] for sent in aws.sent("CreateChangeSet")}) == 2


@pytest.mark.parametrize(
    ("state", "imports", "expected"),
    [
        (described("UPDATE_ROLLBACK_COMPLETE"), {}, "UPDATE"),
        (described("REVIEW_IN_PROGRESS"), {}, "CREATE"),
        (no_stack(), {"Table": {"TableName": "shop-items"}}, "IMPORT"),
        (described("UPDATE_COMPLETE"), {"Table": {"TableName": "shop-items"}}, "IMPORT"),
        (described("REVIEW_IN_PROGRESS"), {"Table": {"TableName": "shop-items"}}, "IMPORT"),
        (described("IMPORT_ROLLBACK_COMPLETE"), {"Table": {"TableName": "shop-items"}}, "IMPORT"),
        (described("IMPORT_ROLLBACK_COMPLETE"), {}, "UPDATE"),
    ],
    ids=[
        "there",
        "left under review",
        "tables without a stack",
        "tables beside a stack",
        "an import left under review",
        "an import rolled back",
        "after an import that was rolled back",
    ],
)
def test_what_is_there_decides_what_is_done(state: Answer, imports: dict[str, dict[str, str]], expected: str) -> None:
    aws = aws_with(state, described("IMPORT_COMPLETE"), last="IMPORT_COMPLETE")

    deploy_stack(aws.session, request(imports=imports), aws.watch)

    assert [sent["ChangeSetType"] for sent in aws.sent("CreateChangeSet")] == [expected]


def test_an_import_names_type_and_identifier() -> None:
    aws = aws_with(no_stack(), described("IMPORT_COMPLETE"), last="IMPORT_COMPLETE")

    deploy_stack(aws.session, request(imports={"Table": {"TableName": "shop-items"}}), aws.watch)

    assert aws.sent("CreateChangeSet")[0]["ResourcesToImport"] == [
        {
            "ResourceType": "AWS::DynamoDB::GlobalTable",
            "LogicalResourceId": "Table",
            "ResourceIdentifier": {"TableName": "shop-items"},
        }
    ]


@pytest.mark.parametrize("reason", [SAME["StatusReason"], "No updates are to be performed."])
def test_no_change_is_success_and_leaves_no_change_set(reason: str) -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("DescribeChangeSet", {"Status": "FAILED", "StatusReason": reason})

    stack = deploy_stack(aws.session, request(), aws.watch)

    assert stack.status.value == "UPDATE_COMPLETE"
    assert len(aws.sent("DeleteChangeSet")) == 1
    assert "ExecuteChangeSet" not in aws.operations
    assert "DeleteStack" not in aws.operations


def test_a_change_set_that_fails_tells_why_and_leaves_nothing() -> None:
    aws = aws_with(no_stack())
    aws.on("DescribeChangeSet", {"Status": "FAILED", "StatusReason": "Template error: instance of Fn::Sub"})
    aws.on("DescribeEvents", {"OperationEvents": []})

    with pytest.raises(OperationError, match="shop-main: Template error: instance of Fn::Sub") as caught:
        deploy_stack(aws.session, request(), aws.watch)

    assert aws.operations[-2:] == ["DeleteChangeSet", "DeleteStack"]
    assert caught.value.place.region == "eu-west-1"


def test_the_stack_of_somebody_else_is_not_deleted_with_a_failed_change_set() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on("DescribeChangeSet", {"Status": "FAILED", "StatusReason": "Template error"})
    aws.on("DescribeEvents", {"OperationEvents": []})

    with pytest.raises(OperationError):
        deploy_stack(aws.session, request(), aws.watch)

    assert "DeleteStack" not in aws.operations


def test_a_failure_names_the_first_resource_that_caused_it() -> None:
    aws = aws_with(
        described("UPDATE_COMPLETE"),
        described("UPDATE_ROLLBACK_IN_PROGRESS"),
        described("UPDATE_ROLLBACK_COMPLETE"),
        changes=(
            event(2, "UPDATE_IN_PROGRESS"),
            event(3, "CREATE_FAILED", "Role", "Resource creation cancelled"),
            event(4, "CREATE_FAILED", "Certificate", "The domain is not allowed"),
            event(5, "CREATE_FAILED", "Other", "A later one"),
            event(6, "UPDATE_ROLLBACK_IN_PROGRESS", reason="The following resource(s) failed"),
        ),
        last="UPDATE_ROLLBACK_COMPLETE",
    )

    with pytest.raises(OperationError) as caught:
        deploy_stack(aws.session, request(), aws.watch)

    assert caught.value.message == "eu-west-1: stack shop-main was not updated: Certificate: The domain is not allowed"
    assert caught.value.place == ("follow stack shop-main", "eu-west-1", "UPDATE_ROLLBACK_COMPLETE", "Certificate")
    assert "UPDATE_ROLLBACK_COMPLETE" in caught.value.advice


def test_progress_tells_each_event_of_this_operation_once() -> None:
    aws = aws_with(described("UPDATE_COMPLETE"), described("UPDATE_IN_PROGRESS"), described("UPDATE_COMPLETE"))
    begun = (OLD, event(2, "UPDATE_IN_PROGRESS"), event(3, "UPDATE_IN_PROGRESS", "Table"))
    aws.on(
        "DescribeStackEvents",
        events(OLD),
        events(*begun),
        events(*begun, event(4, "UPDATE_COMPLETE", "Table"), event(5, "UPDATE_COMPLETE")),
    )

    deploy_stack(aws.session, request(), aws.watch)

    assert words(aws.told) == [
        "eu-west-1 UPDATE_IN_PROGRESS",
        "eu-west-1 Table UPDATE_IN_PROGRESS",
        "eu-west-1 Table UPDATE_COMPLETE",
        "eu-west-1 UPDATE_COMPLETE",
    ]


def test_the_state_from_before_is_not_taken_for_the_end() -> None:
    """DescribeStacks lags: without an event of the stack itself nothing has begun."""
    aws = aws_with(described("UPDATE_COMPLETE"))
    aws.on(
        "DescribeStackEvents",
        events(OLD),
        events(OLD),
        events(OLD, event(2, "UPDATE_IN_PROGRESS")),
        events(OLD, event(2, "UPDATE_IN_PROGRESS"), event(3, "UPDATE_COMPLETE")),
    )

    deploy_stack(aws.session, request(), aws.watch)

    assert len(aws.clock.naps) == 2


def test_a_stillborn_stack_is_deleted_and_created_anew() -> None:
    aws = aws_with(
        described("ROLLBACK_COMPLETE"),
        described("ROLLBACK_COMPLETE"),
        described("DELETE_COMPLETE"),
        no_stack(),
        described("CREATE_COMPLETE"),
        last="CREATE_COMPLETE",
    )
    aws.on(
        "DescribeStackEvents",
        events(OLD),
        events(OLD, event(2, "DELETE_COMPLETE")),
        events(),
        events(event(3, "CREATE_COMPLETE")),
    )

    deploy_stack(aws.session, request(role_arn="arn:aws:iam::123456789012:role/shop-execution"), aws.watch)

    assert aws.sent("DeleteStack")[0]["StackName"] == stack_id()
    assert aws.sent("DeleteStack")[0]["RoleARN"].endswith("role/shop-execution")
    assert [sent["ChangeSetType"] for sent in aws.sent("CreateChangeSet")] == ["CREATE"]
    assert "created anew" in words(aws.told)[0]


def test_what_a_failed_import_into_a_new_stack_left_is_deleted_and_imported_anew() -> None:
    left = described("ROLLBACK_COMPLETE")
    aws = aws_with(left, left, described("DELETE_COMPLETE"), no_stack(), described("IMPORT_COMPLETE"))
    aws.on(
        "DescribeStackEvents",
        events(OLD),
        events(OLD, event(2, "DELETE_COMPLETE")),
        events(),
        events(event(3, "IMPORT_COMPLETE")),
    )

    deploy_stack(aws.session, request(imports={"Table": {"TableName": "shop-items"}}), aws.watch)

    assert len(aws.sent("DeleteStack")) == 1
    assert [sent["ChangeSetType"] for sent in aws.sent("CreateChangeSet")] == ["IMPORT"]


def test_somebody_elses_operation_is_waited_for() -> None:
    aws = aws_with(
        described("UPDATE_IN_PROGRESS"),
        described("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        described("UPDATE_COMPLETE"),
    )

    deploy_stack(aws.session, request(), aws.watch)

    assert words(aws.told)[0] == ("eu-west-1 UPDATE_IN_PROGRESS waits for an operation that was begun elsewhere")
    assert aws.operations.index("CreateChangeSet") == 3


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback"),
        ("UPDATE_FAILED", "aws cloudformation rollback-stack"),
        ("IMPORT_ROLLBACK_FAILED", "aws cloudformation describe-stack-events"),
    ],
)
def test_a_stuck_stack_names_the_command_that_helps(status: str, command: str) -> None:
    aws = aws_with(described(status, StackStatusReason="Role is gone"))

    with pytest.raises(OperationError, match=f"{status} and takes no update: Role is gone") as caught:
        deploy_stack(aws.session, request(), aws.watch)

    assert f"{command} --stack-name shop-main --region eu-west-1" in caught.value.advice
    assert "CreateChangeSet" not in aws.operations
