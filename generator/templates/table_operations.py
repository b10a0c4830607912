"""What an app does in its tables, as CloudWatch names it: the dimension `Operation` of DynamoDB's metrics.

At most ten per table, which is what the formula of an alarm takes [CloudWatch API Reference, MetricDataQuery].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.app.model import (
    DeleteItemOperation,
    GetItemOperation,
    PutItemOperation,
    ReadPageOperation,
    ResolvedApp,
    ResolvedRoute,
    UpdateItemOperation,
)

_READS: Final = ("BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems")
_WRITES: Final = ("BatchWriteItem", "DeleteItem", "PutItem", "TransactWriteItems", "UpdateItem")
_OF_ACCESS: Final[Mapping[str, tuple[str, ...]]] = {
    "read": _READS,
    "write": _WRITES,
    "read_write": (*_READS, *_WRITES),
}


def table_operations(app: ResolvedApp) -> Mapping[str, tuple[str, ...]]:
    """Key of a table ─▶ the operations on it by routes, the health check and functions, sorted.

    Tables without any are left out.
    """
    found: dict[str, set[str]] = {key: set() for key in app.tables}
    for key, operation in (*_of_routes(app), *_of_health(app), *_of_functions(app)):
        found[key].add(operation)
    return {key: tuple(sorted(operations)) for key, operations in found.items() if operations}


def _of_routes(app: ResolvedApp) -> Iterator[tuple[str, str]]:
    for route in app.api.routes:
        yield from _of_route(route)


def _of_route(route: ResolvedRoute) -> Iterator[tuple[str, str]]:
    match route.operation:
        case GetItemOperation(table=table):
            yield table.key, "GetItem"
        case PutItemOperation(table=table):
            yield table.key, "PutItem"
        case UpdateItemOperation(table=table):
            yield table.key, "UpdateItem"
        case DeleteItemOperation(table=table):
            yield table.key, "DeleteItem"
        case ReadPageOperation(table=table, key_condition=condition):
            yield table.key, "Scan" if condition is None else "Query"
        case _:
            pass


def _of_health(app: ResolvedApp) -> Iterator[tuple[str, str]]:
    if app.health.mode == "deep":
        yield from ((key, "BatchGetItem") for key in app.tables)


def _of_functions(app: ResolvedApp) -> Iterator[tuple[str, str]]:
    for function in app.functions.values():
        for access in function.access:
            yield from ((access.table, operation) for operation in _OF_ACCESS[access.mode])
