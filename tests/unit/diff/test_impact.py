from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from generator.diff.impact import impact_of, propagated, values_at
from generator.diff.model import Path, Replacement

ROLE = "AWS::IAM::Role"
TABLE = "AWS::DynamoDB::GlobalTable"
CHECK = "AWS::Route53::HealthCheck"
STAGE = "AWS::ApiGateway::Stage"
MAPPING = "AWS::ApiGateway::BasePathMapping"


@pytest.mark.parametrize(
    ("type_", "path", "impact"),
    [
        (ROLE, ("Path",), "always"),
        (ROLE, ("Policies", "[dynamodb]", "PolicyDocument"), "never"),
        (TABLE, ("TableName",), "always"),
        (TABLE, ("KeySchema", "[HASH]", "AttributeName"), "conditionally"),
        (TABLE, ("Replicas", "[eu-west-1]"), "never"),
        (CHECK, ("HealthCheckConfig", "RequestInterval"), "always"),
        (CHECK, ("HealthCheckConfig", "FailureThreshold"), "never"),
        ("AWS::Route53::RecordSet", ("Name",), "always"),
        ("AWS::Unknown::Type", ("Name",), "conditionally"),
    ],
)
def test_the_schema_says_what_a_property_does(type_: str, path: Path, impact: Replacement) -> None:
    assert impact_of(type_, path) == impact


@pytest.mark.parametrize(
    ("before", "after", "impact"),
    [
        (UNSET, {"RequestInterval": 30}, "always"),
        ({"RequestInterval": 30, "Port": 1}, {"RequestInterval": 30}, "never"),
        ({"Ref": "X"}, {"RequestInterval": 30}, "always"),
        ({"Ref": "X"}, {"Ref": "Y"}, "never"),
    ],
)
def test_a_whole_map_matters_for_the_parts_that_differ(before: Any, after: Any, impact: Replacement) -> None:
    assert impact_of(CHECK, ("HealthCheckConfig",), (before, after)) == impact


def resource(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def spread(
    replaced: dict[str, Replacement], **resources: Any
) -> dict[str, list[tuple[Path, Replacement, tuple[str, ...]]]]:
    types = {name: raw["Type"] for name, raw in resources.items()}
    found = propagated(replaced, types, {"Resources": resources})
    return {name: [(part.path, part.impact, part.through) for part in parts] for name, parts in found.items()}


def test_a_replacement_goes_on_through_every_kind_of_reference() -> None:
    found = spread(
        {"A": "always"},
        A=resource(ROLE),
        B=resource(ROLE, Path={"Ref": "A"}),
        C=resource(ROLE, Path={"Fn::Join": ["/", ["x", {"Fn::Sub": "${B.Arn}"}]]}),
        D=resource(ROLE, Description={"Fn::GetAtt": ["C", "Arn"]}),
        E=resource(ROLE, Description="${A}"),
    )

    assert found == {
        "B": [(("Path",), "always", ("A",))],
        "C": [(("Path",), "always", ("B",))],
        "D": [(("Description",), "never", ("C",))],
    }


def test_what_only_perhaps_happens_has_perhaps_consequences() -> None:
    found = spread({"A": "conditionally"}, A=resource(TABLE), B=resource(ROLE, Path={"Ref": "A"}))

    assert found == {"B": [(("Path",), "conditionally", ("A",))]}


def test_the_worse_of_two_causes_counts() -> None:
    value = {"Fn::Sub": "${A}${B}"}

    found = spread(
        {"A": "conditionally", "B": "always"}, A=resource(TABLE), B=resource(ROLE), C=resource(ROLE, Path=value)
    )

    assert found == {"C": [(("Path",), "always", ("A", "B"))]}


def test_a_reference_to_itself_is_none() -> None:
    assert spread({"A": "always"}, A=resource(ROLE, Path={"Ref": "A"})) == {}


def test_a_pattern_finds_what_lies_in_every_member() -> None:
    value = {"Options": [{"Zone": "a"}, {"Name": "b"}, {"Zone": "c"}]}

    assert list(values_at(value, ["Options", "*", "Zone"])) == ["a", "c"]
    assert list(values_at({"Options": "x"}, ["Options", "*"])) == []


def test_circles_come_to_an_end() -> None:
    found = spread({"A": "always"}, A=resource(ROLE, Path={"Ref": "B"}), B=resource(ROLE, Path={"Ref": "A"}))

    assert found == {"A": [(("Path",), "always", ("B",))], "B": [(("Path",), "always", ("A",))]}


def test_the_path_names_members_of_lists() -> None:
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": {"Ref": "A"}}]

    found = spread({"A": "always"}, A=resource(ROLE), B=resource(ROLE, Tags=tags, Steps=[{"Ref": "A"}]))

    assert [path for path, _, _ in found["B"]] == [("Tags", "[b]", "Value"), ("Steps", "[0]")]


def test_an_order_is_no_value() -> None:
    assert spread({"A": "always"}, A=resource(ROLE), B={"DependsOn": "A", **resource(ROLE)}) == {}
