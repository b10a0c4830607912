"""PutItem: 201 (POST) or 200 with the key of the item, 409 where the condition fails."""

from __future__ import annotations

from generator.app.declarations import Cors
from generator.app.model import PutItemOperation, ResolvedRoute
from generator.app.values import BodyField, Scalar, Value
from generator.templates.regional.actions.request import (
    NO_CONTENT,
    attributes_field,
    body_lines,
    document,
    dynamodb_integration,
    expression_fields,
    table_field,
)
from generator.templates.regional.answers import Answer
from generator.templates.regional.integration import Integration, TableAccess
from generator.templates.regional.plain_values import plain_object
from generator.templates.regional.request_values import prologue


def put_item(operation: PutItemOperation, route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of a PutItem route."""
    table_name = operation.table.table_name
    fields = [
        table_field(table_name),
        attributes_field("Item", operation.item),
        *expression_fields({"ConditionExpression": operation.condition}, operation.values),
    ]
    request = document([*operation.item.values(), *operation.values.values()], fields)
    return dynamodb_integration(TableAccess("PutItem", table_name), request, _answer(operation, route), route, cors)


def _answer(operation: PutItemOperation, route: ResolvedRoute) -> Answer:
    status = route.response.status or (201 if route.method == "POST" else 200)
    lines = body_lines(route.response) or ([] if status == NO_CONTENT else _key_lines(operation))
    return Answer(status=status, lines=lines, headers=route.response.headers)


def _key_lines(operation: PutItemOperation) -> list[str]:
    """The key attributes, but for those of the request's body: API Gateway no longer has it, and the client does."""
    key = {attribute.name: operation.item[attribute.name] for attribute in operation.table.key_attributes}
    known = {name: value for name, value in key.items() if not _is_of_body(value)}
    return [*prologue(known.values()), plain_object(known)]


def _is_of_body(value: Value) -> bool:
    return isinstance(value, Scalar) and any(isinstance(part, BodyField) for part in value.expression)
