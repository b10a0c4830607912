"""What comes first in the main stack: tables, with all that any region's API will need; and then its own API."""

from __future__ import annotations

from collections.abc import Iterable

from generator.aws.model import DeployedTable
from generator.deploy.bodies.narrowing import narrowing
from generator.deploy.bodies.parts import Resource, Resources, of_type, table_name, without_tables
from generator.deploy.bodies.rest import RestUpdate, rest_updates
from generator.deploy.bodies.tables import indexes_of, replicas_of
from generator.deploy.bodies.widening import TablesUpdate, widening
from generator.deploy.planning.imports import Imports
from generator.deploy.planning.main_stack import MainStack
from generator.deploy.planning.rest_told import rest_told
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.stacks import PROTECTION, lacks_protection
from generator.deploy.planning.steps import Number, named, places
from generator.diff.meaning.view import REST_API


def add_tables(stack: MainStack, situation: Situation, imports: Imports) -> None:
    """Everything that widens tables, waited for."""
    if imports.tables:
        _take_over(stack, imports)
    _await_pending_replicas(stack, situation)
    updates = widening(stack.tables, stack.goal)
    if updates or narrowing(stack.tables, stack.goal):
        _await_pending_indexes(stack, situation)
    elif is_api_pending(situation):
        _await_coming_indexes(stack, situation)
    for update in updates:
        if stack.exists:
            stack.update_tables(update)
        else:
            _make_first(stack, update)
        _await(stack, situation, update)


def _take_over(stack: MainStack, imports: Imports) -> None:
    stack.tables = {**stack.tables, **imports.tables}
    names = named((table_name(name, table) for name, table in imports.tables.items()), "table")
    reason = "no stack owns them: a create failed, or they were let go; an import changes nothing else"
    stack.deploy(f"take over {names}", reason, "tables", imports=imports.identifiers)


def _make_first(stack: MainStack, update: TablesUpdate) -> None:
    """The first create holds nothing but tables: with anything else in it that can fail, it could not be repeated."""
    stack.tables = update.tables
    regions = _regions(update.tables)
    title = f"make {named(update.new, 'table')}, with replicas in {places(regions)}"
    stack.deploy(
        title, "tables are retained: a create that failed on the API could not be repeated with them", "tables"
    )


def _await(stack: MainStack, situation: Situation, update: TablesUpdate) -> None:
    if update.kind == "replica":
        stack.await_replicas(update.names, [update.region])
    elif update.new:
        new = {name: table for name, table in update.tables.items() if table_name(name, table) in update.new}
        regions = [region for region in _regions(new) if region != situation.main_region]
        if regions:
            stack.await_replicas(update.new, regions)
    stack.await_indexes(update.made, update.dropped)


def _regions(tables: Resources) -> list[str]:
    return list(dict.fromkeys(region for table in tables.values() for region in replicas_of(table)))


def _await_pending_replicas(stack: MainStack, situation: Situation) -> None:
    """An earlier run may have ended while replicas were being made that a new region needs."""
    pending = [
        (name, region)
        for name, status in _replica_statuses(stack, situation)
        for region in situation.secondary
        if situation.standings[region] == "missing" and status.get(region, "ACTIVE") != "ACTIVE"
    ]
    if pending:
        stack.await_replicas({name for name, _ in pending}, dict.fromkeys(region for _, region in pending))


def _replica_statuses(stack: MainStack, situation: Situation) -> Iterable[tuple[str, dict[str, str]]]:
    for table, there in _tables_there(stack, situation):
        # A replica that the table does not tell of yet has not even begun.
        yield there.name, {region: there.replicas.get(region, "CREATING") for region in replicas_of(table)}


def _await_pending_indexes(stack: MainStack, situation: Situation) -> None:
    """An earlier run may have ended while an index was being made, changed or deleted, or it was rolled back: no other
    can be made or deleted meanwhile, whether the stack has that one or not."""
    there = [there for _, there in _tables_there(stack, situation)]
    coming = {table.name: _indexes_in(table, "CREATING", "UPDATING") for table in there}
    going = {table.name: _indexes_in(table, "DELETING") for table in there}
    stack.await_indexes(*({name: found for name, found in one.items() if found} for one in (coming, going)))


def _await_coming_indexes(stack: MainStack, situation: Situation) -> None:
    """No API can use an index of the stack that is still being made; other indexes are nothing to an API."""
    coming = {
        there.name: tuple(name for name in _indexes_in(there, "CREATING", "UPDATING") if name in indexes_of(table))
        for table, there in _tables_there(stack, situation)
    }
    stack.await_indexes({name: found for name, found in coming.items() if found}, {})


def _tables_there(stack: MainStack, situation: Situation) -> Iterable[tuple[Resource, DeployedTable]]:
    for logical_id, table in stack.tables.items():
        there = situation.deployed.tables.get(table_name(logical_id, table))
        if there is not None:
            yield table, there


def _indexes_in(table: DeployedTable, *statuses: str) -> tuple[str, ...]:
    return tuple(name for name, status in sorted(table.indexes.items()) if status in statuses)


def is_api_pending(situation: Situation) -> bool:
    """Whether any region's API is not the wanted one yet."""
    there = situation.bodies.get("main")
    wanted = without_tables(situation.wanted["main"].body)
    is_main_pending = there is None or bool(rest_updates(without_tables(there), wanted))
    return is_main_pending or any(situation.standings[region] != "current" for region in situation.secondary)


def add_main_api(stack: MainStack, situation: Situation, *, needs: Iterable[Number]) -> Number:
    """The main region's API; the number of the step after which it is the wanted one, `None` when it is now."""
    updates = rest_updates(stack.rest, without_tables(situation.wanted["main"].body))
    is_first = not of_type(stack.rest, REST_API)
    last: Number = None
    for update in updates:
        last = _add_rest(stack, update, is_first=is_first, needs=needs if last is None else ())
    if not updates and lacks_protection(situation, "main"):
        stack.deploy("protect the main stack", PROTECTION, "update", needs=needs)
    return last


def _add_rest(stack: MainStack, update: RestUpdate, *, is_first: bool, needs: Iterable[Number]) -> int:
    stack.rest = update.body
    title, reason = rest_told(update, is_first=is_first)
    is_whole = is_first and update.kind != "migrate"
    return stack.deploy(title, reason, "first-api" if is_whole else "api", needs=needs)
