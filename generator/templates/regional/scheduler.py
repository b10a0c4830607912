"""Who may take on a role for EventBridge Scheduler: what a schedule of ours has in common with any other."""

from __future__ import annotations

from generator.templates.roles.names import arn
from generator.templates.roles.policies import document, trust
from generator.templates.section import JsonObject


def scheduler_trust() -> JsonObject:
    """The trust policy of a role that schedules of this region take on.

    Scheduler tells the group that a schedule is in, never the schedule [EventBridge Scheduler User Guide, "Confused
    deputy prevention"].
    """
    group = arn("scheduler", "${AWS::Region}", "schedule-group/default")
    condition = {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": group}},
    }
    return document([trust({"Service": "scheduler.amazonaws.com"}, condition)])
