"""Alarms on health: a region that is left out by DNS, and too few that are not. They and the topic that they tell are
in us-east-1, where the metrics are [aws-facts 4.18].

How many regions are healthy Route 53 counts itself, in a check of the others [4.7]: the formula of an alarm takes
ten metrics [CloudWatch API Reference, MetricDataQuery], and would have a gap wherever one of them has. The checkers
report all the time, so silence is `breaching`; a new check has no value in its first minutes, when its alarm says
nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from troposphere import AWSObject, Ref, Tags
from troposphere.cloudwatch import Alarm
from troposphere.route53 import HealthCheck, HealthCheckConfig

from generator.app.declarations import Alarms
from generator.app.model import ResolvedApp
from generator.templates.alarm import Metric, Told, Watch, alarm, told, topic_parts
from generator.templates.context import why
from generator.templates.dns.health_checks import health_check_id
from generator.templates.logical_ids import region_id
from generator.templates.tags import health_check_tags

NAMESPACE: Final = "AWS/Route53"
HEALTHY_REGIONS: Final = "HealthyRegions"

_WARM_UP: Final = 5


def health_alarms(app: ResolvedApp, alarms: Alarms, tags: Mapping[str, str]) -> list[AWSObject]:
    """The topic of us-east-1 and the alarms that tell it: one per region, and one on how many are healthy.

    With one region that would be the same as its own, and there is no need to count.
    """
    to = told(app.id, alarms, tags)
    elsewhere = "and DNS answers with other regions" if app.secondary_regions else "and there is no other region"
    alarms_of_regions = (_region_alarm(region, elsewhere, to) for region in app.regions)
    parts = [*topic_parts(app.id, alarms, tags), *alarms_of_regions]
    if app.secondary_regions:
        parts += [_count(app, tags), _count_alarm(app, to)]
    return parts


def _region_alarm(region: str, elsewhere: str, to: Told) -> Alarm:
    description = f"{region} fails its health check, {elsewhere}. It may be down, or drained: `status` tells which."
    return alarm(f"Health{region_id(region)}", description, _watch("HealthCheckStatus", health_check_id(region), 1), to)


def _count(app: ResolvedApp, tags: Mapping[str, str]) -> HealthCheck:
    return HealthCheck(
        HEALTHY_REGIONS,
        HealthCheckConfig=HealthCheckConfig(
            Type="CALCULATED",
            ChildHealthChecks=[Ref(health_check_id(region)) for region in sorted(app.regions)],
            HealthThreshold=app.health.minimum_healthy_regions,
        ),
        HealthCheckTags=Tags(health_check_tags(f"{app.id} healthy regions", tags)),
        Metadata=why("Counts the healthy regions, for an alarm. No record obeys it."),
    )


def _count_alarm(app: ResolvedApp, to: Told) -> Alarm:
    least = app.health.minimum_healthy_regions
    words = "no region is" if least == 1 else f"fewer than {least} regions are"
    description = f"{words} healthy. Where none is, DNS answers with all of them."
    return alarm("HealthyRegions", description, _watch("ChildHealthCheckHealthyCount", HEALTHY_REGIONS, least), to)


def _watch(name: str, check: str, least: int) -> Watch:
    metric = Metric(namespace=NAMESPACE, name=name, statistic="Minimum", dimensions={"HealthCheckId": Ref(check)})
    return Watch(
        metrics={"health": metric},
        is_below=True,
        threshold=least,
        minutes=3,
        breaching=2,
        missing="breaching",
        warm_up=_WARM_UP,
    )
