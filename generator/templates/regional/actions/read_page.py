"""Query and Scan: 200 with `items` and the `cursor` of the next page, null on the last one."""

from __future__ import annotations

from typing import Final

from generator.app.declarations import Cors
from generator.app.model import ReadPageOperation, ResolvedRoute
from generator.app.values import QueryString, Scalar
from generator.templates.regional import vtl
from generator.templates.regional.actions import cursor
from generator.templates.regional.actions.request import (
    NO_CONTENT,
    body_lines,
    document,
    dynamodb_integration,
    expression_fields,
    field,
    flag_field,
    table_field,
)
from generator.templates.regional.answers import ANSWER, FAULT_STATUS, Answer, checked
from generator.templates.regional.integration import Integration, TableAccess
from generator.templates.regional.items import faults, rendered
from generator.templates.regional.request_values import presence, reference

_LIMIT: Final = QueryString("limit")
_PAGE_PARAMETERS: Final = (Scalar(type="N", expression=(_LIMIT,)), Scalar(type="S", expression=(cursor.PARAMETER,)))
_ITEMS: Final = "answer.get('Items')"


def read_page(operation: ReadPageOperation, route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of a Query or Scan route."""
    action = "Scan" if operation.key_condition is None else "Query"
    values = [*_PAGE_PARAMETERS, *operation.values.values(), *operation.fixed_keys.values()]
    lines = [*_limit_lines(operation), *cursor.lines(operation.cursor_keys)]
    access = TableAccess(action, operation.table.table_name, operation.index)
    return dynamodb_integration(
        access, document(values, _fields(operation), lines), _answer(operation, route), route, cors
    )


def _fields(operation: ReadPageOperation) -> list[vtl.Entry]:
    expressions = {
        "KeyConditionExpression": operation.key_condition,
        "FilterExpression": operation.filter,
        "ProjectionExpression": operation.projection,
    }
    forward = flag_field("ScanIndexForward", operation.scan_index_forward)
    return [
        table_field(operation.table.table_name),
        *([] if operation.index is None else [field("IndexName", vtl.json_string(operation.index))]),
        flag_field("ConsistentRead", operation.consistent_read),
        *([] if operation.key_condition is None else [forward]),
        field("Limit", "$limit"),
        *expression_fields(expressions, operation.values),
        cursor.start_key(operation),
    ]


def _limit_lines(operation: ReadPageOperation) -> list[str]:
    """`$limit`: what the client asks for, if it may; 0, which DynamoDB refuses, if it may not."""
    (given,) = presence((_LIMIT,))
    asked = f"$asked.replaceAll('^=(?:{_numbers(operation.max_limit)})$', '')"
    return [
        f"#set($limit = {operation.default_limit})",
        f"#if({given})",
        f'#set($asked = "=$!{{{reference(_LIMIT)}}}")',
        f"#if({asked} == '')#set($limit = $asked.replaceAll('=', ''))#else#set($limit = 0)#end",
        "#end",
    ]


def _numbers(maximum: int) -> str:
    """A regular expression for the whole numbers from 1 to `maximum`, for VTL cannot make a number of a text."""
    digits = str(maximum)
    shorter = ["[1-9]" + "[0-9]" * length for length in range(len(digits) - 1)]
    smaller = [
        f"{digits[:at]}[{int(at == 0)}-{int(digit) - 1}]" + "[0-9]" * (len(digits) - at - 1)
        for at, digit in enumerate(digits)
        if int(digit) > int(at == 0)
    ]
    return "|".join([*shorter, *smaller, digits])


def _answer(operation: ReadPageOperation, route: ResolvedRoute) -> Answer:
    status, headers = route.response.status or 200, route.response.headers
    declared = body_lines(route.response) or ([] if status == NO_CONTENT else None)
    if declared is not None:
        return Answer(status=status, lines=declared, headers=headers)
    page = [
        '{"items": [',
        f"#foreach($item in ${_ITEMS})",
        *rendered(route.max_nesting),
        "#if($foreach.hasNext),#end",
        "#end",
        f'], "cursor": {cursor.next_cursor(operation.cursor_keys)}}}',
    ]
    lines = [ANSWER, *cursor.next_lines(operation.cursor_keys), *checked(faults(route.max_nesting, _ITEMS), page)]
    return Answer(status=status, lines=lines, statuses=[FAULT_STATUS], headers=headers)
