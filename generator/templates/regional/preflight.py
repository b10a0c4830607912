"""CORS: the headers of every answer, and the answer to a browser's preflight request.

With one origin, or `*`, the headers never change. With several the answer names the one that asked, which takes VTL:
API Gateway's own errors cannot do that [aws-facts 11.8].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from generator.app.declarations import Cors
from generator.app.values import Header
from generator.templates.regional import vtl
from generator.templates.regional.integration import Integration, IntegrationResponse
from generator.templates.regional.request_values import parameter_lines, reference

_EVERY_METHOD: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"
_ORIGIN: Final = Header("Origin")
MOCK_REQUEST: Final = '{"statusCode": 200}'
"""What makes a MOCK integration choose its response [aws-facts 3.12]."""


def cors_headers(cors: Cors | None) -> Mapping[str, str]:
    """The headers that every answer carries, gateway responses too."""
    if cors is None:
        return {}
    headers = {}
    if len(cors.allow_origins) == 1:
        headers[_ALLOW_ORIGIN] = cors.allow_origins[0]
    if cors.allow_credentials:
        headers["Access-Control-Allow-Credentials"] = "true"
    if cors.expose_headers:
        headers["Access-Control-Expose-Headers"] = ",".join(cors.expose_headers)
    if cors.allow_origins != ("*",):
        headers["Vary"] = "Origin"
    return headers


def integration_headers(cors: Cors | None) -> Mapping[str, str]:
    """The same for an integration's answer, where `origin_lines` replaces the first of several origins."""
    headers = cors_headers(cors)
    return headers if cors is None else {_ALLOW_ORIGIN: cors.allow_origins[0], **headers}


def origin_lines(cors: Cors | None) -> list[str]:
    """Lines for the end of every template that let the origin that asks read the answer, if it is one of several.

    Another origin is told the first one, which its browser refuses.
    """
    if cors is None or len(cors.allow_origins) == 1:
        return []
    first, *others = cors.allow_origins
    choices = [
        f"#if(${reference(_ORIGIN)} == {vtl.string(origin)})#set($allow_origin = {vtl.string(origin)})#end"
        for origin in others
    ]
    return [
        *parameter_lines((_ORIGIN,)),
        f"#set($allow_origin = {vtl.string(first)})",
        *choices,
        f"#set($context.responseOverride.header.{_ALLOW_ORIGIN} = $allow_origin)",
    ]


def preflight_integration(cors: Cors, methods: Sequence[str]) -> Integration:
    """The answer to OPTIONS on a path that has these methods; `ANY` stands for all of them."""
    methods = _EVERY_METHOD if "ANY" in methods else methods
    allowed = sorted(methods if cors.allow_methods is None else cors.allow_methods)
    headers = {
        **integration_headers(cors),
        "Access-Control-Allow-Headers": ",".join(cors.allow_headers),
        "Access-Control-Allow-Methods": ",".join(allowed),
        "Access-Control-Max-Age": str(cors.max_age),
    }
    response = IntegrationResponse(status=204, template="\n".join(origin_lines(cors)) or None, headers=headers)
    return Integration(type="MOCK", request_template=MOCK_REQUEST, responses=(response,), statuses=(204,))
