"""The health route and its checks."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.declarations import Health
from generator.app.model import ResolvedTable
from generator.app.report import Report
from generator.app.routing.paths import path_mistake
from generator.cloudformation.limits import DEEP_HEALTH_TABLES


def check_health(health: Health, tables: Mapping[str, ResolvedTable], report: Report) -> None:
    """Reports a wrong path (A176), a checker region listed twice (A177), too many tables (A178), and A210."""
    mistake = path_mistake(health.path)
    if mistake is not None:
        report.error("A176", ("health", "path"), *mistake)
    for region in sorted({one for one in health.checker_regions if health.checker_regions.count(one) > 1}):
        place = ("health", "checker_regions")
        report.error("A177", place, f"{region} is listed twice", "name at least three different regions")
    if health.mode == "deep" and len(tables) > DEEP_HEALTH_TABLES:
        message = f"deep health reads at most {DEEP_HEALTH_TABLES} tables at once, there are {len(tables)}"
        report.error("A178", ("health", "mode"), message, "use `mode: control`")
    if health.mode == "shallow":
        message = "a region with shallow health stays in DNS without its database, and cannot be drained"
        report.info("A210", ("health", "mode"), message, "use `mode: control` to be able to drain")
