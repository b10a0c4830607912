"""What functions may do, in which region, and what makes them may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.apps import SHOP, assembly_of, patched, resources
from tests.support.policies import ACCOUNT, VALUES, Policies, documents, located, of_roles
from tests.unit.templates.resize import RESIZE, ROUTED, with_function


def rights(document: Mapping[str, Any], region: str = "eu-west-1") -> Policies:
    found = resources(assembly_of(document))
    return Policies(documents(found["ResizeFunctionRole"], located(found, {**VALUES, "AWS::Region": region})))


def table(name: str, region: str = "eu-west-1") -> str:
    return f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}"


@pytest.mark.parametrize("mode", ["read", "write", "read_write"])
def test_access_is_to_items_of_the_local_replica_and_its_indexes_and_nothing_wider(mode: str) -> None:
    found = rights(with_function(access={"items": mode}), "us-east-1")
    reads, writes = ("GetItem", "Query", "Scan", "BatchGetItem"), ("PutItem", "UpdateItem", "DeleteItem")
    items = table("shop-items", "us-east-1")

    for action in reads:
        assert found.allows(f"dynamodb:{action}", items) == ("read" in mode), action
    for action in writes:
        assert found.allows(f"dynamodb:{action}", items) == ("write" in mode), action
    assert found.allows("dynamodb:Query", f"{items}/index/by_owner") == ("read" in mode)
    assert found.allows("dynamodb:ConditionCheckItem", items)
    for action in ("DeleteTable", "UpdateTable", "PartiQLSelect"):
        assert not found.allows(f"dynamodb:{action}", items), action
    for other in (table("shop-items"), table("shop-control", "us-east-1"), f"{items}/index/other", f"{items}/stream/x"):
        assert not any(found.allows(f"dynamodb:{action}", other) for action in (*reads, *writes)), other


def test_a_function_logs_into_its_own_group_and_traces_only_when_it_should() -> None:
    found, quiet = rights(RESIZE), rights(with_function(tracing=False))
    group = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group"

    assert found.allows("logs:PutLogEvents", f"{group}:shop-main-ResizeFunctionLogGroup-1A2B3C4D:log-stream:x")
    assert not found.allows("logs:PutLogEvents", f"{group}:shop-main-OtherFunctionLogGroup-1A2B3C4D:log-stream:x")
    assert not found.allows("logs:CreateLogGroup", f"{group}:x")
    assert found.allows("xray:PutTraceSegments", "*")
    assert not quiet.allows("xray:PutTraceSegments", "*")
    assert not found.allows("dynamodb:GetItem", table("shop-items"))


STATEMENTS = [
    {
        "actions": ["sqs:SendMessage"],
        "resources": [
            "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs",
            "arn:aws:s3:::files-${AWS::Region}/$${aws:username}/*",
        ],
    }
]


def test_statements_are_as_written_for_the_region_of_the_stack() -> None:
    found = rights(with_function(statements=STATEMENTS))

    assert found.allows("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs")
    assert found.allows("sqs:SendMessage", "arn:aws:s3:::files-eu-west-1/${aws:username}/x")
    assert not found.allows("sqs:SendMessage", f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs")
    assert not found.allows("sqs:ReceiveMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs")


def test_the_boundary_lets_functions_do_that_in_every_region_of_the_app() -> None:
    found = of_roles(assembly_of(with_function(statements=STATEMENTS)), "Boundary")

    for region in ("eu-west-1", "us-east-1", "ap-southeast-2"):
        assert found.allows("sqs:SendMessage", f"arn:aws:sqs:{region}:{ACCOUNT}:jobs")
        assert found.allows("sqs:SendMessage", f"arn:aws:s3:::files-{region}/${{aws:username}}/x")
        for stack in ("shop-main", "StackSet-shop-secondary-01234567-89ab-cdef-0123-456789abcdef"):
            group = f"arn:aws:logs:{region}:{ACCOUNT}:log-group:{stack}-ResizeFunctionLogGroup-1A2B"
            assert found.allows("logs:PutLogEvents", f"{group}:log-stream:x"), group
    assert not found.allows("sqs:SendMessage", "arn:aws:s3:::files-eu-central-1/${aws:username}/x")
    assert not found.allows("logs:PutLogEvents", f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:other:log-stream:x")
    assert found.allows("xray:PutTraceSegments", "*")


def test_the_execution_role_makes_functions_of_the_app_and_passes_them_its_roles() -> None:
    layers = {region: [f"arn:aws:lambda:{region}:{ACCOUNT}:layer:tools:1"] for region in assembly_of(SHOP).regions}
    assembly = assembly_of(patched(ROUTED, {"functions": {"resize": {"layers": layers}}}))
    found = of_roles(assembly, "ExecutionRole", "ExecutionPolicy", "ExecutionServicesPolicy")
    prefix = f"arn:aws:lambda:us-east-1:{ACCOUNT}"

    for action in ("CreateFunction", "UpdateFunctionCode", "DeleteFunction", "AddPermission"):
        assert found.allows(f"lambda:{action}", f"{prefix}:function:shop_resize"), action
        assert not found.allows(f"lambda:{action}", f"{prefix}:function:shop-dev_resize"), action
    assert found.allows("lambda:GetLayerVersion", f"{prefix}:layer:tools:2")
    assert not found.allows("lambda:GetLayerVersion", f"{prefix}:layer:other:1")
    role = f"arn:aws:iam::{ACCOUNT}:role/shop/shop-main-ResizeFunctionRole-1A2B"
    assert found.allows("iam:PassRole", role, {"iam:PassedToService": "lambda.amazonaws.com"})
    assert not found.allows("iam:PassRole", role, {"iam:PassedToService": "ec2.amazonaws.com"})
    group = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group"
    assert found.allows("logs:CreateLogGroup", f"{group}:shop-main-ResizeFunctionLogGroup-1A2B")
    assert not found.allows("logs:DeleteLogGroup", f"{group}:shop-dev-main-X-1A2B")
