from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from generator.app.model import ResolvedReplica, ResolvedTable
from generator.templates.regional.integration import Integration, TableAccess
from generator.templates.regional.role import api_role
from tests.support.factories import table

ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"


def integration(*access: TableAccess) -> Integration:
    return Integration(type="AWS", action="GetItem", request_template="{}", responses=(), statuses=(), access=access)


def role(*access: TableAccess, tables: Iterable[ResolvedTable] = ()) -> dict[str, Any]:
    (found,) = api_role("shop-dev", {"app": "shop"}, [integration(grant) for grant in access], tables)
    properties: dict[str, Any] = found.to_dict()["Properties"]
    return properties


def statements(*access: TableAccess) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = role(*access)["Policies"][0]["PolicyDocument"]["Statement"]
    return document


def test_nothing_that_calls_dynamodb_means_no_role() -> None:
    assert api_role("shop", {}, [integration()], []) == []


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


def keyed(name: str, *keys: str | None) -> ResolvedTable:
    """A table whose replicas have these keys."""
    replicas = tuple(
        ResolvedReplica(
            region="eu-west-1",
            point_in_time_recovery=True,
            recovery_period_in_days=None,
            deletion_protection=True,
            table_class="STANDARD",
            max_read_request_units=None,
            read_capacity=None,
            contributor_insights=None,
            kms_key=key,
            tags={},
        )
        for key in keys
    )
    return replace(table(table_name=name), replicas=replicas)


def of_keys(*access: TableAccess, tables: Iterable[ResolvedTable]) -> list[dict[str, Any]]:
    """The statements about keys."""
    found: list[dict[str, Any]] = role(*access, tables=tables)["Policies"][0]["PolicyDocument"]["Statement"]
    return [statement for statement in found if statement["Action"][0].startswith("kms:")]


def test_whoever_uses_a_table_may_use_its_key_by_its_alias_through_dynamodb_of_the_region() -> None:
    (found,) = of_keys(TableAccess("GetItem", "a"), tables=[keyed("a", "alias/vault", "alias/vault")])

    assert found["Resource"] == [{"Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*"}]
    assert "kms:Decrypt" in found["Action"]
    assert "kms:CreateGrant" not in found["Action"]
    assert found["Condition"] == {
        "StringEquals": {"kms:ViaService": {"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"}},
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/vault"]},
    }


def test_keys_by_arn_are_those_of_every_region_for_the_template_is_the_same() -> None:
    keys = [f"arn:aws:kms:{region}:123456789012:key/mrk-1" for region in ("us-east-1", "eu-west-1")]

    (found,) = of_keys(TableAccess("GetItem", "a"), tables=[keyed("a", *keys)])

    assert [resource["Fn::Sub"] for resource in found["Resource"]] == [
        f"arn:${{AWS::Partition}}:kms:{region}:123456789012:key/mrk-1" for region in ("eu-west-1", "us-east-1")
    ]
    assert found["Condition"].keys() == {"StringEquals"}


def test_keys_of_tables_that_it_does_not_use_are_none_of_its_business() -> None:
    tables = [keyed("a", None), keyed("b", "alias/vault")]

    assert of_keys(TableAccess("GetItem", "a"), tables=tables) == []
