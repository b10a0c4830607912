"""The lines of the dashboard's graphs, as CloudWatch writes them: namespace, metric, dimensions, and how it is drawn.

Every line carries its region. What is done in tables is searched for, so that a route that comes or goes changes no
dashboard. A graph takes 500 lines and a dashboard 2,500 [CloudWatch User Guide, "CloudWatch service quotas"], which
many tables in many regions would exceed: as many tables are shown as there is room for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from generator.app.model import ResolvedApp
from generator.templates.dns.alarms import NAMESPACE
from generator.templates.regional.observability.api_alarms import api_dimensions

LINES: Final = 2_500
LINES_OF_GRAPH: Final = 500

Line = list[Any]

# Of a region: five of the API and one of its health; of the whole, one on how many are healthy.
_OF_REGION: Final = 6
_OF_ALL: Final = 1
# What two searches find of a table, as a rule.
_OF_TABLE: Final = 6


def api_line(app: ResolvedApp, region: str, metric: str, statistic: str, **drawn: Any) -> Line:
    """A metric of the API of a region."""
    return _line("AWS/ApiGateway", metric, api_dimensions(app.id), region, {"stat": statistic, **drawn})


def health_line(check: str, metric: str, region: str, **drawn: Any) -> Line:
    """A metric of a health check, by its logical id. `region` is where the metrics of health checks are."""
    return _line(NAMESPACE, metric, {"HealthCheckId": f"${{{check}}}"}, region, {"stat": "Minimum", **drawn})


def replication_line(app: ResolvedApp, source: str, target: str) -> Line:
    """How long a write of one region takes to another; the metric is in the region of the write [aws-facts 7.1]."""
    dimensions = {"TableName": app.control_table.table_name, "ReceivingRegion": target}
    drawn = {"stat": "Maximum", "label": target}
    return _line("AWS/DynamoDB", "ReplicationLatency", dimensions, source, drawn)


def table_lines(table_name: str, region: str) -> list[Line]:
    """How long each operation on a table takes, and on the right how many of them are throttled."""
    latency = {"expression": _search(table_name, "SuccessfulRequestLatency", "Average"), "label": table_name}
    throttled = {"expression": _search(table_name, "ThrottledRequests", "Sum"), "label": f"{table_name} throttled"}
    return [[{"region": region, **latency}], [{"region": region, "yAxis": "right", **throttled}]]


def shown_tables(app: ResolvedApp) -> list[str]:
    """The keys of the tables that there is room for, in the order of their names."""
    count = len(app.regions)
    room = min(LINES_OF_GRAPH, (LINES - _OF_ALL) // count - _OF_REGION - (count - 1))
    return sorted(app.tables)[: max(room // _OF_TABLE, 0)]


def _search(table_name: str, metric: str, statistic: str) -> str:
    terms = f'MetricName="{metric}" TableName="{table_name}"'
    return f"SEARCH('{{AWS/DynamoDB,Operation,TableName}} {terms}', '{statistic}', 60)"


def _line(namespace: str, metric: str, dimensions: Mapping[str, str], region: str, drawn: Mapping[str, Any]) -> Line:
    named = [part for pair in dimensions.items() for part in pair]
    return [namespace, metric, *named, {"region": region, **drawn}]
