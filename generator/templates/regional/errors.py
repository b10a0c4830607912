"""How the API says no: one body for every error, and what DynamoDB's errors become.

DynamoDB answers 400 for failed conditions, throttling and bad requests alike: `__type` tells them apart. Its own text
never reaches the client, for it names tables, attributes and rights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from generator.templates.regional import items, vtl


class Error(Struct, frozen=True):
    """A status, the code that programs read, and the message that people read."""

    status: int
    code: str
    message: str


NOT_FOUND: Final = Error(404, "NotFound", "There is no such item.")
CONFLICT: Final = Error(409, "Conflict", "The item is not in the state that this request wants.")
BUSY: Final = Error(409, "Busy", "Another request is changing this item; try again.")
FULL: Final = Error(409, "Full", "No more items fit below this partition key.")
INVALID: Final = Error(400, "InvalidRequest", "A value of this request is missing, malformed or too large.")
THROTTLED: Final = Error(429, "Throttled", "Too many requests; try again later.")
INTERNAL: Final = Error(500, "InternalError", "The request could not be carried out.")
TOO_DEEP: Final = Error(500, items.TOO_DEEP, "An item holds maps or lists nested deeper than this route answers.")
TOO_MANY: Final = Error(
    500, items.TOO_MANY, f"A collection has more than the {vtl.MAX_LOOP} elements that a route answers."
)
UNAVAILABLE: Final = Error(503, "ServiceUnavailable", "The database did not answer; try again.")

THROTTLING_TYPES: Final = ("ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException")
BY_TYPE: Final[Mapping[str, Error]] = {
    **dict.fromkeys(THROTTLING_TYPES, THROTTLED),
    "ItemCollectionSizeLimitExceededException": FULL,
    "ReplicatedWriteConflictException": BUSY,
    "SerializationException": INVALID,
    "TransactionConflictException": BUSY,
    "ValidationException": INVALID,
}
CONDITION_FAILED: Final = "ConditionalCheckFailedException"

TYPE_LINES: Final = (
    "#set($error = $input.path('$'))",
    """#set($type = "$!{error.get('__type')}")""",
    "#set($type = $type.replaceAll('^.*#', ''))",
)
"""Set `$type` to the error's name without the namespace in front of it."""


def raised(error: Error) -> str:
    """A line that sets `$status`, `$code` and `$message`, for `ERROR_BODY` to print."""
    code, message = vtl.string(error.code), vtl.string(error.message)
    return f"#set($status = {error.status})#set($code = {code})#set($message = {message})"


def gateway_error_body(code: str, *, message: str | None = None, names_field: bool = False) -> str:
    """The body of a gateway response, where `$context` is substituted and nothing else is [aws-facts 11.8].

    `message` replaces API Gateway's own, `$context.error.messageString`, which brings its quotes. `names_field` adds
    what is wrong with the request's body: the message alone does not say which field it is.
    """
    text = "$context.error.messageString" if message is None else f'"{message}"'
    detail = ', "detail": "$context.error.validationErrorString"' if names_field else ""
    return _body(code, text + detail, "$context.extendedRequestId")


def _body(code: str, message: str, request_id: str) -> str:
    return f'{{"error": {{"code": "{code}", "message": {message}, "request_id": "{request_id}"}}}}'


ERROR_BODY: Final = _body("${code}", '"${message}"', vtl.escaped("context.extendedRequestId"))
"""The body of every error, in VTL, after `raised`."""


def backend_error_lines() -> list[str]:
    """Lines that answer whatever DynamoDB refused, with the status in `$status`.

    A failed condition comes with the item if there is one (`ReturnValuesOnConditionCheckFailure: ALL_OLD`): that tells
    409 from 404.
    """
    known = [line for type, error in BY_TYPE.items() for line in (f"#elseif($type == '{type}')", raised(error))]
    return [
        *TYPE_LINES,
        raised(INTERNAL),
        f"#if($type == '{CONDITION_FAILED}')",
        raised(NOT_FOUND),
        "#if($error.keySet().contains('Item'))",
        raised(CONFLICT),
        "#end",
        *known,
        "#end",
        ERROR_BODY,
    ]


def backend_statuses() -> Sequence[int]:
    """Every status that `backend_error_lines` may answer."""
    errors = (CONFLICT, NOT_FOUND, INTERNAL, *BY_TYPE.values())
    return sorted({error.status for error in errors})
