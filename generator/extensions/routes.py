"""Routes that extensions add: read and judged like those of the app file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

from generator.app.model import Method, ResolvedApp
from generator.app.phrases import shown
from generator.app.report import Report
from generator.app.routing.paths import RoutePath, check_paths, parse_route_key
from generator.errors import UsageError

# OPTIONS is for extensions only: the app file has `cors`.
_METHODS: Final = (*get_args(Method), "OPTIONS")


def parse_route(text: str) -> RoutePath:
    """The parts of `METHOD /path`. Raises `UsageError` when that is none."""
    method, _, path = text.partition(" ")
    if method not in _METHODS or not path.startswith("/"):
        known = ", ".join(_METHODS)
        raise UsageError(
            f"{shown(text)} is no route", f"write a method and a path, such as POST /jobs; methods: {known}"
        )
    parsed = parse_route_key(text)
    if not isinstance(parsed, RoutePath):
        raise UsageError(*parsed)
    return parsed


def conflict(route: RoutePath, added: Iterable[RoutePath], app: ResolvedApp) -> tuple[str, str] | None:
    """What keeps a route out of the API beside its own and those that were added, and what to do; or `None`."""
    own = [parse_route(f"{one.method} {one.path}") for one in app.api.routes]
    if route in own:
        return f"{route.key} is a route of the app file", "choose another path"
    if route.method == "OPTIONS" and app.api.cors is not None:
        return f"{route.key} is the preflight that `api.cors` makes", "leave it out"
    others = list(added)
    if route in others:
        return f"{route.key} is added twice", "choose another path"
    report = Report()
    check_paths(dict.fromkeys([*own, *others, route]), app.health.path, report)
    return next(((found.message, found.advice) for found in report.findings), None)
