from __future__ import annotations

import pytest
from troposphere import Output
from troposphere.apigateway import RequestValidator

from generator.templates.section import Section, joined, rendered
from generator.templates.tags import tagged, with_values
from tests.support.apps import SHOP, assembly_of, bodies, patched


def test_objects_render_to_plain_json_by_their_logical_id() -> None:
    validator = RequestValidator("Validator", RestApiId="api", ValidateRequestBody=True)

    assert rendered([validator, Output("Url", Value="https://example.com")]) == {
        "Validator": {
            "Type": "AWS::ApiGateway::RequestValidator",
            "Properties": {"RestApiId": "api", "ValidateRequestBody": True},
        },
        "Url": {"Value": "https://example.com"},
    }


def test_two_objects_with_the_same_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two objects have the logical id 'Same'"):
        rendered([Output("Same", Value="1"), Output("Same", Value="2")])


def test_sections_are_joined_kind_by_kind() -> None:
    one = Section(resources={"A": {}}, outputs={"O": {}})
    two = Section(resources={"B": {}}, parameters={"P": {}})

    assert joined(one, two) == Section(resources={"A": {}, "B": {}}, outputs={"O": {}}, parameters={"P": {}})


def test_two_sections_that_hold_the_same_id_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="two parts make A, B"):
        joined(Section(resources={"B": {}, "A": {}}), Section(resources={"A": {}, "B": {}}))


def test_our_tags_stand_beside_the_users_in_order() -> None:
    tags = tagged({"app": "shop", "environment": "prod"}, {"team": "a", "cost": "1"})

    assert list(tags.items()) == [("app", "shop"), ("cost", "1"), ("environment", "prod"), ("team", "a")]


def test_a_tag_of_the_users_wins_in_any_case_for_iam_tells_no_case_apart() -> None:
    assert tagged({"app": "shop", "environment": "prod"}, {"App": "mine"}) == {"App": "mine", "environment": "prod"}


def test_an_empty_tag_is_left_out_where_the_schema_takes_none() -> None:
    assert with_values({"app": "shop", "team": ""}) == {"app": "shop"}


def test_alarms_and_the_dashboard_have_no_empty_tag_and_all_else_has_it() -> None:
    found = bodies(assembly_of(patched(SHOP, {"tags": {"team": ""}})))
    empty = {"Key": "team", "Value": ""}

    without = {
        resource["Type"]
        for body in found.values()
        for resource in body["Resources"].values()
        if "Tags" in resource["Properties"] and empty not in resource["Properties"]["Tags"]
    }

    assert without == {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}
