"""UpdateItem: 200 with the item, 404 where it must exist and does not, 409 where the condition fails.

DynamoDB has no SET for "what the client sent": with `assignments` the template writes the expression from the
attributes that the request has. With none of them the update changes nothing and answers as if it had.
"""

from __future__ import annotations

from generator.app.declarations import Cors
from generator.app.model import ResolvedRoute, UpdateItemOperation
from generator.templates.regional import vtl
from generator.templates.regional.actions.assignments import assignments, changes_lines, update_expression
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


def update_item(operation: UpdateItemOperation, route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of an UpdateItem route."""
    table_name = operation.table.table_name
    request = document(
        [*operation.key.values(), *operation.values.values(), *operation.assignments.values()],
        _fields(operation),
        changes_lines(assignments(operation)),
    )
    return dynamodb_integration(TableAccess("UpdateItem", table_name), request, _answer(operation, route), route, cors)


def _fields(operation: UpdateItemOperation) -> list[vtl.Entry]:
    found = assignments(operation)
    expressions = {"UpdateExpression": operation.update, "ConditionExpression": operation.condition}
    return [
        table_field(operation.table.table_name),
        attributes_field("Key", operation.key),
        field("ReturnValues", vtl.json_string(operation.return_values)),
        *([update_expression(found)] if found else []),
        *expression_fields(expressions, operation.values, found),
    ]


def _answer(operation: UpdateItemOperation, route: ResolvedRoute) -> Answer:
    if operation.return_values == "NONE" or route.response.body is not None:
        return bare_answer(200 if route.response.body is not None else NO_CONTENT, route)
    return item_answer("Attributes", route, missing=["{}"], statuses=[])
