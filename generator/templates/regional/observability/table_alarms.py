"""Alarms on tables: requests that are throttled, and requests that DynamoDB fails to serve.

Both metrics are told per table and operation, those of an index among them; they have values only when there is
something to tell. Alarms on DynamoDB's metrics ignore missing values, whatever they are told to do [CloudWatch API
Reference, PutMetricAlarm, `TreatMissingData`]: without zeros in the gaps an alarm would never end.

Of each table there are two alarms, over the operations that something in the app calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from troposphere.cloudwatch import Alarm

from generator.app.model import ResolvedApp, ResolvedTable
from generator.templates.alarm import Metric, Told, Watch, alarm
from generator.templates.logical_ids import logical_id
from generator.templates.table_operations import table_operations

NAMESPACE: Final = "AWS/DynamoDB"

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "Throttles": (
        "ThrottledRequests",
        "requests to the table {table} are throttled in this region. Its limits or its partition keys are too narrow.",
    ),
    "SystemErrors": (
        "SystemErrors",
        "DynamoDB fails requests to the table {table} in this region. Drain the region if others are well.",
    ),
}


def table_alarms(app: ResolvedApp, told: Told) -> list[Alarm]:
    """Two alarms for each table of the app that something calls."""
    return [
        _alarm(app.tables[key], operations, kind, told)
        for key, operations in table_operations(app).items()
        for kind in _KINDS
    ]


def _alarm(table: ResolvedTable, operations: tuple[str, ...], kind: str, told: Told) -> Alarm:
    metric, description = _KINDS[kind]
    metrics = {
        operation[0].lower() + operation[1:]: Metric(
            namespace=NAMESPACE,
            name=metric,
            statistic="Sum",
            dimensions={"TableName": table.table_name, "Operation": operation},
        )
        for operation in operations
    }
    watch = Watch(metrics=metrics, expression="SUM(FILL(METRICS(), 0))", threshold=0)
    return alarm(logical_id([table.key], kind), description.format(table=table.table_name), watch, told)
