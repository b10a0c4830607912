"""Schedules that call functions, and the role by which they do.

Scheduler tries for a day to hand a call over, which is its own default, written out. Lambda then calls the function up
to three times until it succeeds; the alarm on its errors tells when it does not. The call itself holds nothing that
would be lost with it, so there is no dead-letter queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from troposphere import AWSObject, GetAtt
from troposphere.iam import Policy, Role
from troposphere.scheduler import FlexibleTimeWindow, RetryPolicy, Schedule, Target

from generator.app.functions.model import ResolvedFunction, ResolvedSchedule
from generator.templates.context import why
from generator.templates.regional.events.names import schedule_id, schedule_name, schedule_role_id
from generator.templates.regional.functions.names import function_id
from generator.templates.regional.scheduler import scheduler_trust
from generator.templates.roles.names import of_app
from generator.templates.roles.policies import document, on_own

_SECONDS: Final = 86_400
_ATTEMPTS: Final = 185


def schedule_parts(app_id: str, function: ResolvedFunction, tags: Mapping[str, str]) -> list[AWSObject]:
    """The schedules of a function, and their role; nothing where it has none."""
    schedules = [_schedule(app_id, function.key, event) for event in function.schedules]
    return [*schedules, _role(app_id, function.key, tags)] if schedules else []


def _schedule(app_id: str, function: str, event: ResolvedSchedule) -> Schedule:
    return Schedule(
        schedule_id(function, event.key),
        Name=schedule_name(app_id, function, event.key),
        Description=f"Event {event.key} of the function {function}",
        ScheduleExpression=event.expression,
        ScheduleExpressionTimezone=event.timezone,
        FlexibleTimeWindow=FlexibleTimeWindow(Mode="OFF"),
        Target=Target(
            Arn=GetAtt(function_id(function), "Arn"),
            RoleArn=GetAtt(schedule_role_id(function), "Arn"),
            RetryPolicy=RetryPolicy(MaximumEventAgeInSeconds=_SECONDS, MaximumRetryAttempts=_ATTEMPTS),
        ),
        Metadata=why(f"Calls the function {function} of this region when it is time."),
    )


def _role(app_id: str, function: str, tags: Mapping[str, str]) -> Role:
    called = on_own(["lambda:InvokeFunction"], [function_id(function)])
    return Role(
        schedule_role_id(function),
        AssumeRolePolicyDocument=scheduler_trust(),
        Policies=[Policy(PolicyName="schedule", PolicyDocument=document([called]))],
        Metadata=why(f"What the schedules of the function {function} may do: call it, in this region."),
        **of_app(app_id, tags),
    )
