"""Authorizers: what they are asked with, which function answers, and who may call a route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.app.declarations import App, Authorizer
from generator.app.model import ResolvedAuthorizer
from generator.app.report import Mistake, Place, Report, one_of
from generator.app.request_expressions import IAM_VARIABLES, Scope, parse_expression
from generator.app.values import ContextVariable, Header, QueryString

# What `auth` may say without an authorizer.
WITHOUT: Final = ("none", "iam")
_SCOPE: Final = Scope(path_parameters=(), no_body="an authorizer gets none", auth="iam")
# With one of each among what is asked, an answer is not used for another route.
_METHOD, _PATHS = "httpMethod", ("path", "resourcePath")


def resolve_authorizers(app: App, report: Report) -> Mapping[str, ResolvedAuthorizer]:
    """The authorizers by key, sorted. Reports A128, A132, A196, A240 and A241."""
    known = app.api.authorizers
    for place, said in _said(app):
        if said not in known and said not in WITHOUT:
            advice = one_of(said, (*WITHOUT, *sorted(known.keys() - WITHOUT)))
            report.error("A196", place, f"there is no authorizer {said}", advice)
    _check_uses(app, report)
    return {key: _authorizer(app, key, report) for key in sorted(known)}


def _said(app: App) -> Iterator[tuple[Place, str]]:
    """What every `auth` says, with its place."""
    if app.api.auth is not None:
        yield ("api", "auth"), app.api.auth
    for key, route in sorted(app.api.routes.items()):
        if route.auth is not None:
            yield ("api", "routes", key, "auth"), route.auth


def _authorizer(app: App, key: str, report: Report) -> ResolvedAuthorizer:
    declared, place = app.api.authorizers[key], ("api", "authorizers", key)
    if key in WITHOUT:
        report.error("A196", place, f"`auth: {key}` means something else already", "give it another name")
    if declared.function not in app.functions:
        report.no_function((*place, "function"), declared.function, app.functions)
    sources = _sources(declared, place, report)
    return ResolvedAuthorizer(
        key=key,
        function=declared.function,
        type=declared.type,
        identity_source=sources,
        result_ttl=declared.result_ttl,
    )


def _sources(declared: Authorizer, place: Place, report: Report) -> tuple[Header | QueryString | ContextVariable, ...]:
    at = (*place, "identity_source")
    found: list[Header | QueryString | ContextVariable] = []
    for index, text in enumerate(declared.identity_source):
        try:
            (part,) = parse_expression(text, _SCOPE)
        except Mistake as mistake:
            report.mistake((*at, index), mistake)
            continue
        if text in declared.identity_source[:index]:
            report.error("A196", (*at, index), f"{text} is listed twice", "list it once")
        if isinstance(part, ContextVariable) and part.name in IAM_VARIABLES:
            report.error("A196", (*at, index), f"{text} is known only of a signature", "name what every request has")
        if isinstance(part, Header | QueryString | ContextVariable):
            found.append(part)
    one_header = len(declared.identity_source) == 1 and declared.identity_source[0].startswith("$request.header.")
    if declared.type == "token" and not one_header:
        report.error(
            "A196", at, "an authorizer of type token is asked with one header", "name one, or use `type: request`"
        )
    if declared.type == "request" and declared.result_ttl and not declared.identity_source:
        message = "nothing tells whom an answer may be kept for"
        report.error("A196", at, message, "name what identifies a caller, or set `result_ttl: 0`")
    return tuple(found)


def _check_uses(app: App, report: Report) -> None:
    """Reports answers that hold for several routes (A240), and authorizers that nobody asks (A241)."""
    used = [route.auth or app.api.auth for route in app.api.routes.values()]
    several = {route.auth or app.api.auth for key, route in app.api.routes.items() if key.startswith("ANY ")}
    for key, declared in sorted(app.api.authorizers.items()):
        place = ("api", "authorizers", key)
        if key not in used:
            report.warning("A241", place, "no route asks this authorizer", f"write `auth: {key}`, or remove it")
        elif declared.result_ttl and (used.count(key) > 1 or key in several) and not _tells_routes_apart(declared):
            message = (
                f"what it answers for one route holds for all others of the same caller, for {declared.result_ttl} s"
            )
            advice = (
                "let its policy name every method that the caller may use, not only `methodArn`; or `result_ttl: 0`"
            )
            report.info("A240", (*place, "result_ttl"), message, advice)


def _tells_routes_apart(declared: Authorizer) -> bool:
    names = {text.removeprefix("$context.") for text in declared.identity_source if text.startswith("$context.")}
    return _METHOD in names and not names.isdisjoint(_PATHS)
