"""Routes that an address answers: where it is, and which headers it gets.

Its host is fixed when a stack is made. A client that could choose it would have requests sent anywhere in our name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from generator.app.declarations import App, Http, HttpRoute
from generator.app.functions.one_region import advise_one_region
from generator.app.model import HttpOperation
from generator.app.phrases import shown
from generator.app.report import Mistake, Place, Report
from generator.app.request_expressions import Scope, parse_expression
from generator.app.routing.paths import RoutePath
from generator.app.routing.responses import NOT_YOURS, name_mistake, text_mistake
from generator.app.stack_text import stack_text
from generator.app.value_parser import Slot, parse_value
from generator.app.values import BodyField, Literal, PathParameter, Scalar, UniqueId

_PIECE: Final = re.compile(r"\$\$|\$\{(?P<name>[^${}]*)\}|[^$]+|\$")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._~:/@!&()*+,;=%-]*", re.ASCII)
_HOST: Final = re.compile(
    r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(:(?P<port>[0-9]{1,5}))?",
    re.ASCII | re.IGNORECASE,
)
# Besides 80 and 443 [API Gateway Developer Guide, "HTTP integrations for REST APIs in API Gateway"].
_PORTS: Final = range(1024, 65536)
_SAMPLES: Final = {"${AWS::Region}": "us-east-1", "${AWS::AccountId}": "123456789012", "${AWS::Partition}": "aws"}
# Of the connection, which is API Gateway's own.
_RESERVED: Final = frozenset(
    ["connection", "content-length", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"]
)
_FORMS: Final = "write a fixed text or one expression, such as $context.authorizer.principalId"


def http_operation(route: HttpRoute, path: RoutePath, scope: Scope, report: Report) -> HttpOperation | None:
    """What the route calls, `None` when the address cannot be read. Reports A125, A130-A133 and A197."""
    place = ("api", "routes", path.key, "http")
    headers = _headers(route.http, scope, place, report)
    try:
        url, names = _address(route.http.url, scope)
    except Mistake as mistake:
        report.mistake((*place, "url"), mistake)
        return None
    return HttpOperation(
        url=url,
        http_method=route.http.method or path.method,
        path_parameters=names,
        headers=headers,
        timeout=route.http.timeout,
    )


def advise_addresses(app: App, report: Report) -> None:
    """Reports addresses that anybody can read along with (A242), and of one region (A232); CORS headers (A244)."""
    addresses = {key: route.http for key, route in sorted(app.api.routes.items()) if isinstance(route, HttpRoute)}
    for key, http in addresses.items():
        place = ("api", "routes", key, "http", "url")
        if http.url.startswith("http:"):
            message = "requests and answers travel unencrypted, and nothing proves who answers"
            report.warning("A242", place, message, "use https://")
        advise_one_region(app, http.url, place, report, user="the request comes to")
    if addresses and app.api.cors is not None:
        message = "answers of addresses carry those CORS headers only that the address sets"
        advice = "let it set Access-Control-Allow-Origin; preflight and API Gateway's own errors have theirs"
        report.info("A244", ("api", "cors"), message, advice)


def _address(url: str, scope: Scope) -> tuple[str, tuple[str, ...]]:
    """The address as a text of `Fn::Sub`, with `{name}` for variables of the path, and those. Raises `Mistake`."""
    names: list[str] = []
    text = "".join(_piece(match, url, scope, names) for match in _PIECE.finditer(url))
    host, _, path = text.partition("://")[2].partition("/")
    for name, sample in _SAMPLES.items():
        host = host.replace(name, sample)
    if any(f"{{{name}}}" in host for name in names):
        raise Mistake(
            "A197", "a client would choose which host is called", "use variables of the request behind the host"
        )
    _check_host(host)
    for segment in path.split("/"):
        if any(f"{{{name}}}" in segment and segment != f"{{{name}}}" for name in names):
            raise Mistake(
                "A197", f"{shown(segment)} joins a variable and text", "let it be a whole part between slashes"
            )
    return text, tuple(sorted(set(names)))


def _check_host(host: str) -> None:
    found = _HOST.fullmatch(host)
    if not found:
        raise Mistake("A197", f"{shown(host)} is no public host", "write https:// and a name such as api.example.com")
    port = int(found["port"] or 443)
    if port not in {80, 443} and port not in _PORTS:
        raise Mistake("A197", f"API Gateway calls no port {port}", f"use 80, 443, or {_PORTS[0]} to {_PORTS[-1]}")


def _piece(match: re.Match[str], url: str, scope: Scope, names: list[str]) -> str:
    piece, name = match.group(), match["name"]
    if name is not None and name.startswith("AWS::"):
        return stack_text(piece)
    if name is not None:
        return _variable(piece, scope, names)
    if piece == "$":
        advice = "write `$$` for a dollar sign, ${AWS::Region} or ${request.path.NAME}"
        raise Mistake("A130", f"a `$` in {shown(url)} starts nothing", advice)
    if piece == "$$":
        return "$"
    if not _PLAIN.fullmatch(piece):
        odd = next(character for character in piece if not _PLAIN.fullmatch(character))
        advice = "remove it and what follows: the request's own is passed on" if odd in "?#" else "encode it with %"
        raise Mistake("A197", f"{shown(odd)} cannot stand in the address", advice)
    return piece


def _variable(piece: str, scope: Scope, names: list[str]) -> str:
    (part,) = parse_expression(piece, scope) if piece.startswith("${request.path.") else (None,)
    if not isinstance(part, PathParameter):
        advice = "use ${request.path.NAME} or ${AWS::Region}; `headers` may hold the rest"
        raise Mistake("A197", f"{piece} cannot be part of an address", advice)
    names.append(part.name)
    return f"{{{part.name}}}"


def _headers(http: Http, scope: Scope, place: Place, report: Report) -> Mapping[str, Scalar]:
    scope = replace(scope, no_body="the address gets the body as it is")
    found: dict[str, Scalar] = {}
    for name, raw in sorted(http.headers.items()):
        at = (*place, "headers", name)
        if mistake := name_mistake(name, http.headers, NOT_YOURS if name.lower() in _RESERVED else None):
            report.error("A197", at, *mistake)
        value = parse_value(raw, slot=Slot(), scope=scope, report=report, place=at)
        if not isinstance(value, Scalar) or value.type in ("B", "NULL"):
            if value is not None:
                report.error("A197", at, "the value of a header is one text", _FORMS)
        elif mistake := _wrong_value(value):
            report.error("A197", at, *mistake)
        else:
            found[name] = value
    return found


def _wrong_value(value: Scalar) -> tuple[str, str] | None:
    if len(value.expression) > 1:
        return "API Gateway cannot join texts into a header", _FORMS
    (part,) = value.expression
    if value.default is not None:
        return "a header that is passed on has no default", "remove `default`, and write `optional: true`"
    if isinstance(part, UniqueId | BodyField):
        return "API Gateway cannot make a header of that", _FORMS
    if isinstance(part, Literal):
        return text_mistake(part.text, may_be_empty=False)
    return None
