"""What tables get before an API needs it: which updates, in which order, and what stays as it is in each."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from generator.deploy.bodies.tables import indexes_of, replicas_of
from generator.deploy.bodies.widening import TablesUpdate, widening
from tests.unit.deploy.templates import index, replica, table

MAIN, US, NORTH = "eu-west-1", "us-east-1", "eu-north-1"


def attributes(one: Any) -> list[tuple[str, str]]:
    """The defined attributes with their types."""
    return [(each["AttributeName"], each["AttributeType"]) for each in one["Properties"]["AttributeDefinitions"]]


def kinds(updates: list[TablesUpdate]) -> list[tuple[str, str]]:
    """Kind and region of each update."""
    return [(update.kind, update.region) for update in updates]


def test_nothing_is_updated_when_everything_is_there() -> None:
    before = {"Items": table(MAIN, US)}

    assert widening(before, deepcopy(before)) == []


def test_replicas_in_another_order_are_the_same_table() -> None:
    assert widening({"Items": table(MAIN, US)}, {"Items": table(US, MAIN)}) == []


def test_each_new_region_is_an_update_of_its_own_for_all_tables_that_lack_it() -> None:
    before = {"Items": table(MAIN), "Orders": table(MAIN, US, name="shop-orders")}
    goal = {"Items": table(MAIN, US, NORTH), "Orders": table(MAIN, US, NORTH, name="shop-orders")}

    updates = widening(before, goal)

    assert kinds(updates) == [("replica", US), ("replica", NORTH), ("protect", "")]
    assert [update.names for update in updates[:2]] == [("shop-items",), ("shop-items", "shop-orders")]
    assert updates[0].tables == {"Items": table(MAIN, replica(US, protected=False)), "Orders": before["Orders"]}
    assert updates[-1].tables == goal


def test_a_new_replica_is_protected_by_a_later_update_for_only_an_unprotected_one_can_be_rolled_back() -> None:
    before = {"Items": table(MAIN), "Orders": table(MAIN, US, name="shop-orders")}
    goal = {"Items": table(MAIN, US), "Orders": table(MAIN, US, name="shop-orders")}

    added, protected = widening(before, goal)

    assert replicas_of(added.tables["Items"])[US] == replica(US, protected=False)
    assert (protected.kind, protected.names) == ("protect", ("shop-items",))
    assert protected.tables == goal
    assert kinds(widening(added.tables, goal)) == [("protect", "")]


def test_a_replica_that_is_not_to_be_protected_needs_no_second_update() -> None:
    goal = {"Items": table(MAIN, replica(US, protected=False))}

    assert kinds(widening({"Items": table(MAIN)}, goal)) == [("replica", US)]


def test_protection_comes_with_the_update_for_everything_else_if_there_is_one() -> None:
    goal = {"Items": table(MAIN, US, TableClass="OTHER")}

    assert kinds(widening({"Items": table(MAIN)}, goal)) == [("replica", US), ("data", "")]


def test_switching_protection_off_is_no_update_that_switches_it_on() -> None:
    before = {"Items": table(MAIN, replica(US, protected=False))}

    assert kinds(widening(before, {"Items": table(replica(MAIN, protected=False), US)})) == [("data", "")]


def test_a_replica_comes_without_any_other_change_of_its_table() -> None:
    before = {"Items": table(MAIN, TimeToLiveSpecification={"AttributeName": "old", "Enabled": True})}
    goal = {"Items": table(MAIN, US, TimeToLiveSpecification={"AttributeName": "new", "Enabled": True})}

    first, second = widening(before, goal)

    assert (first.kind, second.kind) == ("replica", "data")
    assert first.tables["Items"]["Properties"]["TimeToLiveSpecification"]["AttributeName"] == "old"
    assert second.tables == goal


def test_a_new_replica_says_nothing_about_indexes_that_are_not_there_yet() -> None:
    before = {"Items": table(MAIN, indexes=(index("by_owner", "owner"),))}
    new = replica(US, indexes=("by_owner", "by_kind"))
    goal = {"Items": table(MAIN, new, indexes=(index("by_owner", "owner"), index("by_kind", "kind")))}

    updates = widening(before, goal)

    assert kinds(updates) == [("replica", US), ("index", ""), ("protect", "")]
    assert replicas_of(updates[0].tables["Items"])[US]["GlobalSecondaryIndexes"] == [{"IndexName": "by_owner"}]
    assert updates[-1].tables == goal


def test_a_replica_without_settings_of_indexes_has_no_empty_list_of_them() -> None:
    goal = {"Items": table(MAIN, replica(US, indexes=("by_kind",)), indexes=(index("by_kind", "kind"),))}

    updates = widening({"Items": table(MAIN)}, goal)

    assert replicas_of(updates[0].tables["Items"])[US] == replica(US, protected=False)


def test_one_index_of_a_table_is_made_per_update_and_of_several_tables_together() -> None:
    before = {"Items": table(MAIN), "Orders": table(MAIN, name="shop-orders")}
    goal = {
        "Items": table(MAIN, indexes=(index("by_a", "a"), index("by_b", "b"))),
        "Orders": table(MAIN, indexes=(index("by_c", "c"),), name="shop-orders"),
    }

    first, second = widening(before, goal)

    assert first.made == {"shop-items": ("by_a",), "shop-orders": ("by_c",)}
    assert second.made == {"shop-items": ("by_b",)}
    assert attributes(first.tables["Items"]) == [("a", "S"), ("id", "S")]
    assert second.tables == goal


def test_an_index_with_another_key_goes_before_it_comes_again() -> None:
    before = {"Items": table(MAIN, indexes=(index("by_owner", "owner"),))}
    goal = {"Items": table(MAIN, indexes=(index("by_owner", "kind"),))}

    first, second = widening(before, goal)

    assert (first.dropped, first.made) == ({"shop-items": ("by_owner",)}, {})
    assert (second.dropped, second.made) == ({}, {"shop-items": ("by_owner",)})
    assert attributes(first.tables["Items"]) == [("id", "S")]
    assert second.tables == goal


def test_an_index_with_another_projection_goes_before_it_comes_again() -> None:
    before = {"Items": table(MAIN, indexes=(index("by_owner", "owner"),))}
    goal = {"Items": table(MAIN, indexes=(index("by_owner", "owner", "KEYS_ONLY"),))}

    assert [bool(update.dropped) for update in widening(before, goal)] == [True, False]


def test_an_attribute_that_two_indexes_share_changes_its_type_only_when_neither_is_there() -> None:
    both = (index("by_a", "at"), index("by_b", "at"))
    before = {"Items": table(MAIN, indexes=both)}
    goal = {"Items": table(MAIN, indexes=both, types={"at": "N"})}

    updates = widening(before, goal)

    assert [update.dropped or update.made for update in updates] == [
        {"shop-items": ("by_a",)},
        {"shop-items": ("by_b",)},
        {"shop-items": ("by_a",)},
        {"shop-items": ("by_b",)},
    ]
    assert [attributes(update.tables["Items"]) for update in updates] == [
        [("at", "S"), ("id", "S")],
        [("id", "S")],
        [("at", "N"), ("id", "S")],
        [("at", "N"), ("id", "S")],
    ]


def test_limits_of_an_index_change_in_place() -> None:
    limited = {**index("by_owner", "owner"), "WriteOnDemandThroughputSettings": {"MaxWriteRequestUnits": 5}}
    goal = {"Items": table(MAIN, indexes=(limited,))}

    updates = widening({"Items": table(MAIN, indexes=(index("by_owner", "owner"),))}, goal)

    assert kinds(updates) == [("data", "")]


def test_a_new_table_has_all_of_its_replicas_at_once() -> None:
    goal = {"Items": table(MAIN), "Orders": table(MAIN, US, name="shop-orders")}

    (update,) = widening({"Items": table(MAIN)}, goal)

    assert (update.kind, update.new, update.names) == ("data", ("shop-orders",), ())
    assert update.tables == goal


def test_what_is_to_go_stays_as_it_is() -> None:
    leaving = table(MAIN, US, name="shop-old")
    before = {
        "Items": table(MAIN, US, indexes=(index("by_owner", "owner"),), TableClass="STANDARD"),
        "Old": leaving,
    }
    goal = {"Items": table(replica(MAIN, protected=False), TableClass="OTHER")}

    (update,) = widening(before, goal)

    found = update.tables["Items"]
    assert update.tables["Old"] == leaving
    assert replicas_of(found) == {MAIN: replica(MAIN, protected=False), US: replica(US)}
    assert list(indexes_of(found)) == ["by_owner"]
    assert attributes(found) == [("id", "S"), ("owner", "S")]
    assert found["Properties"]["TableClass"] == "OTHER"


def test_a_stream_changes_before_the_second_replica_comes() -> None:
    goal = {"Items": table(MAIN, US, StreamSpecification={"StreamViewType": "NEW_IMAGE"})}

    updates = widening({"Items": table(MAIN)}, goal)

    assert kinds(updates) == [("stream", ""), ("replica", US), ("protect", "")]
    assert list(replicas_of(updates[0].tables["Items"])) == [MAIN]
    assert updates[-1].tables == goal


def test_a_table_under_another_name_is_made_anew_in_one_go() -> None:
    goal = {"Items": table(MAIN, US, indexes=(index("by_owner", "owner"),), name="shop-new")}

    updates = widening({"Items": table(MAIN)}, goal)

    assert kinds(updates) == [("data", "")]
    assert updates[0].tables == goal


def test_an_attribute_without_a_definition_is_left_to_aws_to_complain_about() -> None:
    goal = {"Items": table(MAIN, indexes=(index("by_owner", "owner"),))}
    goal["Items"]["Properties"]["AttributeDefinitions"] = [{"AttributeName": "id", "AttributeType": "S"}]

    updates = widening({"Items": table(MAIN)}, goal)

    assert attributes(updates[0].tables["Items"]) == [("id", "S")]


def test_what_is_given_is_not_changed() -> None:
    before = {"Items": table(MAIN, indexes=(index("by_owner", "owner"),))}
    goal = {"Items": table(MAIN, US, indexes=(index("by_owner", "kind"),))}
    copies = deepcopy((before, goal))

    widening(before, goal)

    assert (before, goal) == copies
