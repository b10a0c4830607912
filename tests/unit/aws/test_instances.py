from __future__ import annotations

from typing import Any

import pytest

from generator.aws.instances import delete_instances
from generator.aws.stack_set_changes import create_instances, deploy_stack_set
from generator.errors import OperationError
from tests.support.recording import FakeAws, described, no_stack
from tests.unit.aws.stack_set_answers import (
    AP,
    EU,
    NAME,
    NO_SET,
    US,
    aws_with,
    behind,
    changes,
    instance,
    request,
    set_of,
)

NEW = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "new"}}}}
ROLLED_BACK = described("ROLLBACK_COMPLETE", f"StackSet-{NAME}-{EU}", EU)
WELL = described("UPDATE_ROLLBACK_COMPLETE", f"StackSet-{NAME}-{EU}", EU)


def broken(kind: str) -> FakeAws:
    """One well instance in ap-southeast-2, and one in eu-west-1 that is not."""
    shown: dict[str, dict[str, Any]] = {
        "failed when it was created": instance(EU, "OUTDATED"),
        "never created": instance(EU, "OUTDATED", stack=False),
        "inoperable": instance(EU, "INOPERABLE"),
        "stack deleted by hand": instance(EU),
        "failed when it was updated": instance(EU, "OUTDATED"),
    }
    aws = aws_with(shown[kind], instance(AP))
    states = {"failed when it was created": ROLLED_BACK, "failed when it was updated": WELL}
    aws.on("DescribeStacks", states.get(kind, no_stack(behind(EU))), region=EU)
    return aws


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("failed when it was created", [("DeleteStackInstances", [EU]), ("CreateStackInstances", [EU])]),
        ("never created", [("CreateStackInstances", [EU])]),
        ("inoperable", [("DeleteStackInstances", [EU]), ("CreateStackInstances", [EU])]),
        ("stack deleted by hand", [("DeleteStackInstances", [EU]), ("CreateStackInstances", [EU])]),
        ("failed when it was updated", [("UpdateStackInstances", [EU])]),
    ],
)
def test_creating_repairs_what_failed_before(kind: str, expected: list[tuple[str, list[str]]]) -> None:
    aws = broken(kind)

    create_instances(aws.session, request(EU, AP), aws.watch)

    assert changes(aws) == expected


@pytest.mark.parametrize(
    ("kind", "retained"),
    [("failed when it was created", False), ("inoperable", True), ("stack deleted by hand", True)],
)
def test_a_stack_is_retained_only_where_stack_sets_cannot_delete_it(kind: str, retained: bool) -> None:
    aws = broken(kind)

    create_instances(aws.session, request(EU), aws.watch)

    assert [sent["RetainStacks"] for sent in aws.sent("DeleteStackInstances")] == [retained]


def test_what_stack_sets_leave_behind_is_deleted_by_hand_with_their_role() -> None:
    aws = broken("inoperable")
    name = f"StackSet-{NAME}-{EU}"
    aws.on("DescribeStacks", described("DELETE_FAILED", name, EU), described("DELETE_COMPLETE", name, EU), region=EU)
    aws.on("DeleteStack", {})

    create_instances(aws.session, request(EU), aws.watch)

    sent = aws.sent("DeleteStack")[0]
    assert (sent["StackName"], sent["RoleARN"]) == (behind(EU), "arn:aws:iam::123456789012:role/shop-execution")
    assert [one for one, _ in changes(aws)] == ["DeleteStackInstances", "DeleteStack", "CreateStackInstances"]


def test_an_update_makes_again_what_it_cannot_reach() -> None:
    aws = broken("failed when it was created")

    deploy_stack_set(aws.session, request(EU, AP, body=NEW), aws.watch)

    assert changes(aws) == [
        ("DeleteStackInstances", [EU]),
        ("UpdateStackSet", [AP]),
        ("CreateStackInstances", [EU]),
    ]


def test_an_update_of_nothing_but_broken_instances_leaves_the_others_alone() -> None:
    aws = broken("never created")

    deploy_stack_set(aws.session, request(EU, body=NEW), aws.watch)

    assert changes(aws) == [
        ("DeleteStackInstances", [EU]),
        ("CreateStackInstances", [EU]),
        ("UpdateStackSet", [EU]),
    ]


def test_new_instances_carry_the_template_that_the_stack_set_could_not_take_alone() -> None:
    aws = aws_with(instance(AP))

    create_instances(aws.session, request(EU, body=NEW), aws.watch)

    assert changes(aws) == [("CreateStackInstances", [EU]), ("UpdateStackSet", [EU])]


@pytest.mark.parametrize("body", [{}, set_of()["StackSet"]])
def test_instances_of_the_template_that_the_stack_set_has_are_only_created(body: dict[str, Any]) -> None:
    aws = aws_with(instance(AP))
    aws.on("DescribeStackSet", set_of(body))

    create_instances(aws.session, request(EU, body=body), aws.watch)

    assert changes(aws) == [("CreateStackInstances", [EU])]


def test_a_stuck_stack_names_the_command_that_helps() -> None:
    aws = aws_with(instance(EU, "OUTDATED"))
    aws.on("DescribeStacks", described("UPDATE_ROLLBACK_FAILED", f"StackSet-{NAME}-{EU}", EU))

    with pytest.raises(OperationError) as caught:
        create_instances(aws.session, request(EU), aws.watch)

    assert f"continue-update-rollback --stack-name StackSet-{NAME}-{EU} --region {EU}" in caught.value.advice
    assert changes(aws) == []


def test_instances_are_deleted_with_their_stacks() -> None:
    aws = aws_with(instance(EU), instance(AP), instance(US))

    delete_instances(aws.session, request(EU, AP, "sa-east-1"), aws.watch)

    assert changes(aws) == [("DeleteStackInstances", [EU, AP])]
    assert aws.sent("DeleteStackInstances")[0]["RetainStacks"] is False


def test_there_may_be_nothing_to_delete() -> None:
    aws = aws_with()
    aws.on("ListStackInstances", NO_SET)

    delete_instances(aws.session, request(EU), aws.watch)

    assert changes(aws) == []


def test_an_inoperable_instance_is_deleted_by_hand() -> None:
    aws = aws_with(instance(EU, "INOPERABLE"), instance(AP))
    aws.on("DescribeStacks", no_stack(behind(EU)))

    delete_instances(aws.session, request(EU, AP), aws.watch)

    assert [(sent["Regions"], sent["RetainStacks"]) for sent in aws.sent("DeleteStackInstances")] == [
        ([EU], True),
        ([AP], False),
    ]
