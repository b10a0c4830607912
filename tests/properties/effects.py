"""A change of one key, as a pair of patches (RFC 7396) of `tests.support.apps.SHOP`: where to start, and the change."""

from __future__ import annotations

from typing import Any

Patch = Any
Pair = tuple[Patch, Patch]

REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2")
LIMITS = {"rate_limit": 5, "burst_limit": 10}


def alone(change: Patch) -> Pair:
    return {}, change


def route(key: str, patch: Patch) -> Patch:
    return {"api": {"routes": {key: patch}}}
