"""What the caller has to be allowed, against what is called and what the caller's stacks hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore import xform_name
from botocore.session import get_session

from generator.assembly.model import Assembly
from generator.cloudformation.handler_permissions import NEEDLESS, handler_permissions, needed_actions
from generator.deploy.permissions import deployer_policy
from tests.meta.sources import GENERATOR, source_files
from tests.support.apps import SHOP, assembled, patched
from tests.support.policies import Policies

ACCOUNT = "123456789012"
SERVICES = (
    "account",
    "apigateway",
    "cloudformation",
    "cloudwatch",
    "dynamodb",
    "lambda",
    "route53",
    "s3",
    "sqs",
    "sts",
)
OTHER_NAMES = {
    "apigateway:GetAccount": "apigateway:GET",
    "apigateway:GetDomainNames": "apigateway:GET",
    "s3:CopyObject": "s3:PutObject",
    "s3:HeadObject": "s3:GetObject",
}
# Only asked of the embedded AWS, which has no DNS of its own.
LOCAL_ONLY = {"route53:ListHostedZonesByName"}


def policy(assembly: Assembly, account: str | None = ACCOUNT) -> Policies:
    return Policies([deployer_policy(assembly, account)])


@pytest.fixture(scope="module")
def shop() -> Assembly:
    return assembled(SHOP)


def called() -> Iterator[str]:
    """The IAM action of every operation of AWS that `generator.aws` calls."""
    session = get_session()
    operations = {
        xform_name(name): f"{service}:{name}"
        for service in SERVICES
        for name in session.get_service_model(service).operation_names
    }
    for path in source_files(GENERATOR / "aws"):
        text = path.read_text(encoding="utf-8")
        for name in (*re.findall(r"\w+\.([a-z_0-9]+)\(", text), *re.findall(r'get_paginator\("(\w+)"\)', text)):
            if name in operations:
                yield OTHER_NAMES.get(operations[name], operations[name])


def test_everything_that_is_called_is_allowed_on_something(shop: Assembly) -> None:
    wanted = set(called()) - LOCAL_ONLY

    assert {"cloudformation:CreateChangeSet", "cloudformation:ListStackInstances", "apigateway:GET"} <= wanted
    assert wanted - policy(shop).actions == set()


def test_everything_of_cloudformation_that_is_allowed_is_called(shop: Assembly) -> None:
    allowed = {action for action in policy(shop).actions if action.startswith("cloudformation:")}

    # CloudFormation asks for these two of whoever gives tags.
    assert allowed - {"cloudformation:TagResource", "cloudformation:UntagResource"} == {
        action for action in called() if action.startswith("cloudformation:")
    }


def test_the_roles_stack_can_be_made_changed_and_deleted(shop: Assembly) -> None:
    found = policy(shop)
    made = {
        "AWS::IAM::Role": ("role/shop/shop-administration", "role/shop-execution"),
        "AWS::IAM::ManagedPolicy": ("policy/shop/shop-boundary", "policy/shop/shop-roles-ExecutionPolicy-1A2B"),
    }
    context = {"iam:PolicyARN": f"arn:aws:iam::{ACCOUNT}:policy/shop/shop-roles-ExecutionPolicy-1A2B"}

    for action in needed_actions(made) - {"iam:PassRole", "iam:PutRolePermissionsBoundary"}:
        kind = "AWS::IAM::Role" if "Role" in action else "AWS::IAM::ManagedPolicy"
        for resource in made[kind]:
            assert found.allows(action, f"arn:aws:iam::{ACCOUNT}:{resource}", context), action


@pytest.mark.parametrize("name", ["shop-roles", "shop-main", "shop-dns", "multi-region-bootstrap"])
def test_the_stacks_of_the_app_and_of_the_region_can_be_deployed(shop: Assembly, name: str) -> None:
    stack = f"arn:aws:cloudformation:eu-west-1:{ACCOUNT}:stack/{name}/0a1b"
    actions = {
        action for action in called() if re.fullmatch(r"cloudformation:(?!.*(StackSet|StackInstance)).*", action)
    }

    assert "cloudformation:ExecuteChangeSet" in actions
    assert {action for action in actions if not policy(shop).allows(action, stack)} == set()


def test_the_bucket_is_made_of_what_its_handlers_say() -> None:
    bucket = set(handler_permissions()["AWS::S3::Bucket"]) | set(handler_permissions()["AWS::S3::BucketPolicy"])
    allowed = policy(assembled(SHOP)).actions - NEEDLESS

    assert {action for action in allowed if action.startswith("s3:")} - {"s3:PutObject"} <= bucket


def test_a_bucket_that_fails_to_be_made_can_be_rolled_back_and_is_read_back(shop: Assembly) -> None:
    found, bucket = policy(shop), f"arn:aws:s3:::multi-region-artifacts-{ACCOUNT}-eu-west-1"
    rolling_back = {"aws:CalledVia": ["cloudformation.amazonaws.com"]}
    said = set(needed_actions(["AWS::S3::Bucket", "AWS::S3::BucketPolicy"]))

    for action in ("s3:DeleteBucket", "s3:DeleteBucketPolicy"):
        assert action in said
        assert found.allows(action, bucket, rolling_back), action
        assert not found.allows(action, bucket), action
        assert not found.allows(action, bucket, {"aws:CalledVia": ["athena.amazonaws.com"]}), action
        assert not found.allows(action, f"arn:aws:s3:::somebodys-{ACCOUNT}", rolling_back), action
    reading = {action for action in said if action.startswith(("s3:Get", "s3:List"))}
    assert {"s3:GetBucketTagging", "s3:GetBucketAcl", "s3:GetReplicationConfiguration"} <= reading
    assert not {action for action in reading if not found.allows(action, bucket)}


def test_what_an_import_needs_to_know_is_read_of_the_tables_of_the_app_only(shop: Assembly) -> None:
    for action in ("DescribeContinuousBackups", "DescribeTimeToLive", "ListTagsOfResource"):
        arn = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table"
        assert policy(shop).allows(f"dynamodb:{action}", f"{arn}/shop-items"), action
        assert not policy(shop).allows(f"dynamodb:{action}", f"{arn}/shop-dev-items"), action


def test_why_a_change_set_failed_is_asked_by_its_own_arn(shop: Assembly) -> None:
    found, arn = policy(shop), f"arn:aws:cloudformation:eu-west-1:{ACCOUNT}:changeSet"

    assert found.allows("cloudformation:DescribeEvents", f"{arn}/deploy-0a1b/uuid")
    assert not found.allows("cloudformation:DescribeEvents", f"{arn}/release-0a1b/uuid")
    assert not found.allows("cloudformation:DeleteChangeSet", f"{arn}/deploy-0a1b/uuid")


def test_only_the_two_roles_are_passed_and_only_to_cloudformation(shop: Assembly) -> None:
    found = policy(shop)
    to_us = {"iam:PassedToService": "cloudformation.amazonaws.com"}

    for role in ("shop/shop-administration", "shop-execution"):
        assert found.allows("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/{role}", to_us)
    for role, context in (
        ("shop-execution", {"iam:PassedToService": "lambda.amazonaws.com"}),
        ("shop/shop-main-ApiRole-1", to_us),
        ("shop-dev-execution", to_us),
        ("admin", to_us),
        ("multi-region-bootstrap/log", to_us),
    ):
        assert not found.allows("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/{role}", context), role


def test_the_log_role_gets_aws_own_policy_and_no_other(shop: Assembly) -> None:
    found, role = policy(shop), f"arn:aws:iam::{ACCOUNT}:role/multi-region-bootstrap/log"

    logs = {"iam:PolicyARN": "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"}
    assert found.allows("iam:AttachRolePolicy", role, logs)
    assert not found.allows(
        "iam:AttachRolePolicy", role, {"iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess"}
    )
    assert not found.allows("iam:PutRolePolicy", role)


def test_data_is_out_of_reach_but_for_the_rows_that_drain(shop: Assembly) -> None:
    found = policy(shop)

    assert found.allows("dynamodb:PutItem", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/shop-control")
    for action in ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:Query"):
        assert not found.allows(action, f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/shop-items"), action


def test_nothing_is_allowed_on_everything_but_what_cannot_be_named(shop: Assembly) -> None:
    assert policy(shop).on_everything == {
        "account:ListRegions",
        "cloudformation:CreateStackSet",
        "cloudwatch:GetMetricData",
        "dynamodb:ListTables",
        "lambda:GetAccountSettings",
        "lambda:ListFunctions",
        "route53:GetAccountLimit",
        "sqs:ListQueues",
        "sts:GetCallerIdentity",
    }
    assert not {action for action in policy(shop).actions if "*" in action or "?" in action}


def test_without_an_account_the_policy_is_for_whichever_the_caller_is_in(shop: Assembly) -> None:
    text = json.dumps(deployer_policy(shop, None))

    assert "arn:aws:iam::*:role/shop-execution" in text
    assert "None" not in text


ONE_REGION: Mapping[str, Any] = {"domain": None, "regions": {"secondary": None}}


def test_one_region_without_a_domain_needs_neither_stack_sets_nor_dns() -> None:
    sids = {one["Sid"] for one in deployer_policy(assembled(patched(SHOP, ONE_REGION)), ACCOUNT)["Statement"]}

    assert sids.isdisjoint({"StackSets", "CreateStackSet", "Instances", "ReadZone", "ReadHealth"})


def test_every_statement_has_an_id_of_its_own_in_letters_and_digits(shop: Assembly) -> None:
    sids = [one["Sid"] for one in deployer_policy(shop, ACCOUNT)["Statement"]]

    assert len(sids) == len(set(sids))
    assert all(re.fullmatch("[A-Za-z0-9]+", sid) for sid in sids)


def test_it_fits_into_a_role(shop: Assembly) -> None:
    assert len(json.dumps(deployer_policy(shop, ACCOUNT), separators=(",", ":"))) <= 10_240
