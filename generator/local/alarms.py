"""Alarms on a formula over metrics, which MiniStack's CloudFormation refuses: here they are there, and never go off.

What an alarm does is CloudWatch's to know; a roll-out only has to make it, change it and take it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def recorded(original: Any, name: str, props: Mapping[str, Any]) -> Any:
    """The record of an alarm. One on a formula is told as an alarm on the first of its metrics, without actions."""
    stats = [query["MetricStat"] for query in props.get("Metrics", ()) if "MetricStat" in query]
    if not stats:
        return original(name, props)
    metric = {**stats[0]["Metric"], "Period": stats[0]["Period"], "ActionsEnabled": False}
    plain = {key: value for key, value in props.items() if key != "Metrics"}
    return original(name, plain | metric) | {"Metrics": props["Metrics"]}
