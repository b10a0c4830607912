"""What every key of an authorizer, of a route to an address, and of what stands in front of an API does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.properties.effects import LIMITS, REGIONS, Pair, Patch, route
from tests.support.apps import FUNCTION, patched
from tests.support.edge import acls

ROUTE = "GET /far/{id}"


def functions() -> Patch:
    return {"functions": {"check": FUNCTION, "other": FUNCTION}}


def asked(**changes: Any) -> Patch:
    return {"api": {"authorizers": {"members": {"function": "check", **changes}}}}


def http(**changes: Any) -> Patch:
    return route(ROUTE, {"http": changes})


ASKED = patched(patched(functions(), asked(type="request")), {"api": {"auth": "members"}})
FAR = http(url="https://far.example.com/${request.path.id}")
# Keys of `api`, which has its other effects among those of apps.
OF_API: Mapping[str, Pair] = {
    "authorizers": (functions(), asked()),
    "binary_media_types": ({}, {"api": {"binary_media_types": ["image/png"]}}),
    "web_acl_arn": ({}, {"api": {"web_acl_arn": acls(REGIONS)}}),
}

EFFECTS: Mapping[str, Mapping[str, Pair]] = {
    "Authorizer": {
        "function": (ASKED, asked(function="other")),
        "type": (ASKED, asked(type="token")),
        "identity_source": (ASKED, asked(identity_source=["$request.querystring.token"])),
        "result_ttl": (ASKED, asked(result_ttl=60)),
    },
    "HttpRoute": {
        "http": (FAR, http(url="https://other.example.com")),
        "auth": (FAR, route(ROUTE, {"auth": "none"})),
        "throttling": (FAR, route(ROUTE, {"throttling": LIMITS})),
        "description": (FAR, route(ROUTE, {"description": "Why."})),
    },
    "Http": {
        "url": (FAR, http(url="https://far.example.com")),
        "method": (FAR, http(method="POST")),
        "headers": (FAR, http(headers={"X-From": "shop"})),
        "timeout": (FAR, http(timeout=1000)),
    },
}
