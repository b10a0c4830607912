"""What the roles of an app may do with the user's own keys, in any region: use them, and give tables to them."""

from __future__ import annotations

from collections.abc import Iterable

from generator.app.model import ResolvedTable
from generator.templates.keys import USE_OF_KEYS, KeyGroup, key_groups
from generator.templates.roles.policies import statement
from generator.templates.section import Json, JsonObject

# What GlobalTable's handlers ask of a key by themselves, not through DynamoDB.
_ASKING = ("kms:DescribeKey", "kms:RevokeGrant")


def using_keys(tables: Iterable[ResolvedTable]) -> list[JsonObject]:
    """The use of the tables' keys, through DynamoDB only."""
    return [_through_dynamodb(USE_OF_KEYS, group) for group in key_groups(tables, region="*")]


def giving_keys(tables: Iterable[ResolvedTable]) -> list[JsonObject]:
    """What it takes to make tables that are encrypted with these keys: DynamoDB asks for the grant by which it uses a
    key in the name of whoever gives the table that key [aws-facts 1.15, 1.26]. Nothing where there are none."""
    found: list[JsonObject] = []
    for group in key_groups(tables, region="*"):
        found.append(_through_dynamodb({"kms:CreateGrant", *USE_OF_KEYS} - {*_ASKING}, group))
        found.append(statement(_ASKING, group.resources, _of_aliases(group) or None))
    # Aliases have no resource that they could be listed by.
    return [*found, statement(["kms:ListAliases"], ["*"])] if found else []


def _through_dynamodb(actions: Iterable[str], group: KeyGroup) -> JsonObject:
    condition = {"StringLike": {"kms:ViaService": "dynamodb.*.amazonaws.com"}, **_of_aliases(group)}
    return statement(actions, group.resources, condition)


def _of_aliases(group: KeyGroup) -> dict[str, Json]:
    return {"ForAnyValue:StringEquals": {"kms:ResourceAliases": list(group.aliases)}} if group.aliases else {}
