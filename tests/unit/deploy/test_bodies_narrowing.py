"""What tables lose at the end, and what a region that is left alone keeps from going."""

from __future__ import annotations

from copy import deepcopy

from generator.deploy.bodies.narrowing import goal_of, narrowing
from generator.deploy.bodies.tables import indexes_of, replicas_of
from tests.unit.deploy.templates import index, replica, table

MAIN, US, NORTH = "eu-west-1", "us-east-1", "eu-north-1"


def test_nothing_is_updated_when_nothing_is_to_go() -> None:
    assert narrowing({"Items": table(MAIN, US)}, {"Items": table(US, MAIN)}) == []


def test_indexes_go_one_per_table_and_update_with_the_attributes_that_only_they_use() -> None:
    both = (index("by_a", "a"), index("by_b", "b"))
    tables = {"Items": table(MAIN, indexes=both), "Orders": table(MAIN, indexes=both[:1], name="shop-orders")}
    goal = {"Items": table(MAIN), "Orders": table(MAIN, name="shop-orders")}

    first, second = narrowing(tables, goal)

    assert first.dropped == {"shop-items": ("by_a",), "shop-orders": ("by_a",)}
    assert second.dropped == {"shop-items": ("by_b",)}
    assert [one["AttributeName"] for one in first.tables["Items"]["Properties"]["AttributeDefinitions"]] == ["b", "id"]
    assert second.tables == goal


def test_tables_leave_in_an_update_of_their_own() -> None:
    tables = {"Items": table(MAIN, US), "Old": table(MAIN, US, name="shop-old")}

    updates = narrowing(tables, {"Items": table(MAIN)})

    assert [(update.kind, update.names) for update in updates] == [
        ("leave", ("shop-old",)),
        ("unprotect", ("shop-items",)),
        ("drop-replica", ("shop-items",)),
    ]
    assert updates[0].tables == {"Items": tables["Items"]}


def test_protection_goes_before_the_replica_and_each_by_itself() -> None:
    tables = {"Items": table(MAIN, US, NORTH), "Orders": table(MAIN, US, NORTH, name="shop-orders")}
    goal = {"Items": table(MAIN), "Orders": table(MAIN, name="shop-orders")}

    updates = narrowing(tables, goal)

    assert [(update.kind, update.region) for update in updates] == [
        ("unprotect", US),
        ("drop-replica", US),
        ("unprotect", NORTH),
        ("drop-replica", NORTH),
    ]
    assert updates[0].tables["Items"] == table(MAIN, replica(US, protected=False), NORTH)
    assert updates[1].tables["Items"] == table(MAIN, NORTH)
    assert updates[-1].tables == goal


def test_a_replica_that_is_not_protected_goes_at_once() -> None:
    tables = {"Items": table(MAIN, replica(US, protected=False))}

    (update,) = narrowing(tables, {"Items": table(MAIN)})

    assert (update.kind, update.region) == ("drop-replica", US)


def test_what_no_rule_explains_is_settled_in_the_end() -> None:
    goal = {"Items": table(MAIN, TableClass="OTHER")}

    (update,) = narrowing({"Items": table(MAIN)}, goal)

    assert (update.kind, update.tables) == ("settle", goal)


def test_the_goal_is_what_is_wanted() -> None:
    wanted = {"Items": table(MAIN, US)}

    assert goal_of({}, wanted) == wanted


def test_a_skipped_region_keeps_its_replica_as_it_is() -> None:
    before = {"Items": table(MAIN, replica(US, protected=False))}
    wanted = {"Items": table(MAIN, US, NORTH)}

    goal = goal_of(before, wanted, skipped=frozenset({US}))

    assert replicas_of(goal["Items"]) == {
        MAIN: replica(MAIN),
        NORTH: replica(NORTH),
        US: replica(US, protected=False),
    }


def test_a_skipped_region_neither_gains_nor_loses_a_replica() -> None:
    before = {"Items": table(MAIN, US)}
    wanted = {"Items": table(MAIN, NORTH), "Orders": table(MAIN, NORTH, name="shop-orders")}

    goal = goal_of(before, wanted, skipped=frozenset({US, NORTH}))

    assert list(replicas_of(goal["Items"])) == [MAIN, US]
    assert list(replicas_of(goal["Orders"])) == [MAIN]


def test_while_some_api_stays_old_no_table_leaves_and_no_index_goes() -> None:
    before = {"Items": table(MAIN, indexes=(index("by_owner", "owner"),)), "Old": table(MAIN, name="shop-old")}
    wanted = {"Items": table(MAIN, indexes=(index("by_kind", "kind"),))}

    goal = goal_of(before, wanted, is_holding=True)

    assert goal["Old"] == before["Old"]
    assert list(indexes_of(goal["Items"])) == ["by_kind", "by_owner"]
    definitions = goal["Items"]["Properties"]["AttributeDefinitions"]
    assert [one["AttributeName"] for one in definitions] == ["id", "kind", "owner"]


def test_what_is_given_is_not_changed() -> None:
    tables = {"Items": table(MAIN, US, indexes=(index("by_owner", "owner"),))}
    goal = {"Items": table(MAIN)}
    copies = deepcopy((tables, goal))

    narrowing(tables, goal_of(tables, goal, skipped=frozenset({NORTH}), is_holding=False))

    assert (tables, goal) == copies
