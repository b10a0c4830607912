"""Routes: each with its operation, its answer, and what it asks of a request."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import assert_never, get_args

from msgspec import Struct

from generator.app.declarations import (
    ActionRoute,
    AnyRoute,
    Api,
    App,
    DeleteItem,
    FunctionRoute,
    GetItem,
    HttpRoute,
    ItemRoute,
    Mock,
    PutItem,
    Query,
    Response,
    Scan,
    UpdateItem,
)
from generator.app.model import (
    DeleteItemOperation,
    FunctionOperation,
    GetItemOperation,
    HttpOperation,
    Method,
    MockOperation,
    Operation,
    PutItemOperation,
    ReadPageOperation,
    ResolvedRoute,
    ResolvedTable,
    UpdateItemOperation,
)
from generator.app.report import Place, Report
from generator.app.request_expressions import Auth, Scope
from generator.app.routing.body_schema import body_schema
from generator.app.routing.http import http_operation
from generator.app.routing.item_operations import delete_item, get_item, put_item, update_item
from generator.app.routing.page_operations import query, scan
from generator.app.routing.paths import RoutePath, check_paths, parse_route_key
from generator.app.routing.responses import AnswerContext, check_success, resolve_response
from generator.app.routing.route_context import RouteContext
from generator.app.routing.usage import needs
from generator.app.values import Value

_METHODS: tuple[Method, ...] = get_args(Method)
_BODILESS = ("GET", "HEAD", "DELETE")
_PAGE_PARAMETERS = ("cursor", "limit")


class _Known(Struct, frozen=True, kw_only=True):
    """What a route may name, and where its mistakes go."""

    tables: Mapping[str, ResolvedTable]
    functions: Collection[str]
    report: Report


def resolve_routes(app: App, tables: Mapping[str, ResolvedTable], report: Report) -> tuple[ResolvedRoute, ...]:
    """The routes that could be resolved, sorted by path, then method. Reports A130-A159."""
    paths: list[RoutePath] = []
    for key in sorted(app.api.routes):
        path = parse_route_key(key)
        if isinstance(path, RoutePath):
            paths.append(path)
        else:
            report.error("A150", ("api", "routes", key), *path)
    check_paths(paths, app.health.path, report)
    known = _Known(tables=tables, functions=app.functions, report=report)
    routes = [_route(app.api.routes[path.key], path, app.api, known) for path in paths]
    return tuple(sorted((one for one in routes if one is not None), key=lambda one: (one.path, one.method)))


def _route(route: AnyRoute, path: RoutePath, api: Api, known: _Known) -> ResolvedRoute | None:
    report = known.report
    place = ("api", "routes", path.key)
    auth, authorizer = _auth(route.auth or api.auth or "none")
    no_body = f"a {path.method} request has no body" if path.method in _BODILESS else None
    scope = Scope(path_parameters=path.parameters, no_body=no_body, auth=auth)
    operation = _operation(route, path, scope, known)
    if operation is None:
        return None
    declared = _declared_response(route)
    answer_place = (*place, "mock" if isinstance(route, Mock) else "response")
    if isinstance(route, ActionRoute):
        check_success(declared, answer_place, report)
    context = AnswerContext(place=answer_place, scope=scope, cors=api.cors, report=report)
    response = resolve_response(declared, _answers_nothing(operation), context)
    needed = needs((*_values(operation), *(() if response.body is None else (response.body,))))
    request_schema = route.request_schema if isinstance(route, ActionRoute) else None
    if request_schema is not None and no_body is not None:
        report.error("A159", (*place, "request_schema"), f"{no_body}, so nothing can be asked of it", "remove it")
    page = dict.fromkeys(_PAGE_PARAMETERS, False) if isinstance(operation, ReadPageOperation) else {}
    return ResolvedRoute(
        method=next(method for method in _METHODS if method == path.method),
        path=path.path,
        auth=auth,
        authorizer=authorizer,
        throttling=route.throttling,
        description=route.description,
        max_nesting=_max_nesting(route, api),
        response=response,
        operation=operation,
        body_schema=body_schema(needed.fields, request_schema, place, report),
        querystrings={**page, **needed.querystrings},
        headers=needed.headers,
    )


def _auth(said: str) -> tuple[Auth, str | None]:
    """How callers are known, and the authorizer that is asked. Whether there is one is not told here."""
    if said == "none":
        return "none", None
    return ("iam", None) if said == "iam" else ("custom", said)


def _declared_response(route: AnyRoute) -> Response | None:
    if isinstance(route, FunctionRoute | HttpRoute):
        return None
    return route.mock if isinstance(route, Mock) else route.response


def _max_nesting(route: AnyRoute, api: Api) -> int:
    own = route.max_nesting if isinstance(route, ItemRoute) else None
    return api.max_nesting if own is None else own


def _operation(route: AnyRoute, path: RoutePath, scope: Scope, known: _Known) -> Operation | None:
    if isinstance(route, Mock):
        return MockOperation()
    place = ("api", "routes", path.key)
    if isinstance(route, FunctionRoute):
        return _function(route, known, place)
    if isinstance(route, HttpRoute):
        return http_operation(route, path, scope, known.report)
    tables, report = known.tables, known.report
    if route.table not in tables:
        report.no_table((*place, "table"), route.table, tables)
        return None
    context = RouteContext(place=place, method=path.method, table=tables[route.table], scope=scope, report=report)
    return _call(route, context)


def _function(route: FunctionRoute, known: _Known, place: Place) -> FunctionOperation | None:
    if route.function in known.functions:
        return FunctionOperation(function=route.function)
    known.report.no_function((*place, "function"), route.function, known.functions)
    return None


def _call(route: GetItem | PutItem | UpdateItem | DeleteItem | Query | Scan, context: RouteContext) -> Operation:
    match route:
        case GetItem():
            return get_item(route, context)
        case PutItem():
            return put_item(route, context)
        case UpdateItem():
            return update_item(route, context)
        case DeleteItem():
            return delete_item(route, context)
        case Query():
            return query(route, context)
        case Scan():
            return scan(route, context)
        case _:
            assert_never(route)


def _answers_nothing(operation: Operation) -> bool:
    return isinstance(operation, UpdateItemOperation | DeleteItemOperation) and operation.return_values == "NONE"


def _values(operation: Operation) -> tuple[Value, ...]:
    """Every value that an operation sends."""
    match operation:
        case GetItemOperation():
            return tuple(operation.key.values())
        case PutItemOperation():
            return (*operation.item.values(), *operation.values.values())
        case UpdateItemOperation():
            return (*operation.key.values(), *operation.assignments.values(), *operation.values.values())
        case DeleteItemOperation():
            return (*operation.key.values(), *operation.values.values())
        case ReadPageOperation(values=sent) | HttpOperation(headers=sent):
            return tuple(sent.values())
        case FunctionOperation() | MockOperation():
            return ()
