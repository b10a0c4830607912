"""The heartbeat: every minute each region writes the time into its own item of the control table.

`ReplicationLatency` has no values where nobody writes [aws-facts 7.1], so that silence could mean anything; with a
heartbeat it means that something is broken. EventBridge Scheduler calls DynamoDB itself [11.18], no function is needed.
The item is not the one that drains a region: that is written as a whole, and of two writers the last one wins [1.28].
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from troposphere import AWSObject, GetAtt, Sub
from troposphere.iam import Policy, Role
from troposphere.scheduler import FlexibleTimeWindow, RetryPolicy, Schedule, Target

from generator.cloudformation.names import heartbeat_key, heartbeat_schedule
from generator.templates.context import why
from generator.templates.regional.scheduler import scheduler_trust
from generator.templates.roles.names import arn, of_app
from generator.templates.roles.policies import document, statement

HEARTBEAT: Final = "Heartbeat"
HEARTBEAT_ROLE: Final = "HeartbeatRole"

_API: Final = "arn:${AWS::Partition}:scheduler:::aws-sdk:dynamodb:updateItem"
_HERE: Final = heartbeat_key("${AWS::Region}")
# Scheduler fills it in: when it meant to call.
_NOW: Final = "<aws.scheduler.scheduled-time>"


def heartbeat_parts(app_id: str, control_table: str, tags: Mapping[str, str]) -> list[AWSObject]:
    """The schedule of a region and the role by which it writes."""
    return [_schedule(app_id, control_table), _role(app_id, control_table, tags)]


def _schedule(app_id: str, control_table: str) -> Schedule:
    return Schedule(
        HEARTBEAT,
        # Generated names are cut at 64 characters, and then no policy could tell whose they are.
        Name=heartbeat_schedule(app_id),
        Description="Writes the time into the control table, so that replication always has something to replicate.",
        ScheduleExpression="rate(1 minute)",
        FlexibleTimeWindow=FlexibleTimeWindow(Mode="OFF"),
        Target=Target(
            Arn=Sub(_API),
            RoleArn=GetAtt(HEARTBEAT_ROLE, "Arn"),
            Input=Sub(json.dumps(_request(control_table), separators=(",", ":"))),
            # The next one comes in a minute: whatever is older tells nothing any more.
            RetryPolicy=RetryPolicy(MaximumEventAgeInSeconds=60, MaximumRetryAttempts=1),
        ),
        Metadata=why("Without it nobody could tell a region that nobody writes to from one that is lost."),
    )


def _request(control_table: str) -> dict[str, Any]:
    return {
        "TableName": control_table,
        "Key": {"pk": {"S": _HERE}},
        "UpdateExpression": "SET #time = :time",
        "ExpressionAttributeNames": {"#time": "time"},
        "ExpressionAttributeValues": {":time": {"S": _NOW}},
    }


def _role(app_id: str, control_table: str, tags: Mapping[str, str]) -> Role:
    own_item = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [{"Fn::Sub": _HERE}]}}
    table = arn("dynamodb", "${AWS::Region}", f"table/{control_table}")
    return Role(
        HEARTBEAT_ROLE,
        AssumeRolePolicyDocument=scheduler_trust(),
        Policies=[
            Policy(
                PolicyName="heartbeat",
                PolicyDocument=document([statement(["dynamodb:UpdateItem"], [table], own_item)]),
            )
        ],
        Metadata=why("What the heartbeat may do.", "It writes the item of its own region and no other one."),
        **of_app(app_id, tags),
    )
