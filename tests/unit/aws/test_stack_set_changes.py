from __future__ import annotations

import pytest

from generator.aws.stack_set_changes import delete_stack_set, deploy_stack_set
from generator.errors import AwsError, OperationError
from tests.support.recording import Refusal, described, words
from tests.unit.aws.stack_set_answers import (
    AP,
    EU,
    HOME,
    NAME,
    NO_SET,
    US,
    aws_with,
    changes,
    instance,
    instances,
    request,
)

NEW = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "new"}}}}
ROLLED_BACK = described("ROLLBACK_COMPLETE", f"StackSet-{NAME}-{EU}", EU)
WELL = described("UPDATE_ROLLBACK_COMPLETE", f"StackSet-{NAME}-{EU}", EU)


def test_a_stack_set_is_created_without_instances() -> None:
    aws = aws_with()
    aws.on("DescribeStackSet", NO_SET)

    deploy_stack_set(aws.session, request(EU), aws.watch)

    sent = dict(aws.sent("CreateStackSet")[0])
    assert str(sent.pop("ClientRequestToken")).startswith("create-")
    assert sent == {
        "StackSetName": NAME,
        "PermissionModel": "SELF_MANAGED",
        "AdministrationRoleARN": "arn:aws:iam::123456789012:role/shop/shop-administration",
        "ExecutionRoleName": "shop-execution",
        "ManagedExecution": {"Active": True},
        "Capabilities": ["CAPABILITY_IAM"],
        "Tags": [],
        "TemplateBody": '{"Resources":{"Api":{"Type":"AWS::ApiGateway::RestApi"}}}',
    }
    assert changes(aws) == [("CreateStackSet", [])]


def test_a_stack_set_that_somebody_else_makes_meanwhile_is_updated() -> None:
    aws = aws_with(instance(EU))
    aws.on("DescribeStackSet", NO_SET)
    aws.on("CreateStackSet", Refusal("NameAlreadyExistsException", "exists", 409))

    deploy_stack_set(aws.session, request(EU), aws.watch)

    assert changes(aws) == [("CreateStackSet", []), ("UpdateStackSet", [EU])]


def test_an_administration_role_that_is_seconds_old_is_waited_for() -> None:
    aws = aws_with()
    aws.on("DescribeStackSet", NO_SET)
    young = Refusal("ValidationError", "Role x is invalid or cannot be assumed")
    aws.on("CreateStackSet", young, {"StackSetId": "x"})

    deploy_stack_set(aws.session, request(), aws.watch)

    assert len({sent["StackSetName"] for sent in aws.sent("CreateStackSet")}) == 1
    assert aws.clock.naps


def test_an_update_says_roles_and_capabilities_again_and_touches_only_the_named_regions() -> None:
    aws = aws_with(instance(EU), instance(AP), instance(US))

    deploy_stack_set(aws.session, request(AP, EU, body=NEW), aws.watch)

    sent = aws.sent("UpdateStackSet")[0]
    assert sent["Accounts"] == ["123456789012"]
    assert sent["Regions"] == [AP, EU]
    assert sent["OperationPreferences"]["RegionOrder"] == [AP, EU]
    assert sent["AdministrationRoleARN"].endswith(":role/shop/shop-administration")
    assert sent["ExecutionRoleName"] == "shop-execution"
    assert sent["Capabilities"] == ["CAPABILITY_IAM"]
    assert sent["ManagedExecution"] == {"Active": True}
    assert '"Name":"new"' in sent["TemplateBody"]


def test_a_template_that_the_stack_set_has_is_not_sent_again() -> None:
    """It would make the instances in other regions outdated."""
    aws = aws_with(instance(EU), instance(AP))

    deploy_stack_set(aws.session, request(EU), aws.watch)
    deploy_stack_set(aws.session, request(EU, body=NEW), aws.watch)

    same, other = aws.sent("UpdateStackSet")
    assert same["UsePreviousTemplate"] is True
    assert "TemplateBody" not in same
    assert "UsePreviousTemplate" not in other
    assert "TemplateBody" in other


def test_a_stack_set_without_instances_is_updated_alone() -> None:
    aws = aws_with()

    deploy_stack_set(aws.session, request(body=NEW), aws.watch)

    assert changes(aws) == [("UpdateStackSet", [])]
    assert "Accounts" not in aws.sent("UpdateStackSet")[0]


def test_no_instance_is_touched_when_none_is_named() -> None:
    """UpdateStackSet without regions would update them all."""
    aws = aws_with(instance(EU), instance(AP))

    deploy_stack_set(aws.session, request(body=NEW), aws.watch)

    assert changes(aws) == []
    assert words(aws.told) == [f"{HOME} UNCHANGED the StackSet keeps its template: " + REASON]


REASON = "AWS changes it only together with an instance"


def test_a_region_without_an_instance_is_not_updated_nor_created() -> None:
    aws = aws_with(instance(EU))

    deploy_stack_set(aws.session, request(EU, AP, body=NEW), aws.watch)

    assert changes(aws) == [("UpdateStackSet", [EU])]


def test_a_stack_set_is_deleted_when_its_last_instances_are_forgotten() -> None:
    aws = aws_with()
    aws.on(
        "DeleteStackSet",
        Refusal("StackSetNotEmptyException", "not empty", 409),
        Refusal("OperationInProgressException", "busy", 409),
        {},
    )

    delete_stack_set(aws.session, NAME, HOME)

    assert len(aws.sent("DeleteStackSet")) == 3


def test_a_stack_set_that_does_not_exist_needs_no_deletion() -> None:
    aws = aws_with()
    aws.on("DeleteStackSet", NO_SET)

    delete_stack_set(aws.session, NAME, HOME)

    assert aws.clock.naps == []


def test_a_stack_set_with_instances_names_them() -> None:
    aws = aws_with()
    aws.on("ListStackInstances", instances(instance(EU), instance(AP)))
    aws.on("DeleteStackSet", Refusal("StackSetNotEmptyException", "not empty", 409))

    with pytest.raises(OperationError, match="it has instances in ap-southeast-2, eu-west-1"):
        delete_stack_set(aws.session, NAME, HOME)

    assert aws.clock.naps == []


def test_what_aws_refuses_is_told() -> None:
    aws = aws_with()
    aws.on("DescribeStackSet", NO_SET)
    aws.on("CreateStackSet", Refusal("LimitExceededException", "1000 StackSets", 400))

    with pytest.raises(AwsError, match="create StackSet shop-secondary: 1000 StackSets"):
        deploy_stack_set(aws.session, request(), aws.watch)
