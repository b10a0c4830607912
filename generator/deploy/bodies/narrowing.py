"""What tables lose when no API needs it any more, as updates of the main stack; and what must not be lost yet."""

from __future__ import annotations

from collections.abc import Iterator

from generator.deploy.bodies.parts import Resource, Resources, same, table_name
from generator.deploy.bodies.settings import in_mode_of
from generator.deploy.bodies.tables import (
    indexes_of,
    is_protected,
    is_replacement,
    replicas_of,
    with_indexes,
    with_protection,
    with_replicas,
    without_replicas,
)
from generator.deploy.bodies.widening import TablesUpdate, names_of


def goal_of(
    before: Resources, wanted: Resources, *, skipped: frozenset[str] = frozenset(), is_holding: bool = False
) -> dict[str, Resource]:
    """The tables that a roll-out is to end with: those of `wanted`, but in `skipped` regions as they are in `before`.

    `is_holding`: some region keeps its old API, so no table leaves and no index goes.
    """
    goal = {name: _goal(before.get(name), table, skipped, is_holding) for name, table in wanted.items()}
    return {**{name: table for name, table in before.items() if is_holding and name not in goal}, **goal}


def _goal(before: Resource | None, wanted: Resource, skipped: frozenset[str], is_holding: bool) -> Resource:
    if before is None or is_replacement(before, wanted):
        return without_replicas(wanted, skipped) if skipped & replicas_of(wanted).keys() else wanted
    # A table is of one mode in every region, the skipped ones too.
    before = in_mode_of(before, wanted)
    goal = wanted
    if skipped:
        there = {region: one for region, one in replicas_of(before).items() if region in skipped}
        goal = with_replicas(goal, (*replicas_of(without_replicas(wanted, skipped)).values(), *there.values()))
    more = [index for name, index in indexes_of(before).items() if name not in indexes_of(wanted)]
    return with_indexes(goal, [*indexes_of(wanted).values(), *more], wanted, before) if is_holding and more else goal


def narrowing(tables: Resources, goal: Resources) -> list[TablesUpdate]:
    """The updates from tables that have all that `goal` has, and more, to `goal`.

    Indexes go one per table and update [aws-facts 1.5]; then tables leave the stack, which retains them; then replicas,
    a region at a time: their protection first, by itself, then they, alone [1.3, 1.20].
    """
    updates = list(_indexes(tables, goal))
    updates += _leaving(_after(tables, updates), goal)
    updates += _replicas(_after(tables, updates), goal)
    end = _after(tables, updates)
    if end.keys() != goal.keys() or any(not same(end[name], goal[name]) for name in goal):
        changed = [name for name in goal if not same(end.get(name), goal[name])]
        updates.append(TablesUpdate(kind="settle", tables=goal, names=names_of(goal, changed)))
    return updates


def _after(tables: Resources, updates: list[TablesUpdate]) -> Resources:
    return updates[-1].tables if updates else tables


def _indexes(tables: Resources, goal: Resources) -> Iterator[TablesUpdate]:
    waiting = {
        name: [index for index in indexes_of(tables[name]) if index not in indexes_of(goal[name])]
        for name in goal.keys() & tables.keys()
    }
    while any(waiting.values()):
        dropped = {name: indexes.pop(0) for name, indexes in sorted(waiting.items()) if indexes}
        tables = {**tables, **{name: _without_index(tables[name], index) for name, index in dropped.items()}}
        yield TablesUpdate(
            kind="drop-index",
            tables=tables,
            names=names_of(tables, dropped),
            dropped={table_name(name, tables[name]): (index,) for name, index in dropped.items()},
        )


def _without_index(table: Resource, index: str) -> Resource:
    return with_indexes(table, [one for name, one in indexes_of(table).items() if name != index])


def _leaving(tables: Resources, goal: Resources) -> Iterator[TablesUpdate]:
    leaving = [name for name in tables if name not in goal]
    if leaving:
        kept = {name: table for name, table in tables.items() if name in goal}
        yield TablesUpdate(kind="leave", tables=kept, names=names_of(tables, leaving))


def _replicas(tables: Resources, goal: Resources) -> Iterator[TablesUpdate]:
    regions = dict.fromkeys(
        region for name in goal for region in replicas_of(tables[name]) if region not in replicas_of(goal[name])
    )
    for region in regions:
        losing = [
            name for name in goal if region in replicas_of(tables[name]) and region not in replicas_of(goal[name])
        ]
        protected = [name for name in losing if is_protected(tables[name], region)]
        if protected:
            tables = {**tables, **{name: with_protection(tables[name], region, on=False) for name in protected}}
            yield TablesUpdate(kind="unprotect", tables=tables, region=region, names=names_of(tables, protected))
        tables = {**tables, **{name: without_replicas(tables[name], {region}) for name in losing}}
        yield TablesUpdate(kind="drop-replica", tables=tables, region=region, names=names_of(tables, losing))
