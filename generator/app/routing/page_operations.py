"""Query and Scan: many items, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.app.declarations import GlobalSecondaryIndex, Key, Query, Scan
from generator.app.expressions import AliasedExpression
from generator.app.grammar.facts import attributes, compared
from generator.app.grammar.nodes import Condition
from generator.app.model import ReadPageOperation, ResolvedTable
from generator.app.report import one_of
from generator.app.routing.item_operations import projection
from generator.app.routing.key_conditions import fixed_by
from generator.app.routing.route_context import RouteContext
from generator.app.routing.route_expressions import attempt, read_condition, resolve_values, sent_condition
from generator.app.values import Value

_KEY_CONDITION, _FILTER = "key_condition_expression", "filter_expression"


class _KeyCondition(Struct, frozen=True, kw_only=True):
    """The key condition, the values that fix key attributes, and the key attributes of what is read."""

    condition: Condition | None = None
    fixed: Mapping[str, str] = {}
    attributes: frozenset[str] = frozenset()


def query(route: Query, context: RouteContext) -> ReadPageOperation:
    """Reads a partition. The key condition says which keys the route fixes, so that no cursor can (A140)."""
    keys = _keys(route.index, context)
    condition = read_condition(context, _KEY_CONDITION, route.key_condition_expression)
    if keys is None:
        return _page(route, context, _KeyCondition(condition=condition))
    fixed: Mapping[str, str] | None = None
    if condition is not None:
        fixed = attempt(context, _KEY_CONDITION, lambda: fixed_by(condition, *keys))
    names = frozenset(key.name for key in keys if key is not None)
    return _page(route, context, _KeyCondition(condition=condition, fixed=fixed or {}, attributes=names))


def scan(route: Scan, context: RouteContext) -> ReadPageOperation:
    """Reads everything."""
    _keys(route.index, context)
    return _page(route, context, _KeyCondition())


def _page(route: Scan, context: RouteContext, key: _KeyCondition) -> ReadPageOperation:
    filtering = _filter(route.filter_expression, context, key.attributes)
    key_condition = sent_condition(context, _KEY_CONDITION, key.condition)
    filter_ = sent_condition(context, _FILTER, filtering)
    pairs = [pair for one in (key.condition, filtering) if one is not None for pair in compared(one)]
    values = resolve_values(context, route.values, (key_condition, filter_), pairs)
    fixed_keys = {attribute: values[name] for attribute, name in sorted(key.fixed.items()) if name in values}
    _check_options(route, context)
    return ReadPageOperation(
        table=context.table,
        index=route.index,
        key_condition=key_condition,
        filter=filter_,
        projection=_projection(route, context),
        values=values,
        scan_index_forward=not isinstance(route, Query) or route.scan_index_forward,
        consistent_read=route.consistent_read,
        default_limit=route.page.default_limit,
        max_limit=route.page.max_limit,
        fixed_keys=fixed_keys,
        cursor_keys=_cursor_keys(context.table, route.index, fixed_keys),
    )


def _keys(index: str | None, context: RouteContext) -> tuple[Key, Key | None] | None:
    """The keys of what is read; `None` after reporting an unknown index (A155)."""
    table = context.table
    if index is None:
        return table.partition_key, table.sort_key
    if index in table.global_secondary_indexes:
        found = table.global_secondary_indexes[index]
        return found.partition_key, found.sort_key
    if index in table.local_secondary_indexes:
        return table.partition_key, table.local_secondary_indexes[index].sort_key
    names = (*table.global_secondary_indexes, *table.local_secondary_indexes)
    advice = one_of(index, names, "remove `index`")
    context.report.error("A155", context.at("index"), f"the table {table.key} has no index {index}", advice)
    return None


def _cursor_keys(table: ResolvedTable, index: str | None, fixed: Mapping[str, Value]) -> tuple[Key, ...]:
    """The keys of LastEvaluatedKey, those of the table first, without what the route fixes."""
    keys = {key.name: key for key in table.key_attributes}
    read = table.global_secondary_indexes.get(index or "") or table.local_secondary_indexes.get(index or "")
    if isinstance(read, GlobalSecondaryIndex):
        keys[read.partition_key.name] = read.partition_key
    if read is not None and read.sort_key is not None:
        keys[read.sort_key.name] = read.sort_key
    return tuple(key for name, key in keys.items() if name not in fixed)


def _filter(text: str | None, context: RouteContext, own: frozenset[str]) -> Condition | None:
    """The filter. Reports key attributes of what a Query reads (A143): DynamoDB refuses them there."""
    condition = read_condition(context, _FILTER, text)
    for name in sorted(own & set(attributes(condition))) if condition else ():
        message = f"{name} is a key attribute of what is read, which a filter of Query cannot test"
        context.report.error("A143", context.at(_FILTER), message, "move it to `key_condition_expression`")
    return condition


def _check_options(route: Scan, context: RouteContext) -> None:
    if route.page.default_limit > route.page.max_limit:
        message = f"default_limit {route.page.default_limit} is more than max_limit {route.page.max_limit}"
        context.report.error("A157", context.at("page"), message, "raise max_limit or lower default_limit")
    if route.consistent_read and route.index in context.table.global_secondary_indexes:
        message = f"{route.index} is a global secondary index, which has no consistent reads"
        context.report.error("A157", context.at("consistent_read"), message, "remove `consistent_read`")


def _projection(route: Scan, context: RouteContext) -> AliasedExpression | None:
    """The projection. Reports attributes that a global secondary index does not hold (A145)."""
    found = projection(route.projection_expression, context)
    index = context.table.global_secondary_indexes.get(route.index or "")
    if found is None or index is None or index.projection.type == "ALL":
        return found
    held = _held(context.table, index)
    for name in sorted({found.names[one] for one in _outermost(found)} - held):
        message = f"the index {route.index} does not hold {name}"
        context.report.error("A145", context.at("projection_expression"), message, "project it into the index")
    return found


def _held(table: ResolvedTable, index: GlobalSecondaryIndex) -> set[str]:
    keys = (*table.key_attributes, index.partition_key, *([index.sort_key] if index.sort_key else []))
    return {key.name for key in keys} | set(index.projection.attributes)


def _outermost(expression: AliasedExpression) -> list[str]:
    return [path.split(".")[0].split("[")[0] for path in expression.text.split(", ")]
