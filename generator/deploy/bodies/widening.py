"""What tables get before any API needs it, as updates of the main stack: replicas, then indexes, then all else.

A replica comes without protection from deletion, so that an update that fails can be rolled back, and is protected by
the last of the updates. A new table has all that it is to have from the start: it is retained when its creation is
rolled back [aws-facts 11.7], so nothing has to be deleted then, and it can be taken over.

Nothing narrows here: what is to go (tables, replicas, indexes) stays as it is deployed, see `narrowing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from generator.assembly.model import Json
from generator.deploy.bodies.parts import Resource, Resources, properties_of, same, table_name
from generator.deploy.bodies.settings import in_mode_of, is_of_other_mode, with_index_settings
from generator.deploy.bodies.tables import (
    indexes_of,
    is_changed_index,
    is_protected,
    is_replacement,
    replicas_of,
    with_indexes,
    with_properties,
    with_protection,
    with_replica,
    with_replicas,
)

UpdateKind = Literal[
    "stream",
    "mode",
    "replica",
    "index",
    "protect",
    "data",
    "drop-index",
    "leave",
    "unprotect",
    "drop-replica",
    "settle",
]


class TablesUpdate(Struct, frozen=True, kw_only=True):
    """One update of the main stack that concerns tables. `tables` are all of them, as they are after it.

    `region`: of the replica that it is about. `names`: DynamoDB's names of the tables that change, `new`: of those that
    are made. `made`, `dropped`: table ─▶ indexes.
    """

    kind: UpdateKind
    tables: Resources
    region: str = ""
    names: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    made: Mapping[str, tuple[str, ...]] = {}
    dropped: Mapping[str, tuple[str, ...]] = {}


def widening(before: Resources, goal: Resources) -> list[TablesUpdate]:
    """The updates that give the tables everything that `goal` has; none when they have it.

    A table that has to be made anew (another name or key) is left as it is up to the last update, and is then as in
    `goal`; what CloudFormation makes of that is for a guard to say.
    """
    kept = [name for name in goal if name in before and not is_replacement(before[name], goal[name])]
    updates = list(_streams(before, goal, kept))
    updates += _modes(_after(before, updates), goal, kept)
    updates += _replicas(_after(before, updates), goal, kept)
    updates += _indexes(_after(before, updates), goal, kept)
    tables = _after(before, updates)
    wide = {**tables, **goal, **{name: _widest(tables[name], goal[name]) for name in kept}}
    new = [name for name in wide if name not in tables]
    changed = [name for name in tables if not same(tables[name], wide[name])]
    if new or changed:
        told = names_of(wide, changed), names_of(wide, new)
        is_protection = not new and all(same(_protected(tables[name], wide[name]), wide[name]) for name in changed)
        kind: UpdateKind = "protect" if is_protection else "data"
        updates.append(TablesUpdate(kind=kind, tables=wide, names=told[0], new=told[1]))
    return updates


def _protected(table: Resource, like: Resource) -> Resource:
    """The table, protected from deletion wherever the other one is."""
    for region in replicas_of(table):
        if is_protected(like, region):
            table = with_protection(table, region, on=True)
    return table


def names_of(tables: Resources, logical_ids: Iterable[str]) -> tuple[str, ...]:
    """DynamoDB's names of these tables, sorted."""
    return tuple(sorted(table_name(name, tables[name]) for name in logical_ids))


def _after(before: Resources, updates: list[TablesUpdate]) -> Resources:
    return updates[-1].tables if updates else before


def _streams(before: Resources, goal: Resources, kept: list[str]) -> Iterator[TablesUpdate]:
    """A stream can change only as long as there is one replica [aws-facts 1.6], so before the second one comes."""
    changed = [
        name
        for name in kept
        if len(replicas_of(before[name])) == 1 < len(replicas_of(goal[name]))
        and not same(_stream(before[name]), _stream(goal[name]))
    ]
    if changed:
        tables = {name: with_properties(before[name], StreamSpecification=_stream(goal[name])) for name in changed}
        yield TablesUpdate(kind="stream", tables={**before, **tables}, names=names_of(before, changed))


