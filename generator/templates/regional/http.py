"""A route that an address answers: the request goes there as it is, and its answer comes back as it is."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.model import HttpOperation, ResolvedRoute
from generator.app.values import PathParameter
from generator.templates.regional.integration import Integration
from generator.templates.regional.parameters import source


def http_proxy(operation: HttpOperation, route: ResolvedRoute) -> Integration:
    """The integration of the route. What its headers read of the request is declared with the method."""
    return Integration(
        type="HTTP_PROXY",
        url=operation.url,
        http_method=operation.http_method,
        parameters=_parameters(operation),
        querystrings=route.querystrings,
        headers=route.headers,
        timeout=operation.timeout,
    )


def _parameters(operation: HttpOperation) -> Mapping[str, str]:
    paths = {f"path.{name}": source(PathParameter(name)) for name in operation.path_parameters}
    headers = {f"header.{name}": source(value.expression[0]) for name, value in operation.headers.items()}
    return {f"integration.request.{name}": text for name, text in sorted({**paths, **headers}.items())}
