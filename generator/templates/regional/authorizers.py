"""The authorizers of a region's API: each asks the function of its own region, and may call no other.

What it answers is kept under what it was asked with, for all routes alike [API Gateway Developer Guide, "Lambda
authorizers"]; `AuthorizerResultTtlInSeconds` is always written, for AWS keeps answers for 300 s unless told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troposphere import Ref
from troposphere.apigateway import Authorizer

from generator.app.model import ResolvedApp, ResolvedAuthorizer
from generator.templates.context import why
from generator.templates.logical_ids import logical_id
from generator.templates.regional.functions.names import invocation
from generator.templates.regional.names import REST_API
from generator.templates.regional.parameters import source

if TYPE_CHECKING:
    from troposphere.awslambda import Permission


def authorizer_id(key: str) -> str:
    """Logical id of an authorizer: `members` → `MembersAuthorizer`."""
    return logical_id([key], "Authorizer")


def authorizers(app: ResolvedApp) -> list[Authorizer]:
    """All authorizers: parts of the API, which a deployment snapshots."""
    return [_authorizer(one) for one in app.api.authorizers.values()]


def authorizer_permissions(app: ResolvedApp) -> list[Permission]:
    """What lets each authorizer call its function."""
    return [_permission(one) for one in app.api.authorizers.values()]


def _authorizer(authorizer: ResolvedAuthorizer) -> Authorizer:
    return Authorizer(
        authorizer_id(authorizer.key),
        Name=authorizer.key,
        RestApiId=Ref(REST_API),
        Type=authorizer.type.upper(),
        AuthorizerUri=invocation(authorizer.function),
        AuthorizerResultTtlInSeconds=authorizer.result_ttl,
        Metadata=why(f"Asks the function {authorizer.function} of this region who may call."),
        **_identity_source(authorizer),
    )


def _identity_source(authorizer: ResolvedAuthorizer) -> dict[str, Any]:
    found = [source(part) for part in authorizer.identity_source]
    return {"IdentitySource": ",".join(found)} if found else {}


def _permission(authorizer: ResolvedAuthorizer) -> Permission:
    # Only an app with authorizers pays for the import.
    from generator.templates.regional.functions.permission import api_permission

    return api_permission(
        logical_id([authorizer.key], "AuthorizerPermission"),
        authorizer.function,
        f"authorizers/${{{authorizer_id(authorizer.key)}}}",
        f"This authorizer, and no other, calls the function {authorizer.function}.",
    )
