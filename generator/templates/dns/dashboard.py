"""The dashboard: a row for each region, and how fast each one hears of what is written in each other one.

One for all regions, for a graph may show metrics of any region [aws-facts 7.2]. Its name is the app's id: names of
dashboards are the account's, wherever they were made. The ids of health checks are known only when a stack is made, and
filled in by `Fn::Sub`; a graph that has one is of that region alone, so that `deploy` can leave a region out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from troposphere import Sub, Tags
from troposphere.cloudwatch import Dashboard

from generator.app.model import ResolvedApp
from generator.cloudformation.regions import DNS_REGION
from generator.templates.context import why
from generator.templates.dns.alarms import HEALTHY_REGIONS
from generator.templates.dns.health_checks import health_check_id
from generator.templates.dns.metrics import Line, api_line, health_line, replication_line, shown_tables, table_lines
from generator.templates.tags import with_values

DASHBOARD: Final = "Dashboard"

Widget = dict[str, Any]

_COLUMNS, _WIDTH, _HEADING, _HEIGHT = 4, 6, 1, 6
_RIGHT: Final = {"yAxis": "right"}


def dashboard(app: ResolvedApp, tags: Mapping[str, str]) -> Dashboard:
    """The dashboard of an app."""
    return Dashboard(
        DASHBOARD,
        DashboardName=app.id,
        DashboardBody=Sub(msgspec.json.encode({"start": "-PT3H", "widgets": _widgets(app)}, order="sorted").decode()),
        Tags=Tags(with_values(tags)),
        Metadata=why("All regions at a glance, and what each one hears of the others."),
    )


def _widgets(app: ResolvedApp) -> list[Widget]:
    tables = shown_tables(app)
    regions = _in_order(app)
    rows = [(_region_title(app, region), _region_graphs(app, region, tables)) for region in regions]
    if app.secondary_regions:
        rows.insert(0, (f"# {app.id}", _overview(app)))
        rows.append(("# Replication: milliseconds until a write arrives", _matrix(app)))
    return _placed(rows)


def _in_order(app: ResolvedApp) -> list[str]:
    """The main region first. The order of the others is that of their names: the app file's says nothing here."""
    return [app.main_region, *sorted(app.secondary_regions)]


def _placed(rows: list[tuple[str, list[Widget]]]) -> list[Widget]:
    """Below each title its graphs, in as many lines as they need."""
    widgets: list[Widget] = []
    y = 0
    for title, graphs in rows:
        widgets.append(_at(0, y, _COLUMNS * _WIDTH, _HEADING, {"type": "text", "properties": {"markdown": title}}))
        y += _HEADING
        for index, graph in enumerate(graphs):
            x, line = index % _COLUMNS * _WIDTH, index // _COLUMNS
            widgets.append(_at(x, y + line * _HEIGHT, _WIDTH, _HEIGHT, graph))
        y += -(-len(graphs) // _COLUMNS) * _HEIGHT
    return widgets


def _at(x: int, y: int, width: int, height: int, widget: Widget) -> Widget:
    return {"x": x, "y": y, "width": width, "height": height, **widget}


def _overview(app: ResolvedApp) -> list[Widget]:
    requests = [api_line(app, region, "Count", "Sum", label=region) for region in _in_order(app)]
    graphs = [_graph("Requests", app.main_region, requests)]
    if app.observability.alarms is not None:
        healthy = health_line(HEALTHY_REGIONS, "ChildHealthCheckHealthyCount", DNS_REGION, label="healthy regions")
        graphs.insert(0, _graph("Healthy regions", DNS_REGION, [healthy]))
    return graphs


def _region_title(app: ResolvedApp, region: str) -> str:
    return f"## {region} (main region)" if region == app.main_region else f"## {region}"


def _region_graphs(app: ResolvedApp, region: str, tables: list[str]) -> list[Widget]:
    requests = [
        api_line(app, region, "Count", "Sum", label="requests"),
        api_line(app, region, "5XXError", "Sum", label="5xx", **_RIGHT),
    ]
    latency = [api_line(app, region, "Latency", statistic, label=statistic) for statistic in ("p50", "p99")]
    lines = [line for key in tables for line in table_lines(app.tables[key].table_name, region)]
    health = [health_line(health_check_id(region), "HealthCheckStatus", DNS_REGION, label="healthy")]
    graphs = [_graph("Requests", region, requests), _graph("Latency", region, latency)]
    if lines:
        graphs.append(_graph(_tables_title(app, tables), region, lines))
    return [*graphs, _graph("Health", DNS_REGION, health)]


def _tables_title(app: ResolvedApp, tables: list[str]) -> str:
    return "Tables" if len(tables) == len(app.tables) else f"Tables ({len(tables)} of {len(app.tables)})"


def _matrix(app: ResolvedApp) -> list[Widget]:
    regions = _in_order(app)
    return [
        _graph(f"From {source}", source, [replication_line(app, source, one) for one in regions if one != source])
        for source in regions
    ]


def _graph(title: str, region: str, lines: list[Line]) -> Widget:
    return {
        "type": "metric",
        "properties": {"title": title, "region": region, "view": "timeSeries", "period": 60, "metrics": lines},
    }
