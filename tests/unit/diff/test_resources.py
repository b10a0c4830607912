from __future__ import annotations

from typing import Any

import pytest

from generator.diff.model import Fate, ResourceChange
from generator.diff.resources import resource_changes

ROLE = "AWS::IAM::Role"


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[ResourceChange, ...]:
    return resource_changes("main", {"Resources": before}, {"Resources": after})


def role(path: str = "/a/", **attributes: Any) -> dict[str, Any]:
    return {"Type": ROLE, "Properties": {"Path": path}, **attributes}


def part(name: str, parent: Any) -> dict[str, Any]:
    return {"Type": "AWS::ApiGateway::Resource", "Properties": {"PathPart": name, "ParentId": parent}}


@pytest.mark.parametrize(
    ("policy", "fate"),
    [
        (None, "destroyed"),
        ("Delete", "destroyed"),
        ("Retain", "retained"),
        ("RetainExceptOnCreate", "retained"),
        ("Snapshot", "snapshot"),
        ({"Ref": "Policy"}, "destroyed"),
    ],
)
def test_what_becomes_of_a_removed_resource_is_its_policy(policy: Any, fate: Fate) -> None:
    (change,) = changes({"A": role(DeletionPolicy=policy)}, {})

    assert (change.kind, change.fate) == ("removed", fate)


@pytest.mark.parametrize(
    ("before", "after", "fate"),
    [
        ("Retain", "Retain", "retained"),
        ("Retain", None, "destroyed"),
        (None, "Retain", "destroyed"),
    ],
)
def test_a_replaced_resource_is_kept_for_sure_only_if_both_templates_say_so(
    before: Any, after: Any, fate: Fate
) -> None:
    (change,) = changes({"A": role(UpdateReplacePolicy=before)}, {"A": role("/b/", UpdateReplacePolicy=after)})

    assert (change.replacement, change.fate) == ("always", fate)


def test_a_resource_that_stays_has_no_fate() -> None:
    (change,) = changes({"A": role(Metadata={"a": 1})}, {"A": role()})

    assert (change.replacement, change.fate, change.quiet) == ("never", None, True)


def test_moves_bring_moves_of_what_refers_to_them() -> None:
    found = changes(
        {"A": part("a", "root"), "B": part("b", {"Ref": "A"}), "C": part("c", {"Fn::GetAtt": ["B", "Id"]})},
        {"X": part("a", "root"), "Y": part("b", {"Ref": "X"}), "Z": part("c", {"Fn::GetAtt": "Y.Id"})},
    )

    assert [(change.kind, change.previous_logical_id, change.logical_id) for change in found] == [
        ("moved", "A", "X"),
        ("moved", "B", "Y"),
        ("moved", "C", "Z"),
    ]


def test_only_as_many_move_as_there_are() -> None:
    found = changes({"A": role(), "B": role()}, {"C": role()})

    assert [(change.kind, change.logical_id) for change in found] == [("removed", "B"), ("moved", "C")]


def test_another_policy_is_another_content() -> None:
    found = changes({"A": role(DeletionPolicy="Retain")}, {"B": role()})

    assert [change.kind for change in found] == ["removed", "added"]


def test_what_is_new_is_told_property_by_property() -> None:
    (change,) = changes({}, {"A": role(Condition="C")})

    assert [(part.path, part.after) for part in (*change.properties, *change.attributes)] == [
        (("Path",), "/a/"),
        (("Condition",), "C"),
    ]


def test_a_reference_to_what_is_replaced_is_a_change_although_it_reads_the_same() -> None:
    user = {"Type": ROLE, "Properties": {"Description": {"Fn::Sub": "${A.Arn}"}}}

    replaced, found = changes({"A": role(), "B": user}, {"A": role("/b/"), "B": user})

    assert replaced.replacement == "always"
    assert [(part.path, part.through, part.impact) for part in found.properties] == [
        (("Description",), ("A",), "never")
    ]
    assert found.properties[0].before == found.properties[0].after


def test_what_is_new_is_not_changed_by_a_replacement() -> None:
    user = {"Type": ROLE, "Properties": {"Description": {"Ref": "A"}}}

    _, found = changes({"A": role()}, {"A": role("/b/"), "B": user})

    assert (found.kind, [part.through for part in found.properties]) == ("added", [()])


def test_a_lone_dependency_is_a_list_of_one_and_none_is_none() -> None:
    assert changes({"A": role(DependsOn="B")}, {"A": role(DependsOn=["B"])}) == ()
    assert changes({"A": role(DependsOn=[])}, {"A": role()}) == ()
