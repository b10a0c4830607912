from __future__ import annotations

from typing import Any

import pytest

from generator.diff.normal import DEEPEST, JsonText, encoded, normal

REF = {"Ref": "AWS::Region"}


@pytest.mark.parametrize(
    ("spelling", "shortest"),
    [
        ({"Fn::GetAtt": "Role.Arn"}, {"Fn::GetAtt": ["Role", "Arn"]}),
        ({"Fn::GetAtt": "Table.Nested.Name"}, {"Fn::GetAtt": ["Table", "Nested.Name"]}),
        ({"Fn::Sub": "${Role.Arn}"}, {"Fn::GetAtt": ["Role", "Arn"]}),
        ({"Fn::Sub": "${Api}"}, {"Ref": "Api"}),
        ({"Fn::Sub": "plain"}, "plain"),
        ({"Fn::Sub": ["a-${AWS::Region}", {}]}, {"Fn::Sub": "a-${AWS::Region}"}),
        ({"Fn::Sub": "$${!name}"}, "$${name}"),
        ({"Fn::Join": ["\n", ["a", "b"]]}, "a\nb"),
        ({"Fn::Join": ["-", ["a", REF]]}, {"Fn::Sub": "a-${AWS::Region}"}),
        ({"Fn::Join": ["", [REF]]}, REF),
        ({"Fn::Join": [".", ["${x}", {"Fn::GetAtt": "A.B"}]]}, {"Fn::Sub": "${!x}.${A.B}"}),
        ({"Fn::Join": ["", ["x", {"Fn::Sub": "${A}-${B}"}]]}, {"Fn::Sub": "x${A}-${B}"}),
        ({"Fn::Join": ["", ["{", '"a": 1}']]}, JsonText({"a": 1})),
        (443.0, 443),
    ],
)
def test_one_spelling_for_the_same(spelling: Any, shortest: Any) -> None:
    assert normal(spelling) == shortest


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Join": [{"Ref": "Delimiter"}, ["a"]]},
        {"Fn::Join": ["", [{"Fn::If": ["C", "a", "b"]}]]},
        {"Fn::Join": ["", {"Ref": "Names"}]},
        {"Fn::Join": ["", ["a", {"Ref": "AWS::NoValue"}]]},
        {"Fn::Sub": ["${a}", {"a": "b"}]},
        {"Fn::Sub": 1},
        {"Fn::GetAtt": "NoAttribute"},
        {"Fn::GetAtt": ["A", {"Ref": "B"}]},
        "{not JSON",
        "[1, 2]",
        0.5,
    ],
)
def test_what_has_no_shorter_spelling_stays(value: Any) -> None:
    assert normal(value) == value


def test_json_in_a_text_is_its_value() -> None:
    assert normal(' {"b": [2, 1], "a": {"Ref": "text"}}') == JsonText({"b": [2, 1], "a": {"Ref": "text"}})


def test_lists_of_json_in_a_text_keep_their_order() -> None:
    assert normal('{"Regions": ["b", "a"]}') == JsonText({"Regions": ["b", "a"]})


def test_a_policy_in_a_text_reads_as_one_in_place() -> None:
    text = normal('{"Statement": {"Effect": "Allow", "Action": "a:B", "Resource": ["y", "x"]}}')

    assert text == JsonText({"Statement": {"Effect": "Allow", "Action": ["a:B"], "Resource": ["x", "y"]}})


def test_order_that_says_nothing_is_fixed() -> None:
    tags = [{"Key": "b", "Value": "1"}, {"Key": "a", "Value": "2"}]

    assert normal(tags, "Tags") == tags[::-1]
    assert normal(tags, "Steps") == tags
    assert normal(["b", "a"], "Regions") == ["a", "b"]


def test_members_without_an_identity_of_their_own_keep_their_order() -> None:
    twice = [{"Key": "b"}, {"Key": "a"}, {"Key": "b"}]

    assert normal(twice, "Tags") == twice
    assert normal([{"Key": "b"}, {"Value": "a"}], "Tags") == [{"Key": "b"}, {"Value": "a"}]
    assert normal([{"Key": "b"}, "a"], "Tags") == [{"Key": "b"}, "a"]


def test_no_value_is_nothing() -> None:
    assert normal({"a": {"Ref": "AWS::NoValue"}, "b": [1, {"Fn::Sub": "${AWS::NoValue}"}]}) == {"b": [1]}


def test_true_is_not_one() -> None:
    assert encoded(normal(True)) != encoded(normal(1))


def test_depth_does_not_exhaust_the_stack() -> None:
    value: Any = {"Fn::GetAtt": "A.B"}
    for _ in range(DEEPEST + 20):
        value = [value]

    assert normal(value) == value
