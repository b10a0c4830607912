"""Observability with everything spelled out, and the rules that it shares with regions and health."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from generator.app.declarations import Alarms, App
from generator.app.report import Report
from generator.cloudformation.regions import DNS_REGION

_REGION: Final = "${AWS::Region}"


class ResolvedObservability(Struct, frozen=True, kw_only=True):
    """`alarms` is `None` where none are wanted. Topic ARNs are texts of `Fn::Sub` where they hold `${`."""

    alarms: Alarms | None
    dashboard: bool
    access_logs: bool
    log_retention: int
    tracing: bool


def resolve_observability(app: App, report: Report) -> ResolvedObservability:
    """What is watched. Reports topics that some region cannot tell (A186), and too many healthy regions (A187)."""
    declared = app.observability
    alarms = _alarms(declared.alarms)
    if alarms is not None:
        _check_topics(app, alarms, report)
    _check_minimum(app, report)
    return ResolvedObservability(
        alarms=alarms,
        dashboard=declared.dashboard,
        access_logs=declared.access_logs,
        log_retention=declared.log_retention,
        tracing=declared.tracing,
    )


def _alarms(declared: bool | Alarms) -> Alarms | None:
    if isinstance(declared, Alarms):
        return declared
    return Alarms() if declared else None


def _check_topics(app: App, alarms: Alarms, report: Report) -> None:
    """CloudWatch tells a topic of the alarm's own region only; alarms on health checks are where the metrics are
    [aws-facts 4.18]."""
    places = list(dict.fromkeys((*app.regions.every, *((DNS_REGION,) if app.domain else ()))))
    for index, arn in enumerate(alarms.topic_arns):
        place = ("observability", "alarms", "topic_arns", index)
        region = arn.partition(":sns:")[2].partition(":")[0]
        others = [] if f":sns:{_REGION}:" in arn else [one for one in places if one != region]
        if arn in alarms.topic_arns[:index]:
            report.error("A186", place, f"{arn} is listed twice", "name each topic once")
        elif others:
            message = f"an alarm in {others[0]} cannot tell a topic in {region}"
            report.error("A186", place, message, f"have a topic of this name in every region, and write {_REGION}")


def _check_minimum(app: App, report: Report) -> None:
    count, wanted = 1 + len(app.regions.secondary), app.health.minimum_healthy_regions
    if wanted > count:
        message = f"{wanted} regions cannot be healthy, the app has {count}"
        report.error("A187", ("health", "minimum_healthy_regions"), message, f"write at most {count}")
