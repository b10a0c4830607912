from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from generator.diff.model import path_text
from generator.diff.normal import normal
from generator.diff.values import value_changes


def told(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    """Path, old and new value of each change between two values."""
    changes = value_changes(normal(before), normal(after))
    return [(path_text(change.path), change.before, change.after) for change in changes]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [("a.b", 1, 2)]),
        ({"a": None}, {}, [("a", None, UNSET)]),
        ({"a": 1}, {"a": True}, [("a", 1, True)]),
        ({"a": {"Ref": "X"}}, {"a": {"Ref": "Y"}}, [("a", {"Ref": "X"}, {"Ref": "Y"})]),
        ({"a": {"Ref": "X"}}, {"a": {"b": 1}}, [("a", {"Ref": "X"}, {"b": 1})]),
        ({"a": [1, 2, 3]}, {"a": [1, 9, 2, 3]}, [("a[1]", UNSET, 9)]),
        ({"a": [1, 2, 3]}, {"a": [1, 3]}, [("a[1]", 2, UNSET)]),
        ({"a": [{"b": 1}, 2]}, {"a": [{"b": 2}, 2]}, [("a[0].b", 1, 2)]),
        ({"Regions": ["a", "b"]}, {"Regions": ["c", "a"]}, [("Regions[b]", "b", UNSET), ("Regions[c]", UNSET, "c")]),
        ({"Regions": ["a", "a"]}, {"Regions": ["a"]}, [("Regions[a]", "a", UNSET)]),
        (
            {"Replicas": [{"Region": "x", "n": 1}, {"Region": "y"}]},
            {"Replicas": [{"Region": "z"}, {"Region": "x", "n": 2}]},
            [("Replicas[x].n", 1, 2), ("Replicas[y]", {"Region": "y"}, UNSET), ("Replicas[z]", UNSET, {"Region": "z"})],
        ),
        (
            {"IntegrationResponses": [{"StatusCode": "200"}]},
            {"IntegrationResponses": [{"StatusCode": "201"}]},
            [("IntegrationResponses[default].StatusCode", "200", "201")],
        ),
        (
            {"Tags": [{"Key": {"Fn::If": ["C", "a", "b"]}, "Value": 1}]},
            {"Tags": [{"Key": {"Fn::If": ["C", "a", "b"]}, "Value": 2}]},
            [("Tags[Fn::If:[C,a,b]].Value", 1, 2)],
        ),
        ('{"a": 1, "b": 2}', '{"b": 3, "a": 1}', [("b", 2, 3)]),
        ({"t": '{"a": 1}'}, {"t": "none"}, [("t", '{\n  "a": 1\n}', "none")]),
    ],
)
def test_changes_are_told_by_path(before: Any, after: Any, changes: list[tuple[str, Any, Any]]) -> None:
    assert told(before, after) == changes


def test_texts_of_several_lines_are_to_be_compared_by_line() -> None:
    (change,) = value_changes("a\nb", "a\nc")

    assert (change.form, change.before, change.after) == ("lines", "a\nb", "a\nc")


def test_a_line_with_a_reference_is_a_line_as_well() -> None:
    before, after = normal({"Fn::Join": ["\n", ["${x}", "b"]]}), normal({"Fn::Join": ["\n", ["${x}", {"Ref": "B"}]]})

    (change,) = value_changes(before, after)

    assert (change.form, change.before, change.after) == ("lines", "${!x}\nb", "${!x}\n${B}")


def test_a_new_text_of_several_lines_is_lines() -> None:
    (change,) = value_changes(UNSET, "a\nb")

    assert (change.form, change.before) == ("lines", UNSET)


def statement(**parts: Any) -> dict[str, Any]:
    return {"Effect": "Allow", **parts}


@pytest.mark.parametrize(
    ("before", "after", "paths"),
    [
        (
            [statement(Action=["a"], Resource=["x"])],
            [statement(Action=["a", "b"], Resource=["x"])],
            ["Statement[x].Action[b]"],
        ),
        (
            [statement(Action=["a"], Resource=["x"])],
            [statement(Action=["a"], Resource=["y"])],
            ["Statement[a].Resource[x]", "Statement[a].Resource[y]"],
        ),
        (
            [statement(Sid="S", Action=["a"], Resource=["x"])],
            [statement(Sid="S", Action=["b"], Resource=["y"])],
            [
                "Statement[S].Action[a]",
                "Statement[S].Action[b]",
                "Statement[S].Resource[x]",
                "Statement[S].Resource[y]",
            ],
        ),
        ([], [statement(Action=["a"], Resource=["x", "y"])], ["Statement[x …]"]),
        (["x"], [statement(Principal="*")], ["Statement[?]", "Statement[Allow]"]),
        (
            [statement(Action=["a"], Resource=["x"]), statement(Action=["b"], Resource=["x"])],
            [statement(Action=["c"], Resource=["x"])],
            ["Statement[x]", "Statement[x]", "Statement[x]"],
        ),
    ],
)
def test_statements_are_matched_by_what_they_say(before: Any, after: Any, paths: list[str]) -> None:
    assert [path for path, _, _ in told({"Statement": before}, {"Statement": after})] == paths
