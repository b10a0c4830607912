"""parliament knows IAM's actions, resources and conditions, and finds nothing in any policy of any example."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from generator.deploy.permissions import deployer_policy
from generator.synthesis import synthesize
from tests.support.apps import examples
from tests.support.policies import ACCOUNT, documents, located

with warnings.catch_warnings():
    # It leaves its data files open, and finds them with what setuptools deprecates.
    warnings.simplefilter("ignore")
    from parliament import analyze_policy_string  # type: ignore[import-untyped]

# What it says of every policy of its kind, each with why it is not so.
EXPECTED = (
    # A condition of the resource, a key, which its data have and which it looks for among those of the action only.
    ("UNKNOWN_CONDITION_FOR_ACTION", "kms:ResourceAliases", "kms:"),
    # The action is about health checks as well as about zones; its data ask for both at once.
    ("RESOURCE_MISMATCH", "route53:ChangeTagsForResource", "arn:*:route53:::hostedzone/*"),
    # Both are about log groups [Service Authorization Reference, Amazon CloudWatch Logs]; its data are older.
    ("RESOURCE_MISMATCH", "logs:DescribeLogGroups", "*"),
    ("RESOURCE_MISMATCH", "logs:DescribeIndexPolicies", "*"),
    # `cloudformation:*` on a stack is also what has nothing to do with stacks, and cannot be done with it.
    ("RESOURCE_MISMATCH", "cloudformation:CancelResourceRequest", "*"),
    # Newer than its data: botocore and the handlers of S3 and Lambda know them.
    ("UNKNOWN_ACTION", "cloudformation:DescribeEvents", ""),
    ("UNKNOWN_ACTION", "s3:GetBucketAbac", ""),
    ("UNKNOWN_ACTION", "dynamodb:CreateGlobalTableWitness", ""),
    ("UNKNOWN_ACTION", "dynamodb:DeleteGlobalTableWitness", ""),
    ("UNKNOWN_ACTION", "lambda:GetFunctionScalingConfig", ""),
    # Who makes the bucket and its policy could use them to delete what is in it.
    ("RESOURCE_POLICY_PRIVILEGE_ESCALATION", "s3:PutBucketPolicy", "multi-region-artifacts"),
    ("RESOURCE_POLICY_PRIVILEGE_ESCALATION", "s3:PutLifecycleConfiguration", "multi-region-artifacts"),
)


def policies() -> Iterator[tuple[str, Any]]:
    for name, app in examples():
        assembly = synthesize(app)
        yield f"{name}-caller-of-deploy", deployer_policy(assembly, ACCOUNT)
        for entry in assembly.templates:
            for identity, resource in entry.body["Resources"].items():
                if resource["Type"].startswith("AWS::IAM::"):
                    for document in documents(resource, located(entry.body["Resources"])):
                        yield f"{name}-{entry.name}-{identity}", document


POLICIES = dict(policies())


def findings(policy: Any) -> list[str]:
    found = [str(finding) for finding in analyze_policy_string(json.dumps(policy)).findings]
    return [text for text in found if not any(all(part in text for part in parts) for parts in EXPECTED)]


def kind(name: str) -> tuple[str, str]:
    """The template and the role or policy in it; each function and each schedule has a role of its own."""
    _, template, identity = name.rsplit("-", 2)
    return template, re.sub("^.*(FunctionRole|ScheduleRole)$", r"\1", identity)


def test_every_kind_of_policy_is_among_those_of_the_examples() -> None:
    assert {kind(name) for name in POLICIES} == {
        ("main", "ApiRole"),
        ("secondary", "ApiRole"),
        ("main", "HeartbeatRole"),
        ("secondary", "HeartbeatRole"),
        ("main", "FunctionRole"),
        ("secondary", "FunctionRole"),
        ("main", "ScheduleRole"),
        ("secondary", "ScheduleRole"),
        ("main", "MigrationRunnerRole"),
        # The extension of an example.
        ("main", "AuditRole"),
        ("secondary", "AuditRole"),
        ("roles", "AdministrationRole"),
        ("roles", "ExecutionRole"),
        ("roles", "ExecutionPolicy"),
        ("roles", "ExecutionServicesPolicy"),
        ("roles", "ExecutionExtensionsPolicy"),
        ("roles", "Boundary"),
        ("of", "deploy"),
    }


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_is_found_in_a_policy(name: str) -> None:
    assert "${" not in json.dumps(POLICIES[name])
    assert findings(POLICIES[name]) == []


def test_an_action_that_does_not_exist_is_found() -> None:
    name = next(name for name in POLICIES if name.endswith("ApiRole"))
    statement = {**POLICIES[name]["Statement"][0], "Action": ["dynamodb:GetItems"]}

    assert findings({**POLICIES[name], "Statement": [statement]})
