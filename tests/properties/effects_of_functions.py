"""What every key of a function and of a route to one does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.properties.effects import LIMITS, REGIONS, Pair, Patch, route
from tests.support.apps import HELLO, patched

LAYER = "arn:aws:lambda:{}:123456789012:layer:tools:{}"


def function(patch: Patch) -> Patch:
    return {"functions": {"extra": patch}}


def statement(**changes: Any) -> Patch:
    said = {"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:eu-west-1:123456789012:jobs"], **changes}
    return function({"statements": [said]})


def layers(version: int) -> Patch:
    return {region: [LAYER.format(region, version)] for region in REGIONS}


ROUTE = "GET /extra"
BARE = function({"handler": "index.handler", "inline": "handler = print"})
# What may come from `defaults` is left out of the function itself there.
EXTRA = patched(BARE, function({"runtime": "python3.13"}))
ROUTED = patched(EXTRA, route(ROUTE, {"function": "extra"}))


def function_settings(start: Patch, place: Callable[[Patch], Patch]) -> Mapping[str, Pair]:
    return {
        key: (start, place({key: value}))
        for key, value in {
            "memory_size": 256,
            "timeout": 10,
            "architecture": "arm64",
            "environment": {"STAGE": "prod"},
            "layers": layers(1),
            "tracing": False,
            "log_retention": 7,
        }.items()
    }


def of_all(patch: Patch) -> Patch:
    return {"defaults": {"function": patch}}


EFFECTS: Mapping[str, Mapping[str, Pair]] = {
    "FunctionSettings": {
        **function_settings(EXTRA, of_all),
        "runtime": (patched(BARE, of_all({"runtime": "python3.13"})), of_all({"runtime": "python3.14"})),
    },
    "Function": {
        **function_settings(EXTRA, function),
        "runtime": (EXTRA, function({"runtime": "python3.14"})),
        "handler": (EXTRA, function({"handler": "index.other"})),
        "inline": (EXTRA, function({"inline": "handler = repr"})),
        "code": (EXTRA, function({"inline": None, "code": HELLO})),
        "reserved_concurrency": (EXTRA, function({"reserved_concurrency": 0})),
        "access": (EXTRA, function({"access": {"items": "read"}})),
        "statements": (EXTRA, statement()),
    },
    "Statement": {
        "actions": (patched(EXTRA, statement()), statement(actions=["sqs:ReceiveMessage"])),
        "resources": (patched(EXTRA, statement()), statement(resources=["arn:aws:sqs:us-east-1:123456789012:jobs"])),
    },
    "FunctionRoute": {
        "function": (
            patched(ROUTED, {"functions": {"other": EXTRA["functions"]["extra"]}}),
            route(ROUTE, {"function": "other"}),
        ),
        "auth": (ROUTED, route(ROUTE, {"auth": "none"})),
        "throttling": (ROUTED, route(ROUTE, {"throttling": LIMITS})),
        "description": (ROUTED, route(ROUTE, {"description": "Why."})),
    },
}
