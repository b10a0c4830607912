"""Alarms on replication: from this region to each other one, so that the loss of a region is told by all others.

The metric is stored where the write was made, and has no values while nothing arrives [aws-facts 7.1]. Alarms on
DynamoDB's metrics ignore missing values, whatever they are told to do [CloudWatch API Reference, PutMetricAlarm,
`TreatMissingData`], so the value is one of a formula that has no gaps: silence counts as ten times too slow. CloudWatch
may have the last minutes of a metric late, and one heartbeat may get lost: only five such minutes in a row are told.

A template is the same in every region, so there is an alarm for each region of the app, and the one of a region towards
itself is left out there. A region that comes has its replicas before its stack, so the others have values when they get
the alarm on it; its own alarms say nothing until the first heartbeats must have arrived. The alarms on a region that
goes are deleted before its replicas are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from troposphere.cloudwatch import Alarm

from generator.app.model import ResolvedApp
from generator.templates.alarm import Metric, Told, Watch, alarm
from generator.templates.logical_ids import region_id
from generator.templates.section import JsonObject

_MINUTES = 5
_WARM_UP = 15
_SILENCE = 10


def elsewhere(region: str) -> str:
    """The condition that a stack is not in this region."""
    return f"IsNot{region_id(region)}"


def conditions(regions: Iterable[str]) -> Mapping[str, JsonObject]:
    """For each region, that a stack is in another one."""
    return {elsewhere(region): {"Fn::Not": [{"Fn::Equals": [{"Ref": "AWS::Region"}, region]}]} for region in regions}


def replication_alarms(app: ResolvedApp, limit: int, told: Told) -> list[Alarm]:
    """An alarm for each region: writes take longer than `limit` milliseconds to get there, or do not get there."""
    return [_alarm(app, region, limit, told) for region in app.regions]


def _alarm(app: ResolvedApp, region: str, limit: int, told: Told) -> Alarm:
    latency = Metric(
        namespace="AWS/DynamoDB",
        name="ReplicationLatency",
        statistic="Maximum",
        dimensions={"TableName": app.control_table.table_name, "ReceivingRegion": region},
    )
    watch = Watch(
        metrics={"latency": latency},
        expression=f"FILL(latency, {_SILENCE * limit})",
        threshold=limit,
        minutes=_MINUTES,
        breaching=_MINUTES,
        missing="breaching",
        warm_up=_WARM_UP,
    )
    description = (
        f"for {_MINUTES} minutes, writes have taken longer than {limit} ms to {region} or have not arrived "
        f"there. If other regions say the same of {region}, it is in trouble; otherwise this one is."
    )
    found = alarm(f"Replication{region_id(region)}", description, watch, told)
    found.Condition = elsewhere(region)
    return found
