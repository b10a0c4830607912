"""What a person should know about an app that can be built: risks that AWS will not mention."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.app.declarations import ActionRoute, App, PutItem, UpdateItem
from generator.app.model import (
    DeleteItemOperation,
    FunctionOperation,
    HttpOperation,
    PutItemOperation,
    ReadPageOperation,
    ResolvedRoute,
    UpdateItemOperation,
)
from generator.app.report import Place, Report
from generator.app.values import Scalar, UniqueId

_NAMED = 3
_RESERVED = ("/ping", "/sping")
_WRITES = (PutItemOperation, UpdateItemOperation, DeleteItemOperation)
_READING_METHODS = ("GET", "HEAD")
# An update whose result depends on what was there: ADD, arithmetic, or a function, in normalised text.
_COUNTER = re.compile(r"(^| )ADD #| [+-] (#|:)|(if_not_exists|list_append)\(")


def advise(app: App, routes: Sequence[ResolvedRoute], report: Report) -> None:
    """Reports risks of single routes (A205, A212, A213), of access (A206, A207) and of local conditions (A208)."""
    for route in routes:
        if isinstance(route.operation, ReadPageOperation) and route.operation.key_condition is None:
            message = f"a Scan shows the whole table {route.operation.table.key}, and reads it item by item"
            report.warning("A205", _place(route), message, "use Query, unless the table is small and no secret")
        if isinstance(route.operation, _WRITES) and route.method in _READING_METHODS:
            message = f"a {route.method} request writes: browsers and caches repeat those at will"
            report.warning("A212", _place(route), message, "use POST, PUT, PATCH or DELETE")
    _advise_reserved_paths(app, routes, report)
    _advise_public_writes(app, routes, report)
    if any(route.auth == "iam" for route in routes) and app.regions.secondary:
        place: Place = ("api", "auth") if app.api.auth == "iam" else ("api", "routes")
        message = "a signature of SigV4 is for one region, and this name answers from several"
        report.info("A207", place, message, "let clients sign with SigV4A")
    conditional = [route for route in routes if _depends_on_state(app, route)]
    if conditional and app.regions.secondary:
        message = f"{_some(conditional)}: the replica of one region decides, so two regions can both accept"
        report.info("A208", ("api", "routes"), message, "send writes of one item to one region where that matters")


def _advise_reserved_paths(app: App, routes: Sequence[ResolvedRoute], report: Report) -> None:
    """API Gateway Developer Guide, "Important notes": under a custom domain these two answer by themselves."""
    places: list[tuple[str, Place]] = [(route.path, _place(route)) for route in routes]
    for path, place in (*places, (app.health.path, ("health", "path"))):
        if path in _RESERVED and app.domain is not None:
            message = f"API Gateway keeps {path} of a custom domain for a health check of its own"
            report.warning("A213", place, message, "use another path")


def _advise_public_writes(app: App, routes: Sequence[ResolvedRoute], report: Report) -> None:
    unsaid = [
        route
        for route in routes
        if _may_write(route) and app.api.auth is None and app.api.routes[_key(route)].auth is None
    ]
    if unsaid:
        message = f"{_some(unsaid)}: anybody may write, because nothing says who may"
        advice = "write `auth: iam` or name an authorizer, or `auth: none` if that is meant"
        report.warning("A206", ("api",), message, advice)


def _may_write(route: ResolvedRoute) -> bool:
    """What a function or an address does is not known; by HTTP's own words it changes nothing for GET and HEAD."""
    is_unknown = isinstance(route.operation, FunctionOperation | HttpOperation)
    return isinstance(route.operation, _WRITES) or (is_unknown and route.method not in _READING_METHODS)


def _depends_on_state(app: App, route: ResolvedRoute) -> bool:
    declared = app.api.routes[_key(route)]
    operation = route.operation
    if not isinstance(declared, ActionRoute) or not isinstance(operation, _WRITES):
        return False
    if operation.table.consistency == "strong":
        # There all regions decide together [aws-facts 1.17].
        return False
    if not isinstance(declared, PutItem | UpdateItem):
        return operation.condition is not None and " AND " in operation.condition.text
    if declared.condition_expression is not None:
        return True
    if isinstance(operation, UpdateItemOperation):
        return operation.update is not None and _COUNTER.search(operation.update.text) is not None
    return operation.condition is not None and not _has_unique_key(operation)


def _has_unique_key(operation: PutItemOperation | DeleteItemOperation) -> bool:
    """Whether no two requests can mean the same item."""
    items = operation.item if isinstance(operation, PutItemOperation) else operation.key
    keys = [items.get(key.name) for key in operation.table.key_attributes]
    return any(isinstance(value, Scalar) and UniqueId() in value.expression for value in keys)


def _key(route: ResolvedRoute) -> str:
    return f"{route.method} {route.path}"


def _place(route: ResolvedRoute) -> Place:
    return ("api", "routes", _key(route))


def _some(routes: Sequence[ResolvedRoute]) -> str:
    named = ", ".join(_key(route) for route in routes[:_NAMED])
    return named if len(routes) <= _NAMED else f"{named} and {len(routes) - _NAMED} more"
