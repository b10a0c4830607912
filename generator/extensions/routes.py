"""Routes that extensions add: read and judged like those of the app file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

from msgspec import Struct

from generator.app.model import Method, ResolvedApp
from generator.app.phrases import shown
from generator.app.report import Report
from generator.app.routing.paths import RoutePath, check_paths, parse_route_key
from generator.errors import UsageError

# OPTIONS is for extensions only: the app file has `cors`.
_METHODS: Final = (*get_args(Method), "OPTIONS")


class Route(Struct, frozen=True):
    """A method on a path of the API."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def parse_route(text: str) -> Route:
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
    return Route(method, path)


def conflict(route: Route, added: Iterable[Route], app: ResolvedApp) -> tuple[str, str] | None:
    """What keeps a route out of the API beside its own and those that were added, and what to do; or `None`."""
    own = [Route(one.method, one.path) for one in app.api.routes]
    if route in own:
        return f"{route} is a route of the app file", "choose another path"
    if route.method == "OPTIONS" and app.api.cors is not None:
        return f"{route} is the preflight that `api.cors` makes", "leave it out"
    others = list(added)
    if route in others:
        return f"{route} is added twice", "choose another path"
    report = Report()
    paths = dict.fromkeys([*own, *others, route])
    check_paths([_path(one) for one in paths], app.health.path, report)
    return next(((found.message, found.advice) for found in report.findings), None)


def _path(route: Route) -> RoutePath:
    parsed = parse_route_key(str(route))
    assert isinstance(parsed, RoutePath), "it was read before"
    return parsed
