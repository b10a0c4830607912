"""The roll-out: the order of regions, and requests that a region has to answer before customers are led to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from generator.app.declarations import AnyRoute, App, SmokeRequest
from generator.app.report import Place, Report, one_of

# What API Gateway answers to a request that says nothing about who sends it.
_UNSIGNED, _UNIDENTIFIED = 403, 401


_HEADER: Final = "$request.header."


class _Route(NamedTuple):
    """What of a route decides whether it answers. As declared: a mistake in a route is not one of who asks it.

    `needed` is what a smoke request lacks, `refusal` the status of the answer then.
    """

    method: str
    path: str
    needed: str | None
    refusal: int


def check_deploy(app: App, report: Report) -> None:
    """Reports a wrong order of regions (A183), and smoke requests that cannot succeed (A184)."""
    _check_order(app, report)
    routes = [_route(key, route, app) for key, route in app.api.routes.items()]
    for index, request in enumerate(app.deploy.smoke):
        place = ("deploy", "smoke", index)
        if request.path.partition("?")[0] != app.health.path:
            _check_request(request, routes, place, report)
        elif request.method != "GET":
            message = f"the health route answers no {request.method}"
            report.error("A184", (*place, "method"), message, "write GET")


def _route(key: str, route: AnyRoute, app: App) -> _Route:
    method, _, path = key.partition(" ")
    auth = route.auth or app.api.auth or "none"
    if auth == "iam":
        return _Route(method, path, "a signature", _UNSIGNED)
    asked = app.api.authorizers[auth].identity_source if auth in app.api.authorizers else ()
    header = next((source for source in asked if source.startswith(_HEADER)), None)
    needed = None if header is None else f"the header {header.removeprefix(_HEADER)}"
    return _Route(method, path, needed, _UNIDENTIFIED)


def _check_order(app: App, report: Report) -> None:
    secondary, order = app.regions.secondary, app.deploy.region_order
    for index, region in enumerate(order):
        place = ("deploy", "region_order", index)
        if region in order[:index]:
            report.error("A183", place, f"{region} is already listed", "name each region once")
        elif region == app.regions.main:
            report.error("A183", place, f"{region} is the main region, which is always changed first", "remove it")
        elif region not in secondary:
            advice = one_of(region, secondary, "remove it: there is no secondary region")
            report.error("A183", place, f"{region} is no secondary region", advice)


def _check_request(request: SmokeRequest, routes: Iterable[_Route], place: Place, report: Report) -> None:
    path = request.path.partition("?")[0]
    there = _addressed(routes, path)
    found = next((route for route in there if route.method in (request.method, "ANY")), None)
    if found is None:
        methods = sorted({route.method for route in there})
        advice = f"use {' or '.join(methods)}" if methods else "use the path of a route, with a value for each variable"
        report.error("A184", place, f"no route answers {request.method} {path}", advice)
    elif found.needed is not None and request.status != found.refusal:
        message = f"{found.method} {found.path} needs {found.needed}, and a smoke request has none"
        report.error("A184", (*place, "status"), message, f"expect {found.refusal}, or ask another route")


def _addressed(routes: Iterable[_Route], path: str) -> list[_Route]:
    """The routes of the path that API Gateway chooses, ANY last: plain parts go before variables, at each place, and
    no other path is tried when that one does not have the method."""
    there = [route for route in routes if _answers(route.path, path)]
    nearest = min((route.path for route in there), key=_plainness, default="")
    return sorted((route for route in there if route.path == nearest), key=lambda route: route.method == "ANY")


def _plainness(route: str) -> list[int]:
    return [0 if not part.startswith("{") else 2 if part.endswith("+}") else 1 for part in route.split("/")]


def _answers(route: str, path: str) -> bool:
    """Whether a request of `path` is one of the route's: a variable is one part of it, `{name+}` is all the rest."""
    ours, theirs = route.split("/"), path.split("/")
    if ours[-1].endswith("+}"):
        theirs = [*theirs[: len(ours) - 1], "/".join(theirs[len(ours) - 1 :])]
    return len(ours) == len(theirs) and all(
        bool(given) if part.startswith("{") else part == given for part, given in zip(ours, theirs, strict=True)
    )
