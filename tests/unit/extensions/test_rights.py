"""What additions are allowed: their deployment and their roles, and never more than the boundary."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.assembly.model import Assembly
from tests.support.apps import SHOP, assembled, resources
from tests.support.extensions import extended, mistakes
from tests.support.policies import ACCOUNT, STACK, Policies, of_roles

UNALLOWED = "A175"
QUEUE = """
def add(site):
    if site.kind != "dns":
        site.template.add_resource(Queue("Jobs", QueueName=site.name("Jobs")))
"""
ALLOWED = '        site.allow_deployment("AWS::SQS::Queue", site.arns("sqs"), ["sqs:CreateQueue", "iam:PassRole"])\n'
ROLE = """
def add(site):
    if site.kind != "dns":
        site.template.add_resource(Role("Sender", Path=site.role_path, PermissionsBoundary=site.permissions_boundary,
                                        AssumeRolePolicyDocument=trust("states.amazonaws.com")))
"""


def execution(assembly: Assembly) -> Policies:
    return of_roles(assembly, "ExecutionExtensionsPolicy")


def queue(app: str, region: str = "us-east-1") -> str:
    return f"arn:aws:sqs:{region}:{ACCOUNT}:{app}_Jobs-{STACK}"


def test_a_type_that_nothing_allows_is_told_with_what_to_call(tmp_path: Path) -> None:
    source = 'def add(site):\n    if site.kind != "dns":\n        site.template.add_resource(Topic("T"))\n'

    (known,) = mistakes(tmp_path, source)

    assert f"extensions.py:add adds T, and no right to make an AWS::SNS::Topic [{UNALLOWED}]\n" in known
    assert known.endswith(
        'call site.allow_deployment("AWS::SNS::Topic", …) with the ARNs that it may have, '
        "such as those of site.arns for a name of site.name"
    )


def test_the_actions_of_a_type_that_is_not_known_here_have_to_be_named(tmp_path: Path) -> None:
    source = """
        class Alias(AWSObject):
            resource_type = "AWS::KMS::Alias"
            props = {}

        def add(site):
            site.template.add_resource(Alias("A"))
        """

    (untold,) = mistakes(tmp_path, source)
    (unnamed,) = mistakes(tmp_path, source + '    site.allow_deployment("AWS::KMS::Alias", ["*"])\n')

    assert "name the actions of the schema's `handlers`: `aws cloudformation describe-type" in untold
    assert "what the handlers of AWS::KMS::Alias need is not known here [A147]" in unnamed


def test_the_deployment_may_do_what_is_allowed_in_every_region_and_nothing_else(tmp_path: Path) -> None:
    found = execution(extended(tmp_path, QUEUE + ALLOWED))

    assert found.actions == {"sqs:CreateQueue"}
    assert found.allows("sqs:CreateQueue", queue("shop", "eu-west-1"))
    assert found.allows("sqs:CreateQueue", queue("shop"))
    assert not found.allows("sqs:CreateQueue", queue("shop-dev"))


def test_the_actions_of_a_type_that_the_generator_makes_are_known(tmp_path: Path) -> None:
    found = extended(tmp_path, 'def add(site):\n    if site.kind != "dns":\n        topic(site, "T")\n')

    assert {"sns:CreateTopic", "sns:DeleteTopic"} <= execution(found).actions


def test_a_right_that_nothing_needs_is_not_given(tmp_path: Path) -> None:
    found = extended(tmp_path, "def add(site):\n    pass\n" + ALLOWED.replace("        ", "    "))

    assert resources(found, "roles") == resources(assembled(SHOP), "roles")


def test_the_region_of_a_resource_is_any_of_the_app_in_the_roles_of_all(tmp_path: Path) -> None:
    own = '"arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs"'
    source = f'{QUEUE}        site.allow_deployment("AWS::SQS::Queue", [{own}], ["sqs:CreateQueue"])\n'

    assert execution(extended(tmp_path, source)).allows("sqs:CreateQueue", f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs")


def test_roles_are_passed_to_the_services_that_they_trust(tmp_path: Path) -> None:
    found = execution(extended(tmp_path, ROLE))
    role = f"arn:aws:iam::{ACCOUNT}:role/shop/shop-main-Sender-1A2B"

    assert found.allows("iam:PassRole", role, {"iam:PassedToService": "states.amazonaws.com"})
    assert not found.allows("iam:PassRole", role, {"iam:PassedToService": "ec2.amazonaws.com"})


def test_the_boundary_is_widened_by_what_roles_may_do(tmp_path: Path) -> None:
    found = extended(tmp_path, ROLE + '        site.allow_roles(["sqs:SendMessage"], site.arns("sqs"))\n')

    assert of_roles(found, "Boundary").allows("sqs:SendMessage", queue("shop"))
    assert not of_roles(assembled(SHOP), "Boundary").allows("sqs:SendMessage", queue("shop"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("Path=site.role_path, ", "adds the role Sender without the app's Path"),
        (
            " PermissionsBoundary=site.permissions_boundary,",
            "adds the role Sender without the app's PermissionsBoundary",
        ),
    ],
)
def test_a_role_has_the_path_and_the_boundary(tmp_path: Path, change: str, message: str) -> None:
    (told,) = mistakes(tmp_path, ROLE.replace(change, ""))

    assert f"{message} [A148]" in told


def test_a_role_has_no_name(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path, ROLE.replace('Role("Sender", ', 'Role("Sender", RoleName="sender", '))

    assert "gives the role Sender a name, and IAM is the same in all regions [A148]" in told


def test_nothing_else_of_iam_can_be_added(tmp_path: Path) -> None:
    source = 'def add(site):\n    site.template.add_resource(ManagedPolicy("P", PolicyDocument={}))\n'

    (told,) = mistakes(tmp_path, source)

    assert "adds P, an AWS::IAM::ManagedPolicy, which could give more than the boundary of the app allows" in told


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('allow_roles(["iam:CreateRole"], ["*"])', "iam:CreateRole could lead out of the boundary"),
        ('allow_roles([], ["*"])', "no action is allowed"),
        ('allow_roles(["sqs:*"], ["*"])', '"sqs:*" cannot be allowed'),
        ('allow_roles("sqs:SendMessage", ["*"])', '"sqs:SendMessage" is one text where a list is wanted'),
        ('allow_roles(["sqs:SendMessage"], [])', "no resource is named"),
        ('allow_roles(["sqs:SendMessage"], ["jobs"])', '"jobs" cannot be allowed'),
        ('allow_roles(["sqs:SendMessage"], [Ref("Q")])', "a value of type Ref is no text"),
        ('allow_deployment("AWS::SQS::Queue", ["*"], ["iam:CreateUser"])', "iam:CreateUser could make a role that may"),
    ],
)
def test_a_right_that_cannot_be_given_is_refused(tmp_path: Path, call: str, message: str) -> None:
    (told,) = mistakes(tmp_path, f"def add(site):\n    site.{call}\n")

    assert f"extensions.py:add fails on the main template: {message}" in told
