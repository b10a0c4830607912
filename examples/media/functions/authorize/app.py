"""Decides who may call: API Gateway asks it before it answers, and keeps the answer for five minutes."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Any

# In production the token is a JWT of an identity provider, checked against its keys; what is shown here is the answer.
_KEY = b"a demonstration, no secret"


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers a TOKEN authorizer's request: `Bearer <user>.<signature>` may call every route of the API."""
    user = _user(event.get("authorizationToken", ""))
    if user is None:
        raise Exception("Unauthorized")  # these very words make a 401 of API Gateway
    return {
        "principalId": user,
        # The answer is kept for the token, not for the route, so it has to hold for all of them.
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": _every_route(event)}],
        },
    }


def signature(user: str) -> str:
    """What a user's token ends with."""
    return hmac.new(_KEY, f"{os.environ['ISSUER']}:{user}".encode(), hashlib.sha256).hexdigest()


def _user(token: str) -> str | None:
    scheme, _, rest = token.partition(" ")
    user, _, signed = rest.rpartition(".")
    return user if scheme == "Bearer" and user and hmac.compare_digest(signed, signature(user)) else None


def _every_route(event: dict[str, Any]) -> str:
    api, stage, *_ = event["methodArn"].split("/")
    return f"{api}/{stage}/*"
