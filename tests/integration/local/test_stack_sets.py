"""StackSets of the embedded AWS: real stacks, real operations [aws-facts 2]."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.local.remote import Local
from tests.integration.local.aws import ACCOUNT, ROLES, SECONDARY, Aws, compact, outputs

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}
BODY: dict[str, Any] = {
    "Parameters": {"Name": {"Type": "String", "Default": "first"}},
    "Resources": {"Topic": TOPIC},
    "Outputs": {"Region": {"Value": {"Ref": "AWS::Region"}}},
}
CHANGED = {**BODY, "Parameters": {"Name": {"Type": "String", "Default": "second"}}}
PARALLEL = {"RegionConcurrencyType": "PARALLEL"}
HERE = {"Accounts": [ACCOUNT]}


@pytest.fixture(autouse=True)
def roles(aws: Aws) -> None:
    aws.make_roles()


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def topics(aws: Aws, region: str) -> list[str]:
    return [topic["TopicArn"].rpartition(":")[2] for topic in aws.client("sns", region).list_topics()["Topics"]]


def test_instances_are_real_stacks_in_their_regions(aws: Aws) -> None:
    aws.make_set(BODY)

    operation = aws.create_instances()

    assert operation["Status"] == "SUCCEEDED"
    assert operation["StatusDetails"] == {"FailedStackInstancesCount": 0}
    for region in SECONDARY:
        instance = aws.instances()[region]
        stack = aws.stack(instance["StackId"], region)
        assert (instance["Status"], instance["StackInstanceStatus"]["DetailedStatus"]) == ("CURRENT", "SUCCEEDED")
        assert stack["StackName"].startswith("StackSet-set-")
        assert outputs(stack) == {"Region": region}
        assert topics(aws, region) == ["first"]


def test_a_set_shows_what_it_was_made_with(aws: Aws) -> None:
    aws.make_set(BODY, Tags=[{"Key": "app", "Value": "é"}], Capabilities=["CAPABILITY_IAM"])

    shown = aws.client("cloudformation").describe_stack_set(StackSetName="set")["StackSet"]

    assert shown["TemplateBody"] == compact(BODY)
    assert {name: shown[name] for name in ROLES} == ROLES
    assert shown["ManagedExecution"] == {"Active": True}
    assert (shown["Tags"], shown["Capabilities"]) == ([{"Key": "app", "Value": "é"}], ["CAPABILITY_IAM"])
    assert [each["StackSetName"] for each in aws.client("cloudformation").list_stack_sets()["Summaries"]] == ["set"]


def test_regions_come_in_their_order_and_the_first_failure_cancels_the_rest(aws: Aws, local: Local) -> None:
    aws.make_set(BODY)
    local.fail("eu-west-1", "Topic", reason="no room")

    operation = aws.create_instances(
        ("ap-southeast-2", "eu-west-1", "us-west-2"),
        OperationPreferences={"RegionOrder": ["us-west-2", "eu-west-1", "ap-southeast-2"]},
    )

    assert operation["Status"] == "FAILED"
    assert operation["StatusDetails"] == {"FailedStackInstancesCount": 1}
    results = aws.results(operation)
    assert list(results) == ["us-west-2", "eu-west-1", "ap-southeast-2"]
    assert [status for status, _ in results.values()] == ["SUCCEEDED", "FAILED", "CANCELLED"]
    assert "ResourceLogicalId:Topic" in results["eu-west-1"][1]
    assert "no room" in results["eu-west-1"][1]
    failed, cancelled = aws.instances()["eu-west-1"], aws.instances()["ap-southeast-2"]
    assert (failed["Status"], aws.stack(failed["StackId"], "eu-west-1")["StackStatus"]) == (
        "OUTDATED",
        "ROLLBACK_COMPLETE",
    )
    assert (cancelled["Status"], "StackId" in cancelled) == ("OUTDATED", False)


def test_in_parallel_one_region_does_not_stop_another(aws: Aws, local: Local) -> None:
    aws.make_set(BODY)
    local.fail("eu-west-1", "Topic")

    operation = aws.create_instances(OperationPreferences=PARALLEL)

    assert operation["Status"] == "FAILED"
    assert {region: status for region, (status, _) in aws.results(operation).items()} == {
        "eu-west-1": "FAILED",
        "ap-southeast-2": "SUCCEEDED",
    }


def test_tolerated_failures_hide_in_a_success(aws: Aws, local: Local) -> None:
    aws.make_set(BODY)
    local.fail("eu-west-1", "Topic")

    operation = aws.create_instances(OperationPreferences={"FailureToleranceCount": 1})

    assert (operation["Status"], operation["StatusDetails"]["FailedStackInstancesCount"]) == ("SUCCEEDED", 1)


def test_an_update_changes_the_set_even_if_it_fails_and_every_instance_is_outdated_first(
    aws: Aws, local: Local
) -> None:
    aws.make_set(BODY)
    aws.create_instances()
    local.fail("eu-west-1", "Topic")

    operation = aws.operate("update_stack_set", TemplateBody=compact(CHANGED), **ROLES)

    assert operation["Status"] == "FAILED"
    shown = aws.client("cloudformation").describe_stack_set(StackSetName="set")["StackSet"]
    assert shown["TemplateBody"] == compact(CHANGED)
    assert {region: each["Status"] for region, each in aws.instances().items()} == dict.fromkeys(SECONDARY, "OUTDATED")
    assert topics(aws, "eu-west-1") == ["first"]


def test_the_reason_is_that_of_the_last_operation(aws: Aws, local: Local) -> None:
    aws.make_set(BODY)
    aws.create_instances(["eu-west-1"])
    reasons = []
    for reason, body in (("first", CHANGED), ("second", {**CHANGED, "Description": "again"})):
        local.fail("eu-west-1", "Topic", reason=reason)
        operation = aws.operate("update_stack_set", TemplateBody=compact(body), **ROLES)
        reasons.append(aws.results(operation)["eu-west-1"][1])

    assert ["ResourceStatusReason:first." in reasons[0], "ResourceStatusReason:second." in reasons[1]] == [True, True]


def test_an_update_of_some_regions_leaves_the_others_outdated(aws: Aws) -> None:
    aws.make_set(BODY)
    aws.create_instances()

    aws.operate("update_stack_set", TemplateBody=compact(CHANGED), Regions=["eu-west-1"], **HERE, **ROLES)

    assert {region: each["Status"] for region, each in aws.instances().items()} == {
        "eu-west-1": "CURRENT",
        "ap-southeast-2": "OUTDATED",
    }
    assert (topics(aws, "eu-west-1"), topics(aws, "ap-southeast-2")) == (["second"], ["first"])


def test_an_update_with_the_previous_template_outdates_no_other_region(aws: Aws) -> None:
    aws.make_set(BODY)
    aws.create_instances()

    aws.operate("update_stack_set", UsePreviousTemplate=True, Regions=["eu-west-1"], **HERE, **ROLES)
    previous = {each["Status"] for each in aws.instances().values()}
    aws.operate("update_stack_set", TemplateBody=compact(BODY), Regions=["eu-west-1"], **HERE, **ROLES)

    assert previous == {"CURRENT"}
    assert aws.instances()["ap-southeast-2"]["Status"] == "OUTDATED"


def test_an_update_without_a_change_is_a_success(aws: Aws) -> None:
    aws.make_set(BODY)
    aws.create_instances()

    operation = aws.operate("update_stack_set", UsePreviousTemplate=True, **ROLES)

    assert operation["Status"] == "SUCCEEDED"
    assert {each["Status"] for each in aws.instances().values()} == {"CURRENT"}


def test_overrides_are_an_instances_own_and_survive_an_update_of_the_set(aws: Aws) -> None:
    aws.make_set(BODY, Parameters=[{"ParameterKey": "Name", "ParameterValue": "of-the-set"}])
    aws.create_instances()
    own = [{"ParameterKey": "Name", "ParameterValue": "own"}]

    aws.operate("update_stack_instances", Regions=["eu-west-1"], ParameterOverrides=own, **HERE)
    kept = [{"ParameterKey": "Name", "UsePreviousValue": True}]
    aws.operate("update_stack_set", TemplateBody=compact(CHANGED), Parameters=kept, **ROLES)

    assert (topics(aws, "eu-west-1"), topics(aws, "ap-southeast-2")) == (["own"], ["of-the-set"])
    shown = aws.client("cloudformation").describe_stack_instance(
        StackSetName="set", StackInstanceAccount=ACCOUNT, StackInstanceRegion="eu-west-1"
    )["StackInstance"]
    assert shown["ParameterOverrides"] == own


def test_instances_go_with_their_stacks_or_without(aws: Aws) -> None:
    aws.make_set(BODY)
    aws.create_instances()

    aws.operate("delete_stack_instances", Regions=["eu-west-1"], RetainStacks=False, **HERE)
    aws.operate("delete_stack_instances", Regions=["ap-southeast-2"], RetainStacks=True, **HERE)

    assert aws.instances() == {}
    assert (topics(aws, "eu-west-1"), topics(aws, "ap-southeast-2")) == ([], ["first"])


def test_an_instance_whose_stack_is_protected_cannot_go_and_is_inoperable(aws: Aws) -> None:
    aws.make_set(BODY)
    aws.create_instances(["eu-west-1"])
    stack = aws.instances()["eu-west-1"]["StackId"]
    cloudformation = aws.client("cloudformation", "eu-west-1")
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=True)

    operation = aws.operate("delete_stack_instances", Regions=["eu-west-1"], RetainStacks=False, **HERE)

    assert operation["Status"] == "FAILED"
    assert aws.instances()["eu-west-1"]["Status"] == "INOPERABLE"


def test_an_instance_that_was_never_created_can_only_be_deleted(aws: Aws, local: Local) -> None:
    aws.make_set(BODY)
    local.fail("eu-west-1", "Topic")
    aws.create_instances(["eu-west-1"])

    again = aws.create_instances(["eu-west-1"])
    aws.operate("delete_stack_instances", Regions=["eu-west-1"], RetainStacks=False, **HERE)
    anew = aws.create_instances(["eu-west-1"])

    assert "ROLLBACK_COMPLETE" in aws.results(again)["eu-west-1"][1]
    assert anew["Status"] == "SUCCEEDED"


def test_without_the_execution_role_nothing_is_deployed(aws: Aws) -> None:
    aws.make_set(BODY, ExecutionRoleName="missing")

    operation = aws.create_instances(["eu-west-1"])

    assert aws.results(operation)["eu-west-1"] == (
        "FAILED",
        f"Account {ACCOUNT} should have 'missing' role with trust relationship to Role 'administration'.",
    )


def test_without_the_administration_role_there_is_no_set(aws: Aws) -> None:
    with pytest.raises(ClientError, match="cannot be assumed"):
        aws.make_set(BODY, AdministrationRoleARN=f"arn:aws:iam::{ACCOUNT}:role/missing")


def test_an_operation_id_is_used_once_and_a_second_use_registers_nothing(aws: Aws) -> None:
    aws.make_set(BODY)
    aws.create_instances(["eu-west-1"], OperationId="one")

    with pytest.raises(ClientError) as error:
        aws.create_instances(["us-west-2"], OperationId="one")

    assert code(error) == "OperationIdAlreadyExistsException"
    assert list(aws.instances()) == ["eu-west-1"]
