"""Statements by which a role of the region may use the keys of the tables that it uses, through DynamoDB only."""

from __future__ import annotations

from collections.abc import Iterable

from awacs.aws import Condition, ConditionElement, ForAnyValueStringEquals, Statement, StringEquals
from troposphere import Sub

from generator.app.model import ResolvedTable
from generator.templates.keys import USE_OF_KEYS, KeyGroup, key_groups
from generator.templates.regional.statements import allow

_DYNAMODB = "dynamodb.${AWS::Region}.amazonaws.com"


def key_statements(tables: Iterable[ResolvedTable]) -> list[Statement]:
    """What a role needs besides its access to these tables; nothing where no key is the user's own."""
    return [_statement(group) for group in key_groups(tables, "${AWS::Region}")]


def _statement(group: KeyGroup) -> Statement:
    conditions: list[ConditionElement] = [StringEquals("kms:ViaService", Sub(_DYNAMODB))]
    if group.aliases:
        conditions.append(ForAnyValueStringEquals("kms:ResourceAliases", list(group.aliases)))
    return allow(USE_OF_KEYS, [Sub(resource) for resource in group.resources], Condition=Condition(conditions))
