"""Which methods the API has and what answers each: the user's routes, the health check, CORS preflight."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.app.model import ResolvedApp, ResolvedRoute
from generator.templates.regional.actions import integration
from generator.templates.regional.health import health_integration
from generator.templates.regional.integration import Integration
from generator.templates.regional.preflight import preflight_integration


class AnsweredMethod(Struct, frozen=True, kw_only=True):
    """An HTTP method on a path. `authorization` is an `AuthorizationType`, `CUSTOM` with the key of the `authorizer`;
    `reason` says what it is for."""

    path: str
    http_method: str
    authorization: str
    integration: Integration
    reason: str
    authorizer: str | None = None


def answered_methods(app: ResolvedApp, others: Iterable[tuple[str, str]] = ()) -> tuple[AnsweredMethod, ...]:
    """All methods of the API, sorted by path and method. `others` are path and method of those that somebody else
    makes, for whose paths there is a preflight too."""
    known = [*((route.path, route.method) for route in app.api.routes), *others]
    methods = [*(_route(route, app) for route in app.api.routes), _health(app), *_preflights(app, known)]
    return tuple(sorted(methods, key=lambda method: (method.path, method.http_method)))


def _route(route: ResolvedRoute, app: ResolvedApp) -> AnsweredMethod:
    return AnsweredMethod(
        path=route.path,
        http_method=route.method,
        authorization={"none": "NONE", "iam": "AWS_IAM", "custom": "CUSTOM"}[route.auth],
        authorizer=route.authorizer,
        integration=integration(route, app.api),
        reason=route.description or f"Route {route.method} {route.path} of the app file.",
    )


def _health(app: ResolvedApp) -> AnsweredMethod:
    return AnsweredMethod(
        path=app.health.path,
        http_method="GET",
        authorization="NONE",
        integration=health_integration(app),
        reason="Answers Route 53: 503 takes this region out of DNS. Open to everyone, for a checker cannot sign.",
    )


def _preflights(app: ResolvedApp, known: Iterable[tuple[str, str]]) -> Iterable[AnsweredMethod]:
    if app.api.cors is None:
        return
    for path, methods in sorted(_methods_by_path(known).items()):
        yield AnsweredMethod(
            path=path,
            http_method="OPTIONS",
            authorization="NONE",
            integration=preflight_integration(app.api.cors, methods),
            reason=f"Tells browsers which other origins may call {path}. Browsers never sign this request.",
        )


def _methods_by_path(known: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for path, http_method in known:
        found.setdefault(path, set()).add(http_method)
    return {path: sorted(methods) for path, methods in found.items()}
