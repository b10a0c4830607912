"""DeleteItem: 204, or 200 with the item that was; 404 where there is none, 409 where the condition fails."""

from __future__ import annotations

from generator.app.declarations import Cors
from generator.app.model import DeleteItemOperation, ResolvedRoute
from generator.templates.regional import vtl
from generator.templates.regional.actions.request import (
    NO_CONTENT,
    attributes_field,
    bare_answer,
    document,
    dynamodb_integration,
    expression_fields,
    field,
    item_answer,
    table_field,
)
from generator.templates.regional.answers import Answer
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
    return dynamodb_integration(TableAccess("DeleteItem", table_name), request, _answer(operation, route), route, cors)


def _answer(operation: DeleteItemOperation, route: ResolvedRoute) -> Answer:
    if operation.return_values == "NONE" or route.response.body is not None:
        return bare_answer(200 if route.response.body is not None else NO_CONTENT, route)
    return item_answer("Attributes", route, missing=["{}"], statuses=[])
