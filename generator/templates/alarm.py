"""A CloudWatch alarm, and the topic that it tells: the same in a region's template and in that of DNS.

The topic is not encrypted: with the key that AWS manages CloudWatch could not publish to it, for nobody may change that
key's policy, and what an alarm says is no secret. It needs no policy of its own for alarms of the same account.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from msgspec import Struct
from troposphere import AWSObject, Ref, Sub, Tags
from troposphere.cloudwatch import Alarm, MetricDataQuery, MetricDimension, MetricStat, WarmUpConfiguration
from troposphere.cloudwatch import Metric as StatMetric
from troposphere.sns import SubscriptionResource, Topic

from generator.app.declarations import Alarms
from generator.templates.context import why
from generator.templates.logical_ids import logical_id
from generator.templates.section import Json
from generator.templates.tags import with_values

TOPIC: Final = "AlarmTopic"
EMAIL: Final = "AlarmEmail"
ALARM_PREFIX: Final = "Alarm"
"""How the logical ids of alarms and of their topic begin: the execution role may make what is called so."""

PERIOD: Final = 60
"""Seconds. Everything that we watch has a point each minute."""

Missing = Literal["breaching", "notBreaching"]


class Metric(Struct, frozen=True, kw_only=True):
    """A metric and how its points of a minute are joined: `Sum`, `Average`, `Minimum`, `Maximum` or a percentile."""

    namespace: str
    name: str
    statistic: str
    dimensions: Mapping[str, Json]


class Watch(Struct, frozen=True, kw_only=True):
    """When an alarm goes off: in `breaching` of the last `minutes` the value is above the threshold, or below it.

    The value is that of the only metric, or of `expression` over the metrics by their ids. `missing` is what a minute
    without a value counts as. For `warm_up` minutes after it was made the alarm says nothing at all.
    """

    metrics: Mapping[str, Metric]
    expression: str | None = None
    is_below: bool = False
    threshold: float
    minutes: int = 5
    breaching: int = 3
    missing: Missing = "notBreaching"
    warm_up: int | None = None


class Told(Struct, frozen=True, kw_only=True):
    """Who is told when an alarm goes off and when it is over; the app that it is about, and its tags."""

    app_id: str
    actions: tuple[Json, ...]
    tags: Mapping[str, str]


def alarm(name: str, description: str, watch: Watch, told: Told) -> Alarm:
    """The alarm with the logical id `Alarm<name>`. `description` is what a person reads who is woken up."""
    return Alarm(
        f"{ALARM_PREFIX}{name}",
        AlarmDescription=f"{told.app_id}: {description}",
        ComparisonOperator="LessThanThreshold" if watch.is_below else "GreaterThanThreshold",
        Threshold=watch.threshold,
        EvaluationPeriods=watch.minutes,
        DatapointsToAlarm=watch.breaching,
        TreatMissingData=watch.missing,
        AlarmActions=list(told.actions),
        OKActions=list(told.actions),
        Tags=Tags(with_values(told.tags)),
        Metadata=why(description[0].upper() + description[1:]),
        **_value(watch),
        **_warm_up(watch),
    )


def _value(watch: Watch) -> dict[str, Any]:
    if watch.expression is None:
        ((_, metric),) = watch.metrics.items()
        return {**_metric(metric), "Period": PERIOD, **_statistic(metric.statistic)}
    queries = [
        MetricDataQuery(
            Id=id,
            MetricStat=MetricStat(Metric=StatMetric(**_metric(metric)), Period=PERIOD, Stat=metric.statistic),
            ReturnData=False,
        )
        for id, metric in watch.metrics.items()
    ]
    return {"Metrics": [MetricDataQuery(Id="value", Expression=watch.expression, ReturnData=True), *queries]}


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "Namespace": metric.namespace,
        "MetricName": metric.name,
        "Dimensions": [MetricDimension(Name=name, Value=value) for name, value in sorted(metric.dimensions.items())],
    }


def _statistic(statistic: str) -> dict[str, str]:
    return {"ExtendedStatistic" if statistic.startswith("p") else "Statistic": statistic}


def _warm_up(watch: Watch) -> dict[str, Any]:
    if watch.warm_up is None:
        return {}
    return {
        "WarmUpConfiguration": WarmUpConfiguration(
            WarmUpPeriodDurationInMinutes=watch.warm_up, OnlyStartEvaluatingAfterWarmUpPeriodEnds=True
        )
    }


def topic_parts(app_id: str, alarms: Alarms, tags: Mapping[str, str]) -> list[AWSObject]:
    """The app's topic of a region with its subscription: none where topics of the user's are told, and nobody else."""
    if not _has_topic(alarms):
        return []
    topic = Topic(
        TOPIC,
        DisplayName=app_id,
        Tags=Tags(dict(tags)),
        Metadata=why("Told of every alarm of this stack: an alarm can tell topics of its own region only."),
    )
    return [topic] if alarms.email is None else [topic, _subscription(alarms.email)]


def _subscription(email: str) -> SubscriptionResource:
    # Another address is another subscription: one that changes its address would be made anew.
    return SubscriptionResource(
        logical_id([email], EMAIL),
        TopicArn=Ref(TOPIC),
        Protocol="email",
        Endpoint=email,
        Metadata=why("Mail comes when the link in the first one, which asks for a confirmation, has been followed."),
    )


def _has_topic(alarms: Alarms) -> bool:
    return alarms.email is not None or not alarms.topic_arns


def told(app_id: str, alarms: Alarms, tags: Mapping[str, str]) -> Told:
    """Who is told: the app's topic, and those of the user's."""
    own: list[Json] = [Ref(TOPIC)] if _has_topic(alarms) else []
    others = [Sub(f"arn:${{AWS::Partition}}:sns:{arn.partition(':sns:')[2]}") for arn in alarms.topic_arns]
    return Told(app_id=app_id, actions=(*own, *others), tags=tags)
