"""Tables: names, replicas, and what the control table is like."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from generator.app.declarations import (
    Api,
    App,
    Domain,
    GlobalSecondaryIndex,
    Key,
    Mock,
    PointInTimeRecovery,
    Regions,
    Replica,
    Response,
    Table,
)
from generator.app.model import ResolvedApp, ResolvedReplica
from generator.app.resolve import resolve
from generator.findings import as_text

ID = Key(name="id", type="S")


def resolved(**keys: Any) -> ResolvedApp:
    given: dict[str, Any] = {
        "name": "shop",
        "domain": Domain(name="api.example.com", hosted_zone_id="Z0123456789ABCDEFGHIJ"),
        "regions": Regions(main="eu-west-1", secondary=("us-west-2", "eu-central-1")),
        "api": Api(routes={"GET /hello": Mock(mock=Response(status=200))}),
        **keys,
    }
    resolution = resolve(App(**given))
    assert resolution.app is not None, "\n".join(map(as_text, resolution.findings))
    return resolution.app


def test_a_table_is_named_after_app_and_key_with_the_suffix_of_the_environment() -> None:
    tables = {"order_lines": Table(partition_key=ID), "b": Table(partition_key=ID, table_name="Given")}

    app = resolved(tables=tables, environment="dev")

    assert [table.table_name for table in app.tables.values()] == ["Given-dev", "shop-order_lines-dev"]
    assert app.control_table.table_name == "shop-dev-control"
    assert app.id == "shop-dev"


OVERRIDE = Replica(
    point_in_time_recovery=False,
    deletion_protection=False,
    table_class="STANDARD_INFREQUENT_ACCESS",
    max_read_request_units=5,
    tags={"c": "replica"},
)


def test_every_replica_has_every_setting() -> None:
    table = Table(
        partition_key=ID,
        point_in_time_recovery=PointInTimeRecovery(days=7),
        max_read_request_units=10,
        tags={"a": "table", "b": "table", "c": "table"},
        replicas={"us-west-2": OVERRIDE},
    )
    app = resolved(tables={"items": table}, tags={"a": "app", "d": "app"})

    main, second, third = app.tables["items"].replicas
    assert main == ResolvedReplica(
        region="eu-west-1",
        point_in_time_recovery=True,
        recovery_period_in_days=7,
        deletion_protection=True,
        table_class="STANDARD",
        max_read_request_units=10,
        read_capacity=None,
        contributor_insights=None,
        kms_key=None,
        tags={"a": "table", "b": "table", "c": "table", "d": "app"},
    )
    assert second == replace(
        main,
        region="us-west-2",
        point_in_time_recovery=False,
        recovery_period_in_days=None,
        deletion_protection=False,
        table_class="STANDARD_INFREQUENT_ACCESS",
        max_read_request_units=5,
        tags={"a": "table", "b": "table", "c": "replica", "d": "app"},
    )
    assert third.region == "eu-central-1"


def test_attribute_types_are_those_of_all_keys_sorted() -> None:
    index = GlobalSecondaryIndex(partition_key=Key(name="day", type="N"), sort_key=ID)
    table = Table(
        partition_key=ID, sort_key=Key(name="at", type="B"), ttl="x", global_secondary_indexes={"by_day": index}
    )

    assert list(resolved(tables={"items": table}).tables["items"].attribute_types.items()) == [
        ("at", "B"),
        ("day", "N"),
        ("id", "S"),
    ]


def test_the_control_table_has_a_protected_replica_in_every_region() -> None:
    control = resolved(tags={"team": "a"}).control_table

    assert [replica.region for replica in control.replicas] == ["eu-west-1", "us-west-2", "eu-central-1"]
    assert all(replica.deletion_protection and replica.point_in_time_recovery for replica in control.replicas)
    assert all(replica.tags == {"team": "a"} for replica in control.replicas)
    assert (control.partition_key, control.sort_key) == (Key(name="pk", type="S"), None)


def test_the_control_table_is_unprotected_only_where_every_table_is() -> None:
    open_, kept = Table(partition_key=ID, deletion_protection=False), Table(partition_key=ID)

    thrown_away = resolved(tables={"a": open_}).control_table
    mixed = resolved(tables={"a": open_, "b": kept}).control_table

    assert [replica.deletion_protection for replica in thrown_away.replicas] == [False] * 3
    assert [replica.deletion_protection for replica in mixed.replicas] == [True] * 3
