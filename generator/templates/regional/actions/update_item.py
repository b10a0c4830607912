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
    attributes_field,
    document,
    dynamodb_integration,
    expression_fields,
    field,
    table_field,
    written_answer,
)
from generator.templates.regional.integration import Integration, TableAccess


def update_item(operation: UpdateItemOperation, route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of an UpdateItem route."""
    table_name = operation.table.table_name
    request = document(
        [*operation.key.values(), *operation.values.values(), *operation.assignments.values()],
        _fields(operation),
        changes_lines(assignments(operation)),
    )
    return dynamodb_integration(
        TableAccess("UpdateItem", table_name), request, written_answer(operation.return_values, route), route, cors
    )


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
