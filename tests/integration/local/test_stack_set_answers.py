"""What the embedded AWS answers about StackSets: where templates come from, and every refusal [aws-facts 2.13]."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.local.aws import ACCOUNT, ROLES, TRUST, Aws, compact
from tests.integration.local.test_stack_sets import BODY, HERE, code


@pytest.fixture(autouse=True)
def roles(aws: Aws) -> None:
    aws.make_roles()


def test_a_template_may_come_from_a_bucket(aws: Aws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="templates")
    large = {**BODY, "Metadata": {"padding": "x" * 60_000}}
    s3.put_object(Bucket="templates", Key="a/b.json", Body=compact(large))
    urls = ("https://templates.s3.us-east-1.amazonaws.com/a/b.json", f"{aws.local.url}/templates/a/b.json")

    for name, url in zip(("one", "two"), urls, strict=True):
        aws.client("cloudformation").create_stack_set(StackSetName=name, TemplateURL=url, **ROLES)

        shown = aws.client("cloudformation").describe_stack_set(StackSetName=name)["StackSet"]
        assert shown["TemplateBody"] == compact(large)


def test_a_template_of_a_set_can_be_larger_than_a_stack_takes_inline(aws: Aws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="templates")
    s3.put_object(Bucket="templates", Key="large", Body=compact({**BODY, "Metadata": {"padding": "x" * 60_000}}))
    url = f"{aws.local.url}/templates/large"
    aws.client("cloudformation").create_stack_set(StackSetName="set", TemplateURL=url, **ROLES)

    assert aws.create_instances(["eu-west-1"])["Status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("call", "given", "expected"),
    [
        ("create_stack_set", {"TemplateBody": compact(BODY), **ROLES}, "NameAlreadyExistsException"),
        ("delete_stack_set", {}, "StackSetNotEmptyException"),
        ("describe_stack_set", {"StackSetName": "other"}, "StackSetNotFoundException"),
        ("describe_stack_set_operation", {"OperationId": "other"}, "OperationNotFoundException"),
        ("list_stack_set_operation_results", {"OperationId": "other"}, "OperationNotFoundException"),
        ("update_stack_instances", {"Regions": ["us-west-2"], **HERE}, "StackInstanceNotFoundException"),
        (
            "delete_stack_instances",
            {"Regions": ["us-west-2"], "RetainStacks": False, **HERE},
            "StackInstanceNotFoundException",
        ),
        (
            "describe_stack_instance",
            {"StackInstanceAccount": ACCOUNT, "StackInstanceRegion": "us-west-2"},
            "StackInstanceNotFoundException",
        ),
        (
            "update_stack_set",
            {"UsePreviousTemplate": True, "Regions": ["us-west-2"], **HERE, **ROLES},
            "StackInstanceNotFoundException",
        ),
        ("create_stack_instances", {"Regions": ["mars-north-1"], **HERE}, "ValidationError"),
        ("create_stack_instances", {"Regions": ["eu-west-1"], "Accounts": ["1" * 12]}, "ValidationError"),
        ("update_stack_set", {"TemplateBody": '{"Resources": {}}', **ROLES}, "ValidationError"),
        ("update_stack_set", {"TemplateBody": "{", **ROLES}, "ValidationError"),
        ("update_stack_set", {"TemplateBody": "x" * 51_201, **ROLES}, "ValidationError"),
        (
            "create_stack_set",
            {"StackSetName": "managed", "TemplateBody": compact(BODY), "PermissionModel": "SERVICE_MANAGED"},
            "ValidationError",
        ),
    ],
)
def test_what_aws_refuses_is_refused_and_changes_nothing(
    aws: Aws, call: str, given: dict[str, Any], expected: str
) -> None:
    aws.make_set(BODY)
    aws.create_instances(["eu-west-1"])
    before = aws.instances()

    with pytest.raises(ClientError) as error:
        getattr(aws.client("cloudformation"), call)(**{"StackSetName": "set", **given})

    assert code(error) == expected
    assert aws.instances() == before
    assert aws.client("cloudformation").describe_stack_set(StackSetName="set")["StackSet"]["TemplateBody"] == compact(
        BODY
    )


def test_a_set_without_instances_can_go(aws: Aws) -> None:
    aws.make_set(BODY)

    aws.client("cloudformation").delete_stack_set(StackSetName="set")

    assert aws.client("cloudformation").list_stack_sets()["Summaries"] == []


def test_a_set_is_seen_only_in_the_region_that_it_was_made_in(aws: Aws) -> None:
    aws.make_set(BODY)

    assert aws.client("cloudformation", "eu-west-1").list_stack_sets()["Summaries"] == []


def test_the_same_token_makes_the_same_set(aws: Aws) -> None:
    aws.make_set(BODY, ClientRequestToken="one")
    aws.make_set(BODY, ClientRequestToken="one")

    assert len(aws.client("cloudformation").list_stack_sets()["Summaries"]) == 1


def test_a_role_may_need_to_be_acknowledged(aws: Aws) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
    aws.make_set({"Resources": {"Role": role}})

    operation = aws.create_instances(["eu-west-1"])

    assert "CAPABILITY_IAM" in aws.results(operation)["eu-west-1"][1]
