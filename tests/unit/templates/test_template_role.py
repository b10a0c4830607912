from __future__ import annotations

from typing import Any

from generator.templates.regional.integration import Integration, TableAccess
from generator.templates.regional.role import api_role

ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"


def integration(*access: TableAccess) -> Integration:
    return Integration(type="AWS", action="GetItem", request_template="{}", responses=(), statuses=(), access=access)


def role(*access: TableAccess) -> dict[str, Any]:
    (found,) = api_role("shop-dev", {"app": "shop"}, [integration(grant) for grant in access])
    properties: dict[str, Any] = found.to_dict()["Properties"]
    return properties


def statements(*access: TableAccess) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = role(*access)["Policies"][0]["PolicyDocument"]["Statement"]
    return document


def test_nothing_that_calls_dynamodb_means_no_role() -> None:
    assert api_role("shop", {}, [integration()]) == []


def test_only_api_gateway_may_take_the_role_which_has_a_path_and_no_name() -> None:
    found = role(TableAccess("GetItem", "a"))

    assert found["AssumeRolePolicyDocument"]["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": ["sts:AssumeRole"]}
    ]
    assert found["Path"] == "/shop-dev/"
    assert "RoleName" not in found


def test_a_grant_is_one_action_on_the_local_replica() -> None:
    assert statements(TableAccess("GetItem", "a")) == [
        {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": [{"Fn::Sub": f"{ARN}a"}]}
    ]


def test_an_index_is_granted_without_its_table() -> None:
    assert statements(TableAccess("Query", "a", "by_b"))[0]["Resource"] == [{"Fn::Sub": f"{ARN}a/index/by_b"}]


def test_tables_with_the_same_actions_share_a_statement_and_no_table_gets_another_ones_actions() -> None:
    found = statements(
        TableAccess("PutItem", "b"),
        TableAccess("GetItem", "b"),
        TableAccess("GetItem", "a"),
        TableAccess("PutItem", "a"),
        TableAccess("GetItem", "c"),
    )

    assert [(s["Action"], s["Resource"]) for s in found] == [
        (["dynamodb:GetItem"], [{"Fn::Sub": f"{ARN}c"}]),
        (["dynamodb:GetItem", "dynamodb:PutItem"], [{"Fn::Sub": f"{ARN}a"}, {"Fn::Sub": f"{ARN}b"}]),
    ]
