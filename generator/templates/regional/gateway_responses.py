"""What API Gateway answers by itself, before or instead of an integration, in the same shape as every other error.

The bodies are no VTL: only `$context` is substituted, so CORS headers are there only where they are the same for every
request [aws-facts 11.8]. The two defaults catch every type that is not listed, but REQUEST_TOO_LARGE, which
cannot be customised: a body of more than 10 MB is answered in API Gateway's own words.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from troposphere import Ref
from troposphere.apigateway import GatewayResponse

from generator.app.declarations import Cors
from generator.templates.context import why
from generator.templates.regional.errors import gateway_error_body
from generator.templates.regional.names import REST_API
from generator.templates.regional.preflight import cors_headers


class GatewayError(Struct, frozen=True):
    """A gateway response type of API Gateway and the error code that clients see.

    `None` stands for the type's own status and for API Gateway's own message.
    """

    type: str
    code: str
    status: int | None = None
    message: str | None = None


_ALWAYS: Final = (
    GatewayError("API_CONFIGURATION_ERROR", "InternalError"),
    GatewayError("BAD_REQUEST_BODY", "InvalidRequest"),
    GatewayError("BAD_REQUEST_PARAMETERS", "InvalidRequest"),
    GatewayError("DEFAULT_4XX", "BadRequest"),
    GatewayError("DEFAULT_5XX", "InternalError"),
    GatewayError("INTEGRATION_FAILURE", "ServiceUnavailable", 503),
    GatewayError("INTEGRATION_TIMEOUT", "Timeout"),
    GatewayError("RESOURCE_NOT_FOUND", "NotFound"),
    GatewayError("THROTTLED", "Throttled"),
    GatewayError("UNSUPPORTED_MEDIA_TYPE", "UnsupportedMediaType"),
)
# API Gateway says "missing authentication token" for a path that it does not know. Where a route wants a signature
# the same type also means what it says, so there it stays a 403.
_UNSIGNED: Final = (GatewayError("MISSING_AUTHENTICATION_TOKEN", "NotFound", 404, "There is nothing at this path."),)
_SIGNED: Final = (
    GatewayError("EXPIRED_TOKEN", "ExpiredToken"),
    GatewayError("INVALID_SIGNATURE", "InvalidSignature"),
    GatewayError("MISSING_AUTHENTICATION_TOKEN", "AccessDenied"),
)
# What is refused says an IAM policy, or an authorizer's.
_REFUSED: Final = (GatewayError("ACCESS_DENIED", "AccessDenied"),)
_ASKED: Final = (GatewayError("UNAUTHORIZED", "Unauthorized"),)
_FILTERED: Final = (GatewayError("WAF_FILTERED", "AccessDenied"),)


class Guards(Struct, frozen=True, kw_only=True):
    """Who may refuse a request: IAM where a route wants a signature, an authorizer, a web ACL."""

    iam: bool = False
    authorizer: bool = False
    web_acl: bool = False


def gateway_responses(cors: Cors | None, guards: Guards) -> list[GatewayResponse]:
    """One response per type, sorted."""
    found = _ALWAYS + (_SIGNED if guards.iam else _UNSIGNED)
    found += _REFUSED if guards.iam or guards.authorizer else ()
    found += _ASKED if guards.authorizer else ()
    found += _FILTERED if guards.web_acl else ()
    errors = sorted(found, key=lambda error: error.type)
    headers = {} if cors is None else cors_headers(cors)
    parameters = {f"gatewayresponse.header.{name}": f"'{value}'" for name, value in sorted(headers.items())}
    return [_response(error, parameters) for error in errors]


def _response(error: GatewayError, parameters: dict[str, str]) -> GatewayResponse:
    # Only this type has a message for people and, apart from it, what is wrong with which field.
    names_field = error.type == "BAD_REQUEST_BODY"
    body = gateway_error_body(error.code, message=error.message, names_field=names_field)
    response = GatewayResponse(
        f"{_camel(error.type)}Response",
        RestApiId=Ref(REST_API),
        ResponseTemplates={"application/json": body},
        Metadata=why(f"Answers {error.code} in the shape of every other error."),
    )
    # As a property only: troposphere's list of types lacks WAF_FILTERED.
    response.properties["ResponseType"] = error.type
    if error.status is not None:
        response.StatusCode = str(error.status)
    if parameters:
        response.ResponseParameters = parameters
    return response


def _camel(response_type: str) -> str:
    return "".join(word.capitalize() for word in response_type.split("_"))
