"""What somebody should know whose routes lead to functions."""

from __future__ import annotations

from typing import Final

from generator.app.declarations import App, FunctionRoute
from generator.app.report import Report

# API Gateway's longest wait for a REST API of this kind, unless AWS has raised it for the account.
_API_SECONDS: Final = 29


def advise_routes(app: App, report: Report) -> None:
    """Reports functions that outlast API Gateway's patience (A234), and who sets their CORS headers (A233)."""
    routes = {key: route.function for key, route in sorted(app.api.routes.items()) if isinstance(route, FunctionRoute)}
    for name in sorted(set(routes.values()) & app.functions.keys()):
        if app.functions[name].timeout > _API_SECONDS:
            message = f"API Gateway gives up after {_API_SECONDS} s, and the function may go on for longer"
            advice = f"use at most {_API_SECONDS}, or answer at once and let something else do the work"
            report.info("A234", ("functions", name, "timeout"), message, advice)
    if routes and app.api.cors is not None:
        message = "answers of functions carry those CORS headers only that the function sets"
        advice = "set Access-Control-Allow-Origin in its answers; preflight and API Gateway's own errors have theirs"
        report.info("A233", ("api", "cors"), message, advice)
