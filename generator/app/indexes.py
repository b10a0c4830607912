"""Keys and secondary indexes of a table: what DynamoDB refuses, and no linter sees [aws-facts 1.30]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.app.declarations import GlobalSecondaryIndex, Key, LocalSecondaryIndex, Projection, Table
from generator.app.report import Place, Report
from generator.cloudformation.limits import PROJECTED_ATTRIBUTES

# DynamoDB API reference, Projection: at most 20 names in NonKeyAttributes of one index.
MOST_PROJECTED_BY_ONE = 20
_Index = GlobalSecondaryIndex | LocalSecondaryIndex


def key_attributes(table: Table, place: Place, report: Report) -> Mapping[str, str]:
    """Type of every key attribute of the table and its indexes, sorted by name. Reports two types of one (A161)."""
    types: dict[str, str] = {}
    users: dict[str, str] = {}
    for where, key in _keys(table):
        user = ".".join(where)
        if types.setdefault(key.name, key.type) != key.type:
            message = f"{key.name} is of type {key.type} here and {types[key.name]} in {users[key.name]}"
            report.error("A161", (*place, *where, "type"), message, "an attribute has one type")
        users.setdefault(key.name, user)
    return dict(sorted(types.items()))


def check_indexes(table: Table, place: Place, report: Report) -> None:
    """Reports keys that say nothing new (A161) and wrong projections (A162)."""
    _check_pair(table.partition_key, table.sort_key, (*place, "sort_key"), report)
    for where, index in _indexes(table):
        if isinstance(index, GlobalSecondaryIndex):
            _check_pair(index.partition_key, index.sort_key, (*place, *where, "sort_key"), report)
        else:
            _check_local(table, index, (*place, *where), report)
        _check_projection(index.projection, _own_keys(table, index), (*place, *where, "projection"), report)
    for name in sorted(set(table.global_secondary_indexes) & set(table.local_secondary_indexes)):
        message = f"{name} is also the name of a global secondary index"
        report.error("A161", (*place, "local_secondary_indexes", name), message, "give each index a name of its own")
    total = sum(len(index.projection.attributes) for _, index in _indexes(table))
    if total > PROJECTED_ATTRIBUTES:
        message = f"the indexes list {total} attributes, more than DynamoDB's {PROJECTED_ATTRIBUTES} for a table"
        report.error("A162", place, message, "project ALL in one of them")


def _keys(table: Table) -> Iterator[tuple[tuple[str, ...], Key]]:
    yield ("partition_key",), table.partition_key
    if table.sort_key is not None:
        yield ("sort_key",), table.sort_key
    for where, index in _indexes(table):
        if isinstance(index, GlobalSecondaryIndex):
            yield (*where, "partition_key"), index.partition_key
        if index.sort_key is not None:
            yield (*where, "sort_key"), index.sort_key


def _indexes(table: Table) -> Iterator[tuple[tuple[str, str], _Index]]:
    for name, index in sorted(table.global_secondary_indexes.items()):
        yield ("global_secondary_indexes", name), index
    for name, local in sorted(table.local_secondary_indexes.items()):
        yield ("local_secondary_indexes", name), local


def _own_keys(table: Table, index: _Index) -> set[str]:
    keys = {table.partition_key.name} | ({table.sort_key.name} if table.sort_key else set())
    if isinstance(index, GlobalSecondaryIndex):
        keys.add(index.partition_key.name)
    return keys | ({index.sort_key.name} if index.sort_key else set())


def _check_pair(partition: Key, sort: Key | None, place: Place, report: Report) -> None:
    if sort is not None and sort.name == partition.name:
        report.error("A161", place, f"{sort.name} is already the partition key", "use another attribute")


def _check_local(table: Table, index: LocalSecondaryIndex, place: Place, report: Report) -> None:
    if table.sort_key is None:
        message = "the table has no sort key, so it can have no local secondary index"
        report.error("A161", place, message, "use a global secondary index")
    elif index.sort_key.name in (table.partition_key.name, table.sort_key.name):
        message = f"{index.sort_key.name} is already a key attribute of the table"
        report.error("A161", (*place, "sort_key"), message, "sort by another attribute")


def _check_projection(projection: Projection, keys: set[str], place: Place, report: Report) -> None:
    names = projection.attributes
    listed = (*place, "attributes")
    if projection.type == "INCLUDE" and not names:
        report.error("A162", place, "INCLUDE without attributes", "list `attributes`, or use KEYS_ONLY")
    if projection.type != "INCLUDE" and names:
        report.error("A162", listed, f"{projection.type} takes no list of attributes", "use type INCLUDE")
    if len(names) > MOST_PROJECTED_BY_ONE:
        message = f"{len(names)} attributes are more than DynamoDB's {MOST_PROJECTED_BY_ONE} for one index"
        report.error("A162", listed, message, "project ALL")
    for name in sorted({name for name in names if names.count(name) > 1}):
        report.error("A162", listed, f"{name} is listed twice", "list each attribute once")
    for name in sorted(keys & set(names)):
        report.error("A162", listed, f"{name} is a key attribute, which the index holds anyway", "remove it")
