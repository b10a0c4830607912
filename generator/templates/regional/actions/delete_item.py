"""DeleteItem: 204, or 200 with the item that was; 404 where there is none, 409 where the condition fails."""

from __future__ import annotations

from generator.app.declarations import Cors
from generator.app.model import DeleteItemOperation, ResolvedRoute
from generator.templates.regional import vtl
from generator.templates.regional.actions.request import (
    attributes_field,
    document,
    dynamodb_integration,
    expression_fields,
    field,
    table_field,
    written_answer,
)
from generator.templates.regional.integration import Integration, TableAccess


def delete_item(operation: DeleteItemOperation, route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of a DeleteItem route."""
    table_name = operation.table.table_name
    fields = [
        table_field(table_name),
        attributes_field("Key", operation.key),
        field("ReturnValues", vtl.json_string(operation.return_values)),
        *expression_fields({"ConditionExpression": operation.condition}, operation.values),
    ]
    request = document([*operation.key.values(), *operation.values.values()], fields)
    return dynamodb_integration(
        TableAccess("DeleteItem", table_name), request, written_answer(operation.return_values, route), route, cors
    )
