"""The expressions of one route and the `values` they share: both checked against each other and against the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from generator.app.expressions import AliasedExpression, aliased_condition
from generator.app.grammar.conditions import parse_condition
from generator.app.grammar.facts import Pair
from generator.app.grammar.nodes import Condition
from generator.app.grammar.tokens import ExpressionError
from generator.app.phrases import nearest
from generator.app.report import one_of
from generator.app.routing.route_context import RouteContext
from generator.app.value_parser import Slot, parse_value
from generator.app.values import Value

_Made = TypeVar("_Made")
_ALWAYS = "the expression needs it"


def attempt(context: RouteContext, key: str, read: Callable[[], _Made]) -> _Made | None:
    """What `read` makes of the expression under `key`; `None` after reporting its mistake (A140)."""
    try:
        return read()
    except ExpressionError as error:
        context.report.error("A140", context.at(key), error.message, error.advice)
        return None


def read_condition(context: RouteContext, key: str, text: str | None) -> Condition | None:
    """The condition under `key`; `None` without one, and after reporting (A140)."""
    return None if text is None else attempt(context, key, lambda: parse_condition(text))


def sent_condition(context: RouteContext, key: str, condition: Condition | None) -> AliasedExpression | None:
    """The condition under `key` as it is sent; `None` without one, and after reporting (A140)."""
    return None if condition is None else attempt(context, key, lambda: aliased_condition(condition))


def resolve_values(
    context: RouteContext,
    raw: Mapping[str, Any],
    expressions: Iterable[AliasedExpression | None],
    pairs: Iterable[Pair],
) -> dict[str, Value]:
    """The values that the expressions use, by name. Reports unused, undeclared (A141) and wrong ones (A130-A139)."""
    used = tuple(dict.fromkeys(name for one in expressions if one is not None for name in one.values))
    # What cannot be read may use any of them.
    unread = context.report.has("A140", context.place)
    unused = [name for name in raw if name not in used]
    # A misspelt name is one mistake, told where it is used.
    meant = [nearest(name, unused) for name in used if name not in raw]
    for name in unused:
        if name not in meant and not unread:
            message = f"no expression uses :{name}"
            context.report.error("A141", context.at("values", name), message, "use it, or remove it")
    slots = _slots(context, tuple(pairs))
    values: dict[str, Value] = {}
    for name in sorted(used):
        if name not in raw:
            advice = one_of(name, unused, f"add {name} to `values`")
            context.report.error(
                "A141", context.at("values"), f"an expression uses :{name}, which has no value", advice
            )
            continue
        place = context.at("values", name)
        slot = replace(slots.get(name, Slot()), no_optional=_ALWAYS)
        value = parse_value(raw[name], slot=slot, scope=context.scope, report=context.report, place=place)
        if value is not None:
            values[name] = value
    return values


def _slots(context: RouteContext, pairs: tuple[Pair, ...]) -> dict[str, Slot]:
    """The slot of each value that meets an attribute of known type; the first such attribute decides."""
    slots: dict[str, Slot] = {}
    for attribute, name in pairs:
        slot = context.slot(attribute)
        known = slots.setdefault(name, slot)
        if slot.type and known.type and slot.type != known.type:
            message = f":{name} meets {known.attribute}, of type {known.type}, and {attribute}, of type {slot.type}"
            context.report.error("A137", context.at("values", name), message, "use a value for each")
            slots[name] = replace(known, type=None)
        if slot.type and not known.type:
            slots[name] = slot
    ttl_only = {name for _, name in pairs} - {name for attribute, name in pairs if attribute != context.table.ttl}
    return {name: replace(slot, is_ttl=name in ttl_only) for name, slot in slots.items()}
