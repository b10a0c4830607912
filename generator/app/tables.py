"""Tables: physical names, replicas with every setting written out, and the rules of keys, indexes and tags."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.data.capacity import check_capacity, write_capacity
from generator.app.data.consistency import check_consistency
from generator.app.data.encryption import check_encryption, encryption
from generator.app.data.replicas import replica
from generator.app.declarations import App, Key, Replica, Table
from generator.app.indexes import check_indexes, key_attributes
from generator.app.model import ResolvedTable
from generator.app.phrases import listed, shown
from generator.app.report import Place, Report, one_of
from generator.cloudformation.limits import TAGS

LONGEST_TABLE_NAME = 255
# Every resource also carries the tags `app` and `environment`.
OUR_TAGS = 2
CONTROL_TABLE = "control"


def resolve_tables(app: App, id: str, suffix: str, report: Report) -> Mapping[str, ResolvedTable]:
    """The tables by key, sorted. Reports A161-A169, A185, A203, A204, A220 and A221."""
    regions = app.regions.every
    tables = {key: _table(app, key, suffix, regions, report) for key in sorted(app.tables)}
    _check_names(tables, control_table_name(id), report)
    _check_tags(app, report)
    return tables


def control_table_name(id: str) -> str:
    """Name of the table that holds each region's row for the health check."""
    return f"{id}-{CONTROL_TABLE}"


def control_table(app: App, id: str) -> ResolvedTable:
    """The control table: one item per region, keyed by its name.

    It is protected unless every table of the app is not: such an environment is meant to be thrown away. All else is
    the same whatever the app's tables say: it is on demand, for it must answer when they are throttled; eventually
    consistent, for it may be in any regions; and encrypted with DynamoDB's own key, for it holds no data of the app's
    and a key that is lost must not take the health check with it.
    """
    protected = not app.tables or any(table.deletion_protection for table in app.tables.values())
    key = Key(name="pk", type="S")
    settings = Table(partition_key=key, deletion_protection=protected)
    regions = app.regions.every
    return ResolvedTable(
        key=CONTROL_TABLE,
        table_name=control_table_name(id),
        partition_key=key,
        sort_key=None,
        attribute_types={"pk": "S"},
        global_secondary_indexes={},
        local_secondary_indexes={},
        ttl=None,
        stream_view_type=settings.stream_view_type,
        max_read_request_units=None,
        max_write_request_units=None,
        write_capacity=None,
        consistency="eventual",
        witness=None,
        encryption="aws_owned",
        replicas=tuple(replica(region, settings, Replica(), app.tags) for region in regions),
    )


def _table(app: App, key: str, suffix: str, regions: tuple[str, ...], report: Report) -> ResolvedTable:
    table = app.tables[key]
    place = ("tables", key)
    types = key_attributes(table, place, report)
    check_indexes(table, place, report)
    _check_settings(table, types, regions, place, report)
    check_capacity(table, place, report)
    check_consistency(table, regions, place, report)
    check_encryption(table, regions, place, report)
    return ResolvedTable(
        key=key,
        table_name=f"{table.table_name or f'{app.name}-{key}'}{suffix}",
        partition_key=table.partition_key,
        sort_key=table.sort_key,
        attribute_types=types,
        global_secondary_indexes=dict(sorted(table.global_secondary_indexes.items())),
        local_secondary_indexes=dict(sorted(table.local_secondary_indexes.items())),
        ttl=table.ttl,
        stream_view_type=table.stream_view_type,
        max_read_request_units=table.max_read_request_units,
        max_write_request_units=table.max_write_request_units,
        write_capacity=write_capacity(table),
        consistency=table.consistency,
        witness=table.witness,
        encryption=encryption(table),
        replicas=tuple(replica(region, table, table.replicas.get(region, Replica()), app.tags) for region in regions),
    )


def _check_settings(
    table: Table, types: Mapping[str, str], regions: tuple[str, ...], place: Place, report: Report
) -> None:
    if table.ttl is not None and types.get(table.ttl, "N") != "N":
        message = f"the ttl attribute {table.ttl} is a key attribute of type {types[table.ttl]}, expiry needs a number"
        report.error("A165", (*place, "ttl"), message, "use an attribute of its own")
    if table.stream_view_type != "NEW_AND_OLD_IMAGES" and len(regions) > 1:
        message = f"the stream holds {table.stream_view_type} while there are {len(regions)} replicas"
        advice = "use NEW_AND_OLD_IMAGES: others are not known to work with replication, and cannot be changed later"
        report.warning("A204", (*place, "stream_view_type"), message, advice)
    if table.local_secondary_indexes:
        report.info(
            "A203",
            (*place, "local_secondary_indexes"),
            "local secondary indexes cannot be added, changed or removed once the table exists",
        )
    for region in table.replicas:
        if region not in regions:
            advice = one_of(region, regions)
            report.error("A164", (*place, "replicas", region), f"the app does not run in {region}", advice)


def _check_names(tables: Mapping[str, ResolvedTable], control: str, report: Report) -> None:
    users: dict[str, str] = {control: "the control table"}
    for key, table in tables.items():
        place = ("tables", key, "table_name")
        if len(table.table_name) > LONGEST_TABLE_NAME:
            message = f"{shown(table.table_name)} has {len(table.table_name)} characters, suffix included"
            report.error("A163", place, message, f"stay within {LONGEST_TABLE_NAME}")
        if table.table_name in users:
            message = f'"{table.table_name}" is already the name of {users[table.table_name]}'
            report.error("A163", place, message, "give each table a name of its own")
        users.setdefault(table.table_name, f"the table {key}")


def _check_tags(app: App, report: Report) -> None:
    _check_tag_keys(app.tags, ("tags",), report)
    most = TAGS - OUR_TAGS
    for key, table in sorted(app.tables.items()):
        replicas = [(("tables", key, "replicas", region), one.tags) for region, one in table.replicas.items()]
        for place, tags in ((("tables", key), table.tags), *replicas):
            count = len({**app.tags, **table.tags, **tags})
            if count > most:
                message = f"{count} tags with those of the app are more than {most}"
                advice = f"AWS takes {TAGS}, and `app` and `environment` are added"
                report.error("A166", (*place, "tags"), message, advice)
                break


def _check_tag_keys(tags: Mapping[str, str], place: Place, report: Report) -> None:
    spellings: dict[str, list[str]] = {}
    for key in sorted(tags):
        spellings.setdefault(key.lower(), []).append(key)
    for same in spellings.values():
        if len(same) > 1:
            message = f"{listed(same, 'and')} differ only in case, and roles do not tell them apart"
            report.error("A166", (*place, same[-1]), message, "keep one")
