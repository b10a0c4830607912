"""Expressions of a request, in strings of the app file: `$request.path.id`, `ORDER#${request.body.id}`, `$$`."""

from __future__ import annotations

import re
from typing import Literal as OneOf

from msgspec import Struct

from generator.app.phrases import nearest, shown
from generator.app.report import Mistake
from generator.app.values import (
    OF_AUTHORIZER,
    BodyField,
    ContextVariable,
    Expression,
    Header,
    Literal,
    Part,
    PathParameter,
    QueryString,
    Region,
    UniqueId,
)

# What API Gateway itself knows of a request. `requestId` is not among them: a client can choose it [aws-facts 11.1].
CONTEXT_VARIABLES = (
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "httpMethod",
    "identity.accountId",
    "identity.caller",
    "identity.sourceIp",
    "identity.user",
    "identity.userAgent",
    "identity.userArn",
    "path",
    "protocol",
    "requestTime",
    "requestTimeEpoch",
    "resourcePath",
    "stage",
)
# Known only where API Gateway has checked a signature.
IAM_VARIABLES = ("identity.accountId", "identity.caller", "identity.user", "identity.userArn")
_SOURCES = ("request.path", "request.querystring", "request.header", "request.body")
_FORMS = (
    "use $request.path.NAME, $request.querystring.NAME, $request.header.NAME, $request.body.NAME, $context.NAME, "
    "$region or $unique_id"
)
# Ours: each level is a test of its own in the request template.
DEEPEST_FIELD = 16
_PIECE = re.compile(r"\$\$|\$\{(?P<name>[^${}]*)\}|[^$]+|\$", re.DOTALL)
_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
# What an authorizer's `context` may be called, where VTL has to read it.
_SAID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,127}", re.ASCII)
_PARAMETER = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)


Auth = OneOf["none", "iam", "custom"]


class Scope(Struct, frozen=True, kw_only=True):
    """What an expression may read where it stands. `no_body` is the reason why not the body, `None` when it may.

    `auth` is how callers are known there: API Gateway knows who they are only where it has asked.
    """

    path_parameters: tuple[str, ...] = ()
    no_body: str | None = None
    auth: Auth = "none"


def parse_expression(text: str, scope: Scope) -> Expression:
    """The parts of `text`, at least one; two literals never stand side by side. Raises `Mistake`."""
    if text[:1] == "$" and text[1:2] not in ("", "$", "{"):
        return (_variable(text[1:], text, scope),)
    parts: list[Part] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if match["name"] is not None:
            parts.append(_variable(match["name"], text, scope))
        elif piece == "$":
            advice = "write `$$` for a dollar sign, `${request.path.NAME}` for a part that the request fills"
            raise Mistake("A130", f"a `$` in {shown(text)} starts nothing", advice)
        else:
            _append_literal(parts, "$" if piece == "$$" else piece)
    return tuple(parts) or (Literal(""),)


def _append_literal(parts: list[Part], text: str) -> None:
    last = parts[-1] if parts else None
    if isinstance(last, Literal):
        parts[-1] = Literal(last.text + text)
    else:
        parts.append(Literal(text))


def _variable(name: str, text: str, scope: Scope) -> Part:
    if name == "region":
        return Region()
    if name == "unique_id":
        return UniqueId()
    if name.startswith("context."):
        return _context_variable(name.removeprefix("context."), scope)
    for source in _SOURCES:
        if name.startswith(f"{source}."):
            return _request_part(source, name.removeprefix(f"{source}."), text, scope)
    if name == "request.body":
        raise Mistake("A131", f"{shown(text)} is the whole body", "name a field, such as $request.body.name")
    raise Mistake("A131", f"{shown(f'${name}')} is nothing that a request has", _advice(name))


def _advice(name: str) -> str:
    """The nearest name that there is, or the forms of all."""
    root, *rest = name.split(".")
    if rest and nearest(root, ("request",)):
        near = nearest(rest[0], ("path", "querystring", "header", "body"))
        return f"write $request.{'.'.join((near, *rest[1:]))}" if near else _FORMS
    near = nearest(root, ("context", "region", "unique_id"))
    if near == "context":
        return f"write ${'.'.join((near, *rest))}" if rest else "name a variable, such as $context.requestTimeEpoch"
    return f"write ${near}, or ${{{near}}} inside a text" if near else _FORMS


def _context_variable(name: str, scope: Scope) -> ContextVariable:
    if name in ("requestId", "extendedRequestId"):
        reason = "a client can choose it with a header" if name == "requestId" else "it is not fit for a key as it is"
        raise Mistake("A132", f"$context.{name} cannot be used: {reason}", "use $unique_id, which no client can choose")
    if name.startswith(OF_AUTHORIZER):
        return _of_authorizer(name, scope)
    if name not in CONTEXT_VARIABLES:
        raise Mistake("A132", f"unknown variable $context.{name[:60]}", _context_advice(name))
    if name in IAM_VARIABLES and scope.auth != "iam":
        raise Mistake("A132", f"$context.{name} is known only to routes with `auth: iam`", "set `auth: iam`")
    return ContextVariable(name)


def _of_authorizer(name: str, scope: Scope) -> ContextVariable:
    if scope.auth != "custom":
        message = f"$context.{name[:60]} is known only to routes with an authorizer"
        raise Mistake("A132", message, "set `auth` to a key of `api.authorizers`")
    if not _SAID.fullmatch(name.removeprefix(OF_AUTHORIZER)):
        message = f"$context.{name[:60]} cannot be read by a mapping template"
        raise Mistake("A132", message, "let the authorizer name it with letters, digits and _, starting with a letter")
    return ContextVariable(name)


def _context_advice(name: str) -> str:
    near = nearest(name, CONTEXT_VARIABLES)
    return f"write $context.{near}" if near else f"use one of {', '.join(CONTEXT_VARIABLES)}"


def _request_part(source: str, name: str, text: str, scope: Scope) -> Part:
    if source == "request.body":
        return _body_field(name, text, scope)
    if not _PARAMETER.fullmatch(name):
        raise Mistake(
            "A131", f"{shown(text)} does not name a parameter", f"write ${source}. and letters, digits, . _ -"
        )
    if source == "request.path":
        return _path_parameter(name, scope)
    return QueryString(name) if source == "request.querystring" else Header(name)


def _path_parameter(name: str, scope: Scope) -> PathParameter:
    if name not in scope.path_parameters:
        there = sorted(scope.path_parameters)
        near = nearest(name, there) or (there[0] if len(there) == 1 else None)
        advice = f"write $request.path.{near}" if near else f"write {{{name}}} in the path"
        raise Mistake("A133", f"the path of the route has no {{{name}}}", advice)
    return PathParameter(name)


def _body_field(name: str, text: str, scope: Scope) -> BodyField:
    if scope.no_body is not None:
        raise Mistake(
            "A134", f"{shown(text)} cannot be read: {scope.no_body}", "use the path, the query string or a header"
        )
    path = tuple(name.split("."))
    if not all(_NAME.fullmatch(part) for part in path):
        raise Mistake(
            "A131", f"{shown(text)} does not name a field of the body", "use letters, digits, _ and - in names"
        )
    if len(path) > DEEPEST_FIELD:
        raise Mistake("A131", f"a field {len(path)} levels deep is more than {DEEPEST_FIELD}", "flatten the body")
    return BodyField(path)
