"""Replicas and global secondary indexes: what DynamoDB takes only one at a time [aws-facts 1.3, 1.5, 1.29]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.assembly.model import Json
from generator.diff.meaning.tables import table_name
from generator.diff.meaning.view import GLOBAL_TABLE, View, by, counted, listed, mapping
from generator.diff.model import Meaning, ResourceChange
from generator.diff.normal import encoded
from generator.diff.resource import Resource

# What of an index can be changed in place.
_TUNABLE = frozenset({"WarmThroughput", "WriteOnDemandThroughputSettings", "WriteProvisionedThroughputSettings"})


class _Table(Struct, frozen=True, kw_only=True):
    """What happens to the replicas and indexes of a table that stays."""

    logical_id: str
    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    protected: frozenset[str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def replica_updates(self) -> int:
        return len(self.gained) + len(self.lost) + len(self.protected)

    @property
    def index_updates(self) -> int:
        return len(self.added) + len(self.removed) + 2 * len(self.changed)


def replica_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """Replicas that come and go, and indexes that do."""
    ours, theirs = before.of(GLOBAL_TABLE), after.of(GLOBAL_TABLE)
    tables = [_table(name, ours[name], theirs[name]) for name in sorted(ours.keys() & theirs.keys())]
    yield from _gained(tables)
    yield from _lost(tables)
    for table in tables:
        yield from _indexes(table)
        yield from _at_once(table)


def _table(logical_id: str, before: Resource, after: Resource) -> _Table:
    ours, theirs = mapping(before.properties), mapping(after.properties)
    replicas, new_replicas = by("Region", ours.get("Replicas")), by("Region", theirs.get("Replicas"))
    indexes = by("IndexName", ours.get("GlobalSecondaryIndexes"))
    new_indexes = by("IndexName", theirs.get("GlobalSecondaryIndexes"))
    lost = tuple(region for region in replicas if region not in new_replicas)
    return _Table(
        logical_id=logical_id,
        name=table_name(logical_id, after),
        gained=tuple(region for region in new_replicas if region not in replicas),
        lost=lost,
        protected=frozenset(region for region in lost if replicas[region].get("DeletionProtectionEnabled") is True),
        added=tuple(name for name in new_indexes if name not in indexes),
        removed=tuple(name for name in indexes if name not in new_indexes),
        changed=tuple(
            name for name in new_indexes if name in indexes and _fixed(indexes[name]) != _fixed(new_indexes[name])
        ),
    )


def _fixed(index: Mapping[str, Json]) -> bytes:
    """All of an index that only a new one can change."""
    return encoded({key: value for key, value in index.items() if key not in _TUNABLE})


def _gained(tables: Sequence[_Table]) -> Iterator[Meaning]:
    regions = sorted({region for table in tables for region in table.gained})
    if not regions:
        return
    concerned = [table for table in tables if table.gained]
    yield Meaning(
        kind="replicas-added",
        subject=", ".join(regions),
        risk="notable",
        text=f"{_tables(concerned)} a replica in {listed(regions)}: {_of_main(len(regions))}",
        advice="wait until each replica is active before the region serves clients",
        updates=len(regions),
        resources=tuple(table.logical_id for table in concerned),
    )


def _of_main(updates: int) -> str:
    return f"{counted(updates, 'update')} of the main stack{', one per region' if updates > 1 else ''}"


def _tables(tables: Sequence[_Table]) -> str:
    names = listed(table.name for table in tables)
    return f"table {names} gets" if len(tables) == 1 else f"tables {names} get"


def _lost(tables: Sequence[_Table]) -> Iterator[Meaning]:
    for region in sorted({region for table in tables for region in table.lost}):
        concerned = [table for table in tables if region in table.lost]
        updates = 2 if any(region in table.protected for table in concerned) else 1
        order = "deletion protection off first, then the replica" if updates == 2 else "of its own"
        yield Meaning(
            kind="replicas-removed",
            subject=region,
            risk="risky",
            text=f"the copy of {listed(table.name for table in concerned)} in {region} is deleted: "
            f"{counted(updates, 'update')} of the main stack, {order}",
            advice=f"let {region} serve nobody and its writes reach the other regions first",
            guard="remove-region",
            updates=updates,
            resources=tuple(table.logical_id for table in concerned),
        )


def _indexes(table: _Table) -> Iterator[Meaning]:
    for name in table.added:
        yield Meaning(
            kind="index-added",
            subject=f"{table.name}/{name}",
            risk="notable",
            text=f"table {table.name} gets the index {name}, which answers only after it has been filled",
            advice="let routes use it in a later change: CloudFormation does not wait until it is filled",
            resources=(table.logical_id,),
        )
    for name in table.removed:
        yield Meaning(
            kind="index-removed",
            subject=f"{table.name}/{name}",
            risk="notable",
            text=f"table {table.name} loses the index {name}",
            advice="take it out of the routes of every region in an earlier change",
            resources=(table.logical_id,),
        )
    for name in table.changed:
        yield Meaning(
            kind="index-changed",
            subject=f"{table.name}/{name}",
            risk="risky",
            text=f"index {name} of table {table.name} gets another key or projection, which no update can give it",
            advice="add an index under a new name, move the routes, then remove the old one",
            guard="replace",
            updates=2,
            resources=(table.logical_id,),
        )


def _at_once(table: _Table) -> Iterator[Meaning]:
    updates = table.index_updates + table.replica_updates
    if table.index_updates and (table.gained or table.lost):
        yield Meaning(
            kind="index-beside-replica",
            subject=table.name,
            risk="notable",
            text=f"replicas and indexes of table {table.name} change together, which DynamoDB refuses in one update: "
            f"it takes {updates}",
            advice="make the change of regions and the change of indexes two changes",
            updates=updates,
            resources=(table.logical_id,),
        )
    elif table.index_updates > 1:
        yield Meaning(
            kind="several-index-changes",
            subject=table.name,
            risk="notable",
            text=f"{counted(table.index_updates, 'index change')} of table {table.name}, and an update takes one",
            advice="make one change per index",
            updates=table.index_updates,
            resources=(table.logical_id,),
        )
