"""What a role may do in the eyes of the embedded AWS, whose evaluator of IAM is neither ours nor parliament.

MiniStack 1.5.33 has one, `core.iam_evaluator`, and asks it in two ways. SimulatePrincipalPolicy is of no use: it looks
a role that has a path up by path and name, finds none, and denies everything. So SimulateCustomPolicy is given what the
role holds. Both judge the first resource only, take no values of condition keys, and leave boundaries aside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tests.integration.local.aws import Aws

READ = {f"dynamodb:{action}" for action in ("GetItem", "Query", "Scan", "BatchGetItem", "ConditionCheckItem")}
WRITE = {
    f"dynamodb:{action}" for action in ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem")
}
GIVEN = {"read": READ, "write": WRITE, "read_write": READ | WRITE, "": set[str]()}
"""`access` of a table ─▶ the actions that it stands for."""

NEVER = {f"dynamodb:{action}" for action in ("DeleteTable", "UpdateTable", "DescribeTable", "PartiQLSelect")}


def allowed(
    aws: Aws, policies: Sequence[Any], resource: str, actions: Iterable[str] = READ | WRITE | NEVER
) -> set[str]:
    """Those of the actions that the policy documents allow on a resource."""
    answer = aws.client("iam").simulate_custom_policy(
        PolicyInputList=[json.dumps(policy) for policy in policies],
        ActionNames=sorted(actions),
        ResourceArns=[resource],
    )
    return {one["EvalActionName"] for one in answer["EvaluationResults"] if one["EvalDecision"] == "allowed"}


def policies_of_functions(aws: Aws, region: str) -> dict[str, list[Any]]:
    """Function, as its logical id begins ─▶ the policies of its role, of every stack of the region."""
    return {
        re.sub("([0-9A-F]{8})?FunctionRole$", "", role["LogicalResourceId"]): _policies(aws, role["PhysicalResourceId"])
        for stack in aws.client("cloudformation", region).describe_stacks()["Stacks"]
        for role in _resources(aws, region, stack["StackName"])
        if role["LogicalResourceId"].endswith("FunctionRole")
    }


def _resources(aws: Aws, region: str, stack: str) -> Any:
    pages = aws.client("cloudformation", region).get_paginator("list_stack_resources").paginate(StackName=stack)
    return (resource for page in pages for resource in page["StackResourceSummaries"])


def _policies(aws: Aws, role: str) -> list[Any]:
    iam = aws.client("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    return [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names]
