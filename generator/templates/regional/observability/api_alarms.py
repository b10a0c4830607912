"""Alarms on the API of a region: requests that fail, and requests that take long.

Checkers ask the health path all the time, and often more than clients do: with their requests among all others a rate
would tell little, and a drained region, which answers them 503, would raise the alarm. The stage has metrics of its own
for the health path, and they are taken off. Without a domain nobody checks, and the API's own average will do.

A minute without a request is a good one: `notBreaching`.
"""

from __future__ import annotations

from collections.abc import Mapping

from troposphere.cloudwatch import Alarm

from generator.app.declarations import Alarms
from generator.app.model import ResolvedApp
from generator.templates.alarm import Metric, Told, Watch, alarm
from generator.templates.regional.names import STAGE_NAME

_NAMESPACE = "AWS/ApiGateway"


def api_alarms(app: ResolvedApp, alarms: Alarms, told: Told) -> list[Alarm]:
    """The two alarms of an API."""
    errors = (
        f"more than {alarms.error_rate:g} % of the requests in this region are answered with 5xx. The access "
        "logs tell which, X-Ray why; drain the region if others are well."
    )
    latency = (
        f"one request of a hundred takes longer than {alarms.latency_p99} ms in this region. X-Ray tells where "
        "the time goes."
    )
    slowest = Watch(metrics={"latency": _metric(app, "Latency", "p99")}, threshold=alarms.latency_p99)
    return [
        alarm("ServerErrors", errors, _error_rate(app, alarms.error_rate), told),
        alarm("Latency", latency, slowest, told),
    ]


def takes_checks_off(app: ResolvedApp) -> bool:
    """Whether there are checks, and an alarm that has to know them apart: then the health path has its own metrics."""
    return app.domain is not None and app.observability.alarms is not None


def api_dimensions(app_id: str) -> Mapping[str, str]:
    """What tells the metrics of an app's API from those of others of the region."""
    return {"ApiName": app_id, "Stage": STAGE_NAME}


def _error_rate(app: ResolvedApp, limit: float) -> Watch:
    if not takes_checks_off(app):
        return Watch(metrics={"errors": _metric(app, "5XXError", "Average")}, threshold=limit / 100)
    health = {"Resource": app.health.path, "Method": "GET"}
    metrics = {
        "requests": _metric(app, "Count", "Sum"),
        "errors": _metric(app, "5XXError", "Sum"),
        "checks": _metric(app, "Count", "Sum", health),
        "failed_checks": _metric(app, "5XXError", "Sum", health),
    }
    customers = "requests - FILL(checks, 0)"
    rate = f"100 * (errors - FILL(failed_checks, 0)) / ({customers})"
    return Watch(metrics=metrics, expression=f"IF({customers} > 0, {rate}, 0)", threshold=limit)


def _metric(app: ResolvedApp, name: str, statistic: str, of_method: Mapping[str, str] | None = None) -> Metric:
    dimensions = {**api_dimensions(app.id), **(of_method or {})}
    return Metric(namespace=_NAMESPACE, name=name, statistic=statistic, dimensions=dimensions)
