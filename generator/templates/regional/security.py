"""The TLS security policy, the same on the API and on both of its domain names [aws-facts 3.6, 3.7]."""

from __future__ import annotations

from typing import Any


def security(policy: str) -> dict[str, Any]:
    """Properties of a `RestApi` or `DomainName`.

    `EndpointAccessMode` is required with the policies called `SecurityPolicy_*` and allowed only there. BASIC, because
    STRICT demands that SNI and Host agree and leaving it again means a quarter of an hour without service.
    """
    if policy.startswith("SecurityPolicy_"):
        return {"SecurityPolicy": policy, "EndpointAccessMode": "BASIC"}
    return {"SecurityPolicy": policy}
