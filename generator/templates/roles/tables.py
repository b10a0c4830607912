"""What making some tables takes besides the permissions that the handlers of a table name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.app.model import ResolvedTable
from generator.templates.roles.names import arn
from generator.templates.roles.policies import statement
from generator.templates.section import JsonObject

# DynamoDB makes the witness in the caller's name; the schema of its handlers leaves it out [aws-facts 1.26].
_WITNESS = ("dynamodb:CreateGlobalTableWitness", "dynamodb:DeleteGlobalTableWitness")
# Application Auto Scaling looks whether its caller may do what it does with the alarms that it follows
# [Application Auto Scaling User Guide, "Permissions required for API actions on target services and CloudWatch"].
_ALARMS = ("cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm")


def making_tables(tables: Iterable[ResolvedTable]) -> list[JsonObject]:
    """Statements for tables with a witness, and for those that scale."""
    return list(_statements(sorted(tables, key=lambda each: each.table_name)))


def _statements(tables: list[ResolvedTable]) -> Iterator[JsonObject]:
    watched = [arn("dynamodb", "*", f"table/{one.table_name}") for one in tables if one.witness is not None]
    scaled = [
        arn("cloudwatch", "*", f"alarm:TargetTracking-table/{one.table_name}*")
        for one in tables
        if one.write_capacity is not None
    ]
    if watched:
        yield statement(_WITNESS, watched)
    if scaled:
        yield statement(_ALARMS, scaled)
