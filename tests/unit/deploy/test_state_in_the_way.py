from __future__ import annotations

from collections import Counter

from generator.deploy.state import read
from generator.errors import NetworkError
from tests.support.rolled_out import rolled_out, world
from tests.unit.deploy.read_apps import MAIN, SECOND, THIRD, foreign, in_regions, shop


def test_a_table_of_that_name_where_a_replica_is_to_be_made_is_foreign() -> None:
    before, after = in_regions(SECOND), shop()
    cloud = rolled_out(before)
    cloud.tables.put(None, foreign("shop-items", THIRD))
    cloud.tables.put(None, foreign("shop-other", THIRD))

    deployed = read(cloud, after)

    assert deployed.foreign_tables == {THIRD: ("shop-items",)}


def test_a_table_that_no_stack_has_is_read_with_its_replicas() -> None:
    cloud = world(shop())
    cloud.tables.put(None, foreign("shop-items", MAIN, SECOND))

    deployed = read(cloud, shop())

    assert dict(deployed.tables["shop-items"].replicas) == {MAIN: "ACTIVE", SECOND: "ACTIVE"}
    assert deployed.foreign_tables == {}


def test_a_custom_domain_of_somebody_else_is_foreign_and_our_own_is_not() -> None:
    before, after = in_regions(SECOND), shop()
    cloud = rolled_out(before)
    cloud.foreign_domains[THIRD] = frozenset({f"{THIRD}.api.example.com", "other.example.com"})

    deployed = read(cloud, after)

    assert deployed.foreign_domains == {THIRD: (f"{THIRD}.api.example.com",)}


def test_the_log_role_is_asked_for_where_a_bootstrap_stack_is_to_be_made() -> None:
    cloud = rolled_out(in_regions(SECOND))
    cloud.log_roles[THIRD] = "arn:aws:iam::123456789012:role/theirs"

    deployed = read(cloud, shop())

    assert deployed.log_roles == {THIRD: "arn:aws:iam::123456789012:role/theirs"}


def test_a_log_role_that_could_not_be_asked_for_is_not_said_to_be_missing() -> None:
    cloud = rolled_out(in_regions(SECOND))
    cloud.fail_next("log_role", THIRD, NetworkError("no answer"))

    deployed = read(cloud, shop())

    assert (deployed.log_roles, deployed.unread) == ({}, {THIRD: "no answer"})


def test_the_main_stack_is_found_where_it_stands() -> None:
    """An app whose main region was changed must not look like one that was never deployed."""
    moved = in_regions(MAIN, THIRD, main=SECOND)

    deployed = read(rolled_out(shop()), moved)

    assert deployed.main is not None
    assert deployed.main.region == MAIN
    assert deployed.secondary is not None
    assert deployed.foreign_tables == {}


def test_the_main_stack_is_found_in_a_region_that_is_not_wanted_any_more() -> None:
    moved = in_regions(THIRD, main=SECOND)

    deployed = read(rolled_out(shop()), moved)

    assert deployed.main is not None
    assert deployed.main.region == MAIN


def test_a_table_without_a_stack_costs_one_call_per_replica_and_no_other_does() -> None:
    cloud = rolled_out(shop())
    cloud.delete_stack("shop-main", MAIN, None)

    deployed = read(cloud, shop())

    asked = Counter((call.subject, call.region) for call in cloud.reads if call.method == "table_settings")
    regions = (MAIN, SECOND, THIRD)
    assert asked == Counter((name, region) for name in ("shop-control", "shop-items") for region in regions)
    settings = deployed.tables["shop-items"].settings
    assert {region: one.recovery_days for region, one in settings.items()} == dict.fromkeys(regions, 35)
