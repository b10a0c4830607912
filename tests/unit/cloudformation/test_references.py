"""Every way to refer to something in a template is seen, and nothing else is."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.cloudformation.references import Reference, references, unresolved

WORDS = ("Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::FindInMap", "Condition", "DependsOn", "Resources", "Outputs")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["A", "A.B", "${A}", "${A.B}"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS), inner, min_size=1, max_size=1)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


def in_resource(value: Any) -> dict[str, Any]:
    return {"Resources": {"Thing": {"Type": "A::B::C", "Properties": {"Name": value}}}}


PATH = ("Resources", "Thing", "Properties", "Name")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Table"}, [("Ref", "Table", None)]),
        ({"Ref": "AWS::Region"}, [("Ref", "AWS::Region", None)]),
        ({"Fn::GetAtt": ["Table", "Arn"]}, [("GetAtt", "Table", "Arn")]),
        ({"Fn::GetAtt": "Table.Arn"}, [("GetAtt", "Table", "Arn")]),
        ({"Fn::GetAtt": "Stack.Outputs.Name"}, [("GetAtt", "Stack", "Outputs.Name")]),
        ({"Fn::Sub": "a${Table}b${Role.Arn}"}, [("Sub", "Table", None), ("Sub", "Role", "Arn")]),
        ({"Fn::Sub": "${!Literal} $NotOne $$ ${"}, []),
        ({"Fn::Sub": ["${Local}-${Other}", {"Local": "x"}]}, [("Sub", "Other", None)]),
        ({"Fn::If": ["IsMain", 1, 2]}, [("Condition", "IsMain", None)]),
        ({"Fn::FindInMap": ["Sizes", "a", "b"]}, [("FindInMap", "Sizes", None)]),
    ],
)
def test_an_intrinsic_function_refers_to_its_target(value: Any, expected: list[tuple[str, str, str | None]]) -> None:
    found = references(in_resource(value))

    assert found == tuple(Reference(kind, target, attribute, PATH) for kind, target, attribute in expected)  # type: ignore[arg-type]


def test_references_inside_the_arguments_of_functions_are_seen() -> None:
    value = {"Fn::Sub": ["${Local}", {"Local": {"Fn::GetAtt": ["Table", {"Ref": "Attribute"}]}}]}

    found = references(in_resource(value))

    assert [(reference.kind, reference.target, reference.attribute) for reference in found] == [
        ("GetAtt", "Table", None),
        ("Ref", "Attribute", None),
    ]


def test_depends_on_is_seen_as_a_name_and_as_a_list() -> None:
    template = {"Resources": {"A": {"DependsOn": "B"}, "C": {"DependsOn": ["D", 1, "E"]}}}

    assert references(template) == (
        Reference("DependsOn", "B", None, ("Resources", "A", "DependsOn")),
        Reference("DependsOn", "D", None, ("Resources", "C", "DependsOn", 0)),
        Reference("DependsOn", "E", None, ("Resources", "C", "DependsOn", 2)),
    )


def test_conditions_are_seen_where_they_are_conditions() -> None:
    template = {
        "Conditions": {"Both": {"Fn::And": [{"Condition": "One"}, {"Condition": "Two"}]}},
        "Resources": {"A": {"Condition": "Three"}},
        "Outputs": {"B": {"Condition": "Four"}},
    }

    assert [reference.target for reference in references(template)] == ["One", "Two", "Three", "Four"]


def test_a_property_called_condition_or_depends_on_is_none() -> None:
    statement = {"Condition": {"StringEquals": {"a": "b"}}, "DependsOn": "x"}

    assert references(in_resource([statement, {"Condition": "x"}])) == ()


def test_metadata_of_the_template_is_text_and_that_of_a_resource_is_not() -> None:
    template = {"Metadata": {"Why": {"Ref": "A"}}, "Resources": {"B": {"Metadata": {"Why": {"Ref": "C"}}}}}

    assert [reference.target for reference in references(template)] == ["C"]


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Parameter"},
        {"Ref": "AWS::NoValue"},
        {"Ref": "Thing"},
        {"Fn::Sub": "${AWS::Partition}${Thing.Arn}${Parameter}"},
        {"Fn::GetAtt": "Thing.Arn"},
        {"Fn::If": ["Always", 1, 2]},
    ],
)
def test_what_the_template_has_is_resolved(value: Any) -> None:
    template = in_resource(value) | {"Parameters": {"Parameter": {}}, "Conditions": {"Always": {}}}

    assert unresolved(template) == ()


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ({"Ref": "Nothing"}, "Nothing"),
        ({"Ref": "AWS::Nothing"}, "AWS::Nothing"),
        ({"Ref": "Always"}, "Always"),
        ({"Fn::GetAtt": "Parameter.Arn"}, "Parameter"),
        ({"Fn::Sub": "${ Thing}"}, " Thing"),
        ({"Fn::Sub": "${Parameter.Arn}"}, "Parameter"),
        ({"Fn::If": ["Thing", 1, 2]}, "Thing"),
        ({"Fn::FindInMap": ["Thing", "a", "b"]}, "Thing"),
    ],
)
def test_what_the_template_lacks_is_unresolved(value: Any, target: str) -> None:
    template = in_resource(value) | {"Parameters": {"Parameter": {}}, "Conditions": {"Always": {}}}

    assert [(reference.target, reference.path) for reference in unresolved(template)] == [(target, PATH)]


@given(JSON)
@example({"Fn::If": [[]]})
@example({"Fn::GetAtt": [{}, "Arn"]})
@example({"Fn::Sub": [{}, 1]})
@example({"Fn::Sub": ["${A}", None]})
@settings(max_examples=100)
def test_any_json_value_may_be_asked_and_stays_as_it_is(template: Any) -> None:
    before = copy.deepcopy(template)

    assert set(unresolved(template)) <= set(references(template))
    assert all(isinstance(reference.target, str) for reference in references(template))
    assert repr(template) == repr(before)


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    value: Any = {"Ref": "Deep"}
    for _ in range(5_000):
        value = [value]

    assert [reference.target for reference in references(in_resource(value))] == ["Deep"]
