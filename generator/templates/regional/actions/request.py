"""What the DynamoDB actions share: the JSON document of a request, and the integration around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from generator.app.declarations import Cors
from generator.app.expressions import AliasedExpression
from generator.app.model import ResolvedResponse, ResolvedRoute
from generator.app.values import Value
from generator.templates.regional import vtl
from generator.templates.regional.actions.assignments import Assignment
from generator.templates.regional.answers import ANSWER, FAULT_STATUS, Answer, checked, responses, statuses
from generator.templates.regional.integration import Integration, TableAccess
from generator.templates.regional.items import faults, rendered
from generator.templates.regional.plain_values import plain
from generator.templates.regional.request_values import attributes, prologue

_RETURN_ITEM: Final = vtl.Entry((), '"ReturnValuesOnConditionCheckFailure": "ALL_OLD"')
"""Tells a missing item from one in another state; the item itself is never shown."""
NO_CONTENT: Final = 204
_NEXT_MEMBER: Final = ",\n    "


def dynamodb_integration(
    access: TableAccess, request: str, answer: Answer, route: ResolvedRoute, cors: Cors | None
) -> Integration:
    """An integration that calls the one action of `access`."""
    return Integration(
        type="AWS",
        action=access.action,
        request_template=request,
        responses=responses(answer, cors),
        statuses=statuses(answer),
        access=(access,),
        body_schema=route.body_schema,
        querystrings=route.querystrings,
        headers=route.headers,
    )


def document(values: Iterable[Value], fields: Sequence[vtl.Entry], lines: Sequence[str] = ()) -> str:
    """A request template: the references that `values` need, further `lines`, and one JSON object of `fields`."""
    return "\n".join([*prologue(values), *lines, "{", "  " + vtl.joined(fields, ",\n  "), "}"])


def field(name: str, json: str) -> vtl.Entry:
    """A member that is always there."""
    return vtl.Entry((), f'"{name}": {json}')


def table_field(table_name: str) -> vtl.Entry:
    """The table, by its physical name: always the replica of the region that is called."""
    return field("TableName", vtl.json_string(table_name))


def attributes_field(name: str, values: Mapping[str, Value], prefix: str = "") -> vtl.Entry:
    """A member that maps names to typed attributes, one per line."""
    return object_field(name, attributes(values, prefix))


def object_field(name: str, members: Sequence[vtl.Entry]) -> vtl.Entry:
    """A member with members of its own, one per line. Where all of them depend on the request it is there only with
    `$changes` (see `assignments`), for DynamoDB refuses an empty one."""
    conditions = ("$changes",) if all(member.conditions for member in members) else ()
    return vtl.Entry(conditions, f'"{name}": {{\n    {vtl.joined(members, _NEXT_MEMBER)}\n  }}')


def flag_field(name: str, value: bool) -> vtl.Entry:
    """A boolean member."""
    return field(name, "true" if value else "false")


def expression_fields(
    expressions: Mapping[str, AliasedExpression | None],
    values: Mapping[str, Value],
    assignments: Sequence[Assignment] = (),
) -> list[vtl.Entry]:
    """The expressions by parameter name, with the attribute names and values that they and the assignments use."""
    given = {name: expression for name, expression in expressions.items() if expression is not None}
    aliases = {alias: name for expression in given.values() for alias, name in expression.names.items()}
    names = [
        *map(_alias, sorted(aliases.items())),
        *(each.name_entry for each in assignments if each.alias not in aliases),
    ]
    members = [*attributes(values, ":"), *(each.value_entry for each in assignments)]
    return [
        *(field(name, vtl.json_string(expression.text)) for name, expression in given.items()),
        *([_RETURN_ITEM] if "ConditionExpression" in given else []),
        *([object_field("ExpressionAttributeNames", names)] if names else []),
        *([object_field("ExpressionAttributeValues", members)] if members else []),
    ]


def _alias(pair: tuple[str, str]) -> vtl.Entry:
    alias, name = map(vtl.json_string, pair)
    return vtl.Entry((), f"{alias}: {name}")


def body_lines(response: ResolvedResponse) -> list[str] | None:
    """Lines that print the body which the route declares; `None` where it leaves it to the action."""
    if response.body is None:
        return None
    return [*prologue([response.body]), plain(response.body)]


def item_answer(attribute: str, route: ResolvedRoute, *, missing: Sequence[str], statuses: Sequence[int]) -> Answer:
    """The item below `attribute` of DynamoDB's answer as plain JSON; the lines `missing` where there is none."""
    status = route.response.status or 200
    declared = body_lines(route.response) or ([] if status == NO_CONTENT else None)
    body = checked(faults(route.max_nesting), rendered(route.max_nesting)) if declared is None else declared
    found = [f"#if($answer.keySet().contains('{attribute}'))", f"#set($item = $answer.get('{attribute}'))", *body]
    return Answer(
        status=status,
        lines=[ANSWER, *found, "#else", *missing, "#end"],
        statuses=[*statuses, *([FAULT_STATUS] if declared is None else [])],
        headers=route.response.headers,
    )


def written_answer(return_values: str, route: ResolvedRoute) -> Answer:
    """What a change of an item answers: the declared body, else the attributes of `return_values`, if there are any."""
    declared = body_lines(route.response)
    if return_values != "NONE" and declared is None:
        return item_answer("Attributes", route, missing=["{}"], statuses=[])
    status = route.response.status or (NO_CONTENT if declared is None else 200)
    return Answer(status=status, lines=declared or [], headers=route.response.headers)
