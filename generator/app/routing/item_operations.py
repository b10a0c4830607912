"""GetItem, PutItem, UpdateItem and DeleteItem: one item, by its key."""

from __future__ import annotations

from collections.abc import Iterator

from generator.app.declarations import DeleteItem, GetItem, PutItem, UpdateItem
from generator.app.expressions import AliasedExpression, aliased_condition, aliased_projection, aliased_update
from generator.app.grammar.facts import Pair, assigned, compared
from generator.app.grammar.nodes import Call, Condition, Path, Update, joined
from generator.app.grammar.updates import parse_projection, parse_update
from generator.app.model import DeleteItemOperation, GetItemOperation, PutItemOperation, UpdateItemOperation
from generator.app.routing.route_context import RouteContext
from generator.app.routing.route_expressions import attempt, read_condition, resolve_values, sent_condition
from generator.app.values import Value

_CONDITION, _UPDATE = "condition_expression", "update_expression"
_OVERWRITES = {"POST": False, "PUT": True}


def get_item(route: GetItem, context: RouteContext) -> GetItemOperation:
    """Reads one item."""
    return GetItemOperation(
        table=context.table,
        key=context.key(route.key),
        projection=projection(route.projection_expression, context),
        consistent_read=route.consistent_read,
    )


def put_item(route: PutItem, context: RouteContext) -> PutItemOperation:
    """Writes one item. Whether it may replace another follows from the method, or must be said (A157)."""
    context.check_keys_present(route.item, "item")
    overwrite = _OVERWRITES.get(context.method) if route.overwrite is None else route.overwrite
    if overwrite is None:
        message = f"whether {context.method} may replace an item is not clear"
        context.report.error("A157", context.place, message, "add `overwrite: true` or `overwrite: false`")
    condition = _condition(route.condition_expression, None if overwrite else "attribute_not_exists", context)
    aliased = sent_condition(context, _CONDITION, condition)
    return PutItemOperation(
        table=context.table,
        item=context.item(route.item, "item"),
        condition=aliased,
        values=resolve_values(context, route.values, (aliased,), compared(condition) if condition else ()),
    )


def update_item(route: UpdateItem, context: RouteContext) -> UpdateItemOperation:
    """Changes one item, by exactly one of `update_expression` and `set` (A146), never its key (A144)."""
    if (route.update_expression is None) == (route.set is None):
        message = "neither `update_expression` nor `set`" if route.set is None else "both `update_expression` and `set`"
        context.report.error("A146", context.place, message, "write one of them")
    update = _update(route.update_expression, context)
    condition = _condition(route.condition_expression, None if route.upsert else "attribute_exists", context)
    aliased = sent_condition(context, _CONDITION, condition)
    change = None if update is None else attempt(context, _UPDATE, lambda: aliased_update(update))
    return UpdateItemOperation(
        table=context.table,
        key=context.key(route.key),
        update=change,
        assignments=_assignments(route, context),
        condition=aliased,
        values=resolve_values(context, route.values, (change, aliased), _pairs(update, condition)),
        return_values=route.return_values,
    )


def delete_item(route: DeleteItem, context: RouteContext) -> DeleteItemOperation:
    """Deletes one item that must be there."""
    existence = _existence("attribute_exists", context)
    condition = _condition(route.condition_expression, "attribute_exists", context) or existence
    aliased = sent_condition(context, _CONDITION, condition) or aliased_condition(existence)
    return DeleteItemOperation(
        table=context.table,
        key=context.key(route.key),
        condition=aliased,
        values=resolve_values(context, route.values, (aliased,), compared(condition)),
        return_values=route.return_values,
    )


def projection(text: str | None, context: RouteContext) -> AliasedExpression | None:
    """A projection expression, if there is one that can be read."""
    if text is None:
        return None
    return attempt(context, "projection_expression", lambda: aliased_projection(parse_projection(text)))


def _existence(function: str, context: RouteContext) -> Condition:
    return Call(function, (Path((context.table.partition_key.name,)),))


def _condition(text: str | None, existence: str | None, context: RouteContext) -> Condition | None:
    """The user's condition, after the one on existence where there is one."""
    own = read_condition(context, _CONDITION, text)
    both = (None if existence is None else _existence(existence, context), own)
    present = tuple(one for one in both if one is not None)
    return joined("AND", present) if present else None


def _update(text: str | None, context: RouteContext) -> Update | None:
    update = None if text is None else attempt(context, _UPDATE, lambda: parse_update(text))
    for path in update.paths if update else ():
        _check_not_key(path.attribute, context, _UPDATE)
    return update


def _assignments(route: UpdateItem, context: RouteContext) -> dict[str, Value]:
    if route.set is None:
        return {}
    if not route.set:
        context.report.error("A146", context.at("set"), "`set` sets nothing", "name at least one attribute")
    for name in route.set:
        _check_not_key(name, context, "set", name)
    return context.item(route.set, "set")


def _check_not_key(attribute: str, context: RouteContext, *place: str) -> None:
    if attribute in {key.name for key in context.table.key_attributes}:
        message = f"{attribute} is a key attribute of the table {context.table.key}, which no update can change"
        context.report.error("A144", context.at(*place), message, "put a new item and delete the old one")


def _pairs(update: Update | None, condition: Condition | None) -> Iterator[Pair]:
    if update is not None:
        yield from assigned(update)
    if condition is not None:
        yield from compared(condition)
