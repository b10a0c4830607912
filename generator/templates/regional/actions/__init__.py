"""One module per DynamoDB action: a resolved route becomes the `Integration` that answers it."""

from __future__ import annotations

from typing import assert_never

from generator.app.model import (
    DeleteItemOperation,
    FunctionOperation,
    GetItemOperation,
    HttpOperation,
    MockOperation,
    PutItemOperation,
    ReadPageOperation,
    ResolvedApi,
    ResolvedRoute,
    UpdateItemOperation,
)
from generator.templates.regional.actions.delete_item import delete_item
from generator.templates.regional.actions.get_item import get_item
from generator.templates.regional.actions.mock import mock
from generator.templates.regional.actions.put_item import put_item
from generator.templates.regional.actions.read_page import read_page
from generator.templates.regional.actions.update_item import update_item
from generator.templates.regional.http import http_proxy
from generator.templates.regional.integration import Integration


def integration(route: ResolvedRoute, api: ResolvedApi) -> Integration:
    """How the route is answered."""
    match route.operation:
        case GetItemOperation() as operation:
            return get_item(operation, route, api.cors)
        case PutItemOperation() as operation:
            return put_item(operation, route, api.cors)
        case UpdateItemOperation() as operation:
            return update_item(operation, route, api.cors)
        case DeleteItemOperation() as operation:
            return delete_item(operation, route, api.cors)
        case ReadPageOperation() as operation:
            return read_page(operation, route, api.cors)
        case FunctionOperation() | HttpOperation() | MockOperation() as operation:
            return _without_table(operation, route, api)
        case _ as never:
            assert_never(never)


def _without_table(
    operation: FunctionOperation | HttpOperation | MockOperation, route: ResolvedRoute, api: ResolvedApi
) -> Integration:
    if isinstance(operation, FunctionOperation):
        return Integration(type="AWS_PROXY", function=operation.function)
    if isinstance(operation, HttpOperation):
        return http_proxy(operation, route)
    return mock(route, api.cors)