def _stream(table: Resource) -> Json:
    return properties_of(table).get("StreamSpecification")


def _modes(tables: Resources, goal: Resources, kept: list[str]) -> Iterator[TablesUpdate]:
    """Capacity and encryption of tables whose new replicas or indexes, which come alone, would not fit them."""
    changed = [
        name
        for name in kept
        if is_of_other_mode(tables[name], goal[name])
        and (replicas_of(goal[name]).keys() - replicas_of(tables[name]) or any(_gained(name, tables, goal)))
    ]
    if changed:
        tables = {**tables, **{name: in_mode_of(tables[name], goal[name]) for name in changed}}
        yield TablesUpdate(kind="mode", tables=tables, names=names_of(tables, changed))


def _replicas(tables: Resources, goal: Resources, kept: list[str]) -> Iterator[TablesUpdate]:
    """One region per update, in every table that lacks it, and nothing else [aws-facts 1.3]."""
    regions = dict.fromkeys(region for name in kept for region in replicas_of(goal[name]))
    for region in regions:
        gaining = [
            name for name in kept if region in replicas_of(goal[name]) and region not in replicas_of(tables[name])
        ]
        if gaining:
            grown = {name: with_replica(tables[name], replicas_of(goal[name])[region]) for name in gaining}
            tables = {**tables, **grown}
            yield TablesUpdate(kind="replica", tables=tables, region=region, names=names_of(tables, gaining))


class _IndexStep(NamedTuple):
    """One index of one table is made or dropped."""

    table: str
    name: str
    is_made: bool


def _indexes(tables: Resources, goal: Resources, kept: list[str]) -> Iterator[TablesUpdate]:
    """One index per table and update [aws-facts 1.5]; one that has to be made anew goes first."""
    waiting = {name: list(_index_steps(name, tables[name], goal[name])) for name in kept}
    while any(waiting.values()):
        steps = [steps.pop(0) for steps in waiting.values() if steps]
        tables = {**tables, **{step.table: _stepped(step, tables[step.table], goal[step.table]) for step in steps}}
        yield TablesUpdate(
            kind="index",
            tables=tables,
            names=names_of(tables, (step.table for step in steps)),
            made=_told(tables, (step for step in steps if step.is_made)),
            dropped=_told(tables, (step for step in steps if not step.is_made)),
        )


def _index_steps(name: str, table: Resource, goal: Resource) -> Iterator[_IndexStep]:
    there = indexes_of(table)
    changed = [index for index in indexes_of(goal) if is_changed_index(index, table, goal)]
    # All of them go before the first comes back: two of them may use an attribute whose type changes.
    yield from (_IndexStep(name, index, False) for index in changed)
    yield from (_IndexStep(name, index, True) for index in indexes_of(goal) if index not in there or index in changed)


def _stepped(step: _IndexStep, table: Resource, goal: Resource) -> Resource:
    others = [index for name, index in indexes_of(table).items() if name != step.name]
    if not step.is_made:
        return with_indexes(table, others)
    made = with_indexes(table, [*others, indexes_of(goal)[step.name]], goal, table)
    return with_index_settings(made, goal, step.name)


def _gained(name: str, tables: Resources, goal: Resources) -> Iterator[_IndexStep]:
    return (step for step in _index_steps(name, tables[name], goal[name]) if step.is_made)


def _told(tables: Resources, steps: Iterable[_IndexStep]) -> dict[str, tuple[str, ...]]:
    return {table_name(step.table, tables[step.table]): (step.name,) for step in steps}


def _widest(table: Resource, goal: Resource) -> Resource:
    """The table as in `goal`, with the replicas and indexes that it has beyond that."""
    table = in_mode_of(table, goal)
    replicas = replicas_of(goal)
    more = {region: one for region, one in replicas_of(table).items() if region not in replicas}
    indexes = indexes_of(goal)
    others = [index for name, index in indexes_of(table).items() if name not in indexes]
    widest = with_replicas(goal, (*replicas.values(), *more.values())) if more else goal
    return with_indexes(widest, [*indexes.values(), *others], goal, table) if others else widest
