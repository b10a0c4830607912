"""The answer that a route declares in place of its operation's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from generator.app.declarations import Cors, Response
from generator.app.model import ResolvedResponse
from generator.app.phrases import shown
from generator.app.report import Place, Report
from generator.app.request_expressions import Scope
from generator.app.value_parser import parse_json

# API Gateway Developer Guide, data mapping reference: names of parameters.
_NAME = re.compile(r"[A-Za-z0-9._$-]+", re.ASCII)
NOT_YOURS = "not for an app to set"
EMPTY = frozenset({204, 205, 304})
# API Gateway or HTTP itself decides these.
_RESERVED = frozenset(
    [
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "host",
        "keep-alive",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
        "www-authenticate",
    ]
)


class AnswerContext(Struct, frozen=True, kw_only=True):
    """Where a response is declared, what it may read of the request, and which headers others set."""

    place: Place
    scope: Scope
    cors: Cors | None
    report: Report


def resolve_response(response: Response | None, empty_by_default: bool, context: AnswerContext) -> ResolvedResponse:
    """The answer. Reports headers and a body that cannot be sent (A151)."""
    place, report = context.place, context.report
    if response is None:
        return ResolvedResponse(status=None, headers={}, body=None)
    for name, value in response.headers.items():
        mistake = _header_mistake(name, value, response, context.cors)
        if mistake is not None:
            report.error("A151", (*place, "headers", name), *mistake)
    if response.body is not None and (response.status in EMPTY or (response.status is None and empty_by_default)):
        message = f"an answer of status {response.status or 204} has no body"
        report.error("A151", (*place, "body"), message, "add `status: 200`, or remove the body")
    inside = replace(context.scope, no_body="it is gone when the answer is made")
    body = None
    if response.body is not None:
        body = parse_json(response.body, scope=inside, report=report, place=(*place, "body"))
    return ResolvedResponse(status=response.status, headers=dict(sorted(response.headers.items())), body=body)


def check_success(response: Response | None, place: Place, report: Report) -> None:
    """Reports a status of an action's answer that does not say success (A151)."""
    if response is not None and response.status is not None and response.status >= 300:
        message = f"{response.status} is no status of success, and this is the answer to a successful request"
        report.error("A151", (*place, "status"), message, "use one from 200 to 299")


def name_mistake(name: str, names: Iterable[str], taken: str | None) -> tuple[str, str] | None:
    """What is wrong with the name of a header among these; `taken` says why an app may not set it."""
    if not _NAME.fullmatch(name):
        return f"API Gateway cannot set a header named {shown(name)}", "use letters, digits, . _ $ -"
    if taken is not None:
        return f"{name} is {taken}", "remove it"
    if sum(other.lower() == name.lower() for other in names) > 1:
        return f"{name} stands twice, in different cases", "keep one"
    return None


def text_mistake(text: str, *, may_be_empty: bool) -> tuple[str, str] | None:
    """What is wrong with the fixed text of a header."""
    if not (text or may_be_empty) or "'" in text or not (text.isascii() and text.isprintable()):
        return f"{shown(text)} cannot be the value of a header", "use printable ASCII without '"
    return None


def _header_mistake(name: str, value: str, response: Response, cors: Cors | None) -> tuple[str, str] | None:
    lower = name.lower()
    taken = NOT_YOURS if lower in _RESERVED else None
    if (
        taken is None
        and cors is not None
        and (lower.startswith("access-control-") or (lower == "vary" and len(cors.allow_origins) > 1))
    ):
        taken = "set by `api.cors`"
    return name_mistake(name, response.headers, taken) or text_mistake(value, may_be_empty=True)
