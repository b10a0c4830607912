"""GetItem: 200 with the item, 404 without."""

from __future__ import annotations

from generator.app.declarations import Cors
from generator.app.model import GetItemOperation, ResolvedRoute
from generator.templates.regional.actions.request import (
    attributes_field,
    document,
    dynamodb_integration,
    expression_fields,
    flag_field,
    item_answer,
    table_field,
)
from generator.templates.regional.errors import ERROR_BODY, NOT_FOUND, raised
from generator.templates.regional.integration import Integration, TableAccess


def get_item(operation: GetItemOperation, route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of a GetItem route."""
    table_name = operation.table.table_name
    fields = [
        table_field(table_name),
        attributes_field("Key", operation.key),
        flag_field("ConsistentRead", operation.consistent_read),
        *expression_fields({"ProjectionExpression": operation.projection}, {}),
    ]
    found = item_answer("Item", route, missing=[raised(NOT_FOUND), ERROR_BODY], statuses=[NOT_FOUND.status])
    request = document(operation.key.values(), fields)
    return dynamodb_integration(TableAccess("GetItem", table_name), request, found, route, cors)
