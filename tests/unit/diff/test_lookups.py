"""What is looked up in a mapping that changes: where, to what, and as far as one can know."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diff.lookups import lookup_changes, lookups, users
from generator.diff.model import PropertyChange, path_text

REGION = {"Ref": "AWS::Region"}
EU, US, AP = "eu-west-1", "us-east-1", "ap-southeast-2"
BEFORE = {"M": {EU: {"Arn": "1", "Other": "x"}, US: {"Arn": "1", "Other": "x"}}}
AFTER = {"M": {EU: {"Arn": "2", "Other": "x"}, US: {"Arn": "1", "Other": "x"}, AP: {"Arn": "3"}}}
ASSOCIATION = "AWS::WAFv2::WebACLAssociation"
Told = tuple[str, Any, Any, str, tuple[str, ...]]


def find(*arguments: Any) -> dict[str, Any]:
    return {"Fn::FindInMap": [*arguments]}


def told(value: Any, *regions: str, before: Any = BEFORE, after: Any = AFTER, type_: str = ASSOCIATION) -> list[Told]:
    """What is said of a `WebACLArn` that reads the same on both sides."""
    found = lookups({"Mappings": before}, {"Mappings": after}, regions or (EU, US))
    properties = {"WebACLArn": value}
    return [
        (path_text(one.path), one.before, one.after, one.impact, tuple(one.regions or ()))
        for one in lookup_changes(type_, properties, properties, found, ())
    ]


def test_a_value_changes_in_its_region_only() -> None:
    assert told(find("M", REGION, "Arn")) == [("WebACLArn", "1", "2", "always", (EU,))]


@pytest.mark.parametrize(
    ("value", "regions"),
    [
        (find("M", REGION, "Arn"), (US,)),
        (find("M", REGION, "Other"), (EU, US)),
        (find("M", US, "Arn"), (EU, US)),
        (find("N", REGION, "Arn"), (EU, US)),
        (find({"Ref": "Name"}, REGION, "Arn"), (EU, US)),
        (find("M", EU, {"Ref": "P"}, {"DefaultValue": "x"}), (EU, US)),
        ("M", (EU,)),
    ],
    ids=[
        "elsewhere",
        "another-key",
        "fixed-elsewhere",
        "another-map",
        "unknown-map",
        "four",
        "no-lookup",
    ],
)
def test_what_is_not_looked_up_changes_nothing(value: Any, regions: tuple[str, ...]) -> None:
    assert told(value, *regions) == []


def test_a_fixed_key_is_the_same_in_every_region() -> None:
    assert told(find("M", EU, "Arn")) == [("WebACLArn", "1", "2", "always", (EU, US))]


def test_a_key_that_only_the_stack_knows_may_be_any() -> None:
    ((path, before, after, impact, regions),) = told(find("M", {"Ref": "P"}, "Arn"), EU)

    assert (path, impact, regions) == ("WebACLArn", "conditionally", (EU,))
    assert before == {"Fn::FindInMap": {EU: {"Arn": "1"}, US: {"Arn": "1"}}}
    assert after == {"Fn::FindInMap": {EU: {"Arn": "2"}, US: {"Arn": "1"}, AP: {"Arn": "3"}}}
    assert [each[3] for each in told(find("M", REGION, {"Ref": "P"}), EU)] == ["conditionally"]
    assert told(find("M", US, {"Ref": "P"})) == []


def test_a_lookup_may_lead_to_another() -> None:
    before = {"M": {EU: {"Arn": "1"}}, "Row": {"of": {"it": EU}}}
    after = {"M": {EU: {"Arn": "2"}}, "Row": {"of": {"it": EU}}}

    # The mapping that does not change is not read: it is as open as a parameter.
    assert [each[3] for each in told(find("M", find("Row", "of", "it"), "Arn"), EU, before=before, after=after)] == [
        "conditionally"
    ]


def test_what_lies_around_a_lookup_is_told_with_it() -> None:
    value = {"Fn::Sub": ["a/${X}", {"X": find("M", REGION, "Arn")}]}

    assert told(value, EU) == [
        ("WebACLArn", {"Fn::Sub": ["a/${X}", {"X": "1"}]}, {"Fn::Sub": ["a/${X}", {"X": "2"}]}, "always", (EU,))
    ]


def test_regions_with_the_same_change_are_told_once() -> None:
    after = {"M": {EU: {"Arn": "2"}, US: {"Arn": "2"}, AP: {"Arn": "2"}}}

    assert told(find("M", REGION, "Arn"), EU, US, after=after) == [("WebACLArn", "1", "2", "always", (EU, US))]


def test_a_value_that_is_gone_leaves_the_lookup() -> None:
    assert told(find("M", REGION, "Arn"), US, after={"M": {EU: {"Arn": "1"}}}) == [
        ("WebACLArn", "1", find("M", REGION, "Arn"), "conditionally", (US,))
    ]


def test_a_direct_change_is_told_once_and_as_it_is_written() -> None:
    found = lookups({"Mappings": BEFORE}, {"Mappings": AFTER}, (EU,))
    direct = PropertyChange(path=("WebACLArn",), before="1", after=find("M", REGION, "Arn"))

    assert not [*lookup_changes("", {"WebACLArn": "1"}, {"WebACLArn": find("M", REGION, "Arn")}, found, [direct])]


def test_only_resources_that_look_it_up_are_users() -> None:
    found = lookups({"Mappings": BEFORE}, {"Mappings": AFTER}, (EU,))
    resources = {
        "A": {"Type": "T", "Properties": {"P": [find("M", REGION, "Arn")]}},
        "B": {"Type": "T", "Properties": {"P": find("N", REGION, "Arn")}},
    }

    assert users({"Resources": resources, "Outputs": {"C": {"Value": find("M", "a", "b")}}}, found) == {"A"}


@pytest.mark.parametrize("mappings", [None, 1, [], "M", {"M": None}, {"M": [1]}, {"M": {EU: 5}}, {"M": {EU: {}}}])
def test_whatever_stands_for_mappings_is_taken(mappings: Any) -> None:
    for keys in ((REGION, "Arn"), ({"Ref": "P"}, "Arn"), (EU, None), (1, 2)):
        assert all(each[0] == "WebACLArn" for each in told(find("M", *keys), EU, before=mappings))
        assert all(each[0] == "WebACLArn" for each in told(find("M", *keys), EU, after=mappings))


def test_no_depth_exhausts_the_stack() -> None:
    value: Any = find("M", REGION, "Arn")
    for _ in range(500):
        value = [value]

    assert told(value, EU) == []
