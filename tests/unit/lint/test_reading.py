"""Templates are read without ever failing, and names have one spelling however a template builds them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.lint.rules import _reading as reading

ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:x"


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        ("text", "text"),
        ({"Ref": "AWS::Region"}, "${AWS::Region}"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, "${Role.Arn}"),
        ({"Fn::GetAtt": "Role.Arn"}, "${Role.Arn}"),
        ({"Fn::Sub": ARN}, ARN),
        ({"Fn::Sub": ["${Region}.${Name}", {"Region": {"Ref": "AWS::Region"}, "Name": "a"}]}, "${AWS::Region}.a"),
        ({"Fn::Join": [".", [{"Ref": "AWS::Region"}, {"Fn::Sub": "${Stage}"}, "a"]]}, "${AWS::Region}.${Stage}.a"),
    ],
)
def test_a_name_is_spelled_as_fn_sub_does(value: object, spelling: str) -> None:
    assert reading.spelled(value) == spelling


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        {},
        {"Ref": 1},
        {"Ref": "A", "Other": 1},
        {"Fn::GetAtt": []},
        {"Fn::GetAtt": [1, "Arn"]},
        {"Fn::Sub": ["${A}", {"A": {"Fn::ImportValue": "a"}}]},
        {"Fn::Sub": ["${A}"]},
        {"Fn::Join": [".", ["a", {"Fn::ImportValue": "b"}]]},
        {"Fn::Join": [".", {"Ref": "List"}]},
        {"Fn::If": ["A", "b", "c"]},
    ],
)
def test_what_only_cloudformation_knows_has_no_spelling(value: object) -> None:
    assert reading.spelled(value) is None


@pytest.mark.parametrize(
    ("value", "opaque"),
    [
        ({"Ref": "A"}, True),
        ({"Fn::If": ["A", {}, {}]}, True),
        ({"Condition": "A"}, True),
        ({"Ref": "A", "Region": "b"}, False),
        ({"Region": "b"}, False),
        ({1: "b"}, False),
        ("Ref", False),
        ([], False),
    ],
)
def test_an_intrinsic_function_is_opaque(value: object, opaque: bool) -> None:
    assert reading.opaque(value) is opaque


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (None, False),
        (True, True),
        (False, False),
        ("true", True),
        ("False", False),
        ("yes", None),
        ({"Ref": "A"}, None),
    ],
)
def test_a_flag_has_any_of_the_spellings_of_cloudformation(value: object, flag: bool | None) -> None:
    assert reading.flag(value) is flag


@pytest.mark.parametrize(
    ("properties", "hidden"),
    [
        ({}, False),
        ({"Replicas": []}, False),
        ({"Replicas": [{"Region": "a"}]}, False),
        ({"Replicas": {"Fn::If": ["A", [], []]}}, True),
        ({"Replicas": [{"Region": "a"}, {"Fn::If": ["A", {}, {}]}]}, True),
        ({"Other": {"Ref": "A"}}, False),
    ],
)
def test_a_list_is_hidden_as_soon_as_one_entry_is(properties: dict[str, Any], hidden: bool) -> None:
    assert reading.hidden(properties, "Replicas") is hidden


def test_entries_are_the_maps_that_can_be_seen_with_their_positions() -> None:
    assert list(reading.entries([1, {"a": 1}, {"Ref": "A"}, {"b": 2}])) == [(1, {"a": 1}), (3, {"b": 2})]


def test_resources_are_those_of_the_wanted_types_whose_properties_can_be_seen() -> None:
    body = {
        "Resources": {
            "A": {"Type": "T", "Properties": {"x": 1}},
            "B": {"Type": "U"},
            "C": {"Type": "T", "Properties": {"Fn::If": ["X", {}, {}]}},
            "D": "no resource",
            "E": {"Type": 3},
        }
    }

    template = reading.Template(body, ("us-east-1",))

    assert [resource.name for resource in template.resources("T")] == ["A"]
    assert [resource.name for resource in template.resources()] == ["A", "B"]


@pytest.mark.parametrize(("count", "text"), [(1, "n0"), (4, "n0, n1, n2, n3"), (6, "n0, n1, n2, n3 and 2 more")])
def test_a_list_of_names_is_cut_short(count: int, text: str) -> None:
    assert reading.listed([f"n{number}" for number in range(count)]) == text
