"""The deployment, which is a snapshot of the API, and the stage that serves it.

Nothing in `AWS::ApiGateway::Deployment` follows the API: only a new logical id makes a new snapshot. So the id is a
hash of everything that a snapshot holds [aws-facts 3.1], and the deployment depends on every resource of the API, or
it might be made before the last of them is there [11.10].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from troposphere import Ref, Tags
from troposphere.apigateway import Deployment, MethodSetting, Stage

from generator.app.declarations import Throttling
from generator.app.model import ResolvedApp, ResolvedRoute
from generator.templates.context import why
from generator.templates.regional.names import REST_API, STAGE, STAGE_NAME
from generator.templates.regional.observability.access_logs import access_log_setting
from generator.templates.regional.observability.api_alarms import takes_checks_off
from generator.templates.section import JsonObject

# Checkers ask at most twice a second per region [aws-facts 11.15]. Far above, for whoever floods this open path beyond
# its limit gets the checks refused too; and a limit of its own, so that traffic of the API cannot get them refused.
HEALTH_THROTTLING = Throttling(rate_limit=500, burst_limit=1000)

# What comes to `ANY`. A stage has settings of each of these and refuses those of `ANY` itself: "Invalid method setting
# path" [serverless-heaven/serverless-aws-alias#80, terraform-provider-aws#15855].
_EVERY_METHOD: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

# Of the API itself: what a person reads, and what takes effect without a deployment.
_NOT_IN_A_SNAPSHOT = frozenset({"Description", "Name", "Tags"})


def deployment(api: Mapping[str, JsonObject]) -> Deployment:
    """The snapshot of `api`, the rendered resources of the REST API by logical id."""
    return Deployment(
        f"Deployment{fingerprint(api)[:10]}",
        RestApiId=Ref(REST_API),
        DependsOn=sorted(api.keys() - {REST_API}),  # the API itself is referred to
        Metadata=why("Snapshot of the API. Its id is a hash of all that it holds, so every change makes a new one."),
    )


def fingerprint(api: Mapping[str, JsonObject]) -> str:
    """SHA-256 of what a deployment snapshots: the same for any order of keys, and blind to metadata."""
    snapshot: dict[str, Any] = {identity: resource["Properties"] for identity, resource in api.items()}
    snapshot[REST_API] = {name: value for name, value in snapshot[REST_API].items() if name not in _NOT_IN_A_SNAPSHOT}
    return sha256(msgspec.json.encode(snapshot, order="sorted")).hexdigest()


def stage(app: ResolvedApp, snapshot: Deployment, tags: Mapping[str, str]) -> Stage:
    """The only stage. Mapping templates learn their region from its variable `region`."""
    return Stage(
        STAGE,
        StageName=STAGE_NAME,
        RestApiId=Ref(REST_API),
        DeploymentId=Ref(snapshot),
        Variables={"region": Ref("AWS::Region")},
        MethodSettings=method_settings(app),
        TracingEnabled=app.observability.tracing,
        Tags=Tags(dict(tags)),
        Metadata=why("Serves the newest snapshot; the old one goes only after the stage has moved on."),
        **({"AccessLogSetting": access_log_setting()} if app.observability.access_logs else {}),
    )


def method_settings(app: ResolvedApp) -> list[MethodSetting]:
    """Throttling of the whole stage, of single routes and of the health check, the general one first.

    The health check has metrics of its own where an alarm needs them.
    """
    settings = [] if app.api.throttling is None else [_setting("*", "/*", app.api.throttling)]
    limits = {
        (route.path, http_method): route.throttling
        for route in app.api.routes
        if route.throttling is not None
        for http_method in _methods(app, route)
    }
    limits[(app.health.path, "GET")] = HEALTH_THROTTLING
    found = {
        (path, http_method): _setting(http_method, _resource_path(path), limit)
        for (path, http_method), limit in sorted(limits.items())
    }
    if takes_checks_off(app):
        found[(app.health.path, "GET")].MetricsEnabled = True
    return [*settings, *found.values()]


def _methods(app: ResolvedApp, route: ResolvedRoute) -> Iterator[str]:
    """The methods that come to a route: to one of `ANY` those that nothing else on its path takes."""
    if route.method != "ANY":
        yield route.method
        return
    taken: set[str] = {other.method for other in app.api.routes if other.path == route.path}
    if app.api.cors is not None:
        taken.add("OPTIONS")
    yield from (http_method for http_method in _EVERY_METHOD if http_method not in taken)


def _setting(http_method: str, resource_path: str, limit: Throttling) -> MethodSetting:
    return MethodSetting(
        HttpMethod=http_method,
        ResourcePath=resource_path,
        ThrottlingRateLimit=limit.rate_limit,
        ThrottlingBurstLimit=limit.burst_limit,
    )


def _resource_path(path: str) -> str:
    """Slashes after the first as API Gateway's patch paths write them; the root is a single slash."""
    return "/" if path == "/" else "/" + path.replace("/", "~1")
