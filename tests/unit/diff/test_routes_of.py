from __future__ import annotations

from typing import Any

import pytest

from generator.diff.meaning.routes_of import parts_of, routes_of

ROOT = {"Fn::GetAtt": ["Api", "RootResourceId"]}


def part(name: str, parent: Any) -> dict[str, Any]:
    return {"Type": "AWS::ApiGateway::Resource", "Properties": {"PathPart": name, "ParentId": parent}}


def method(verb: str, resource: Any) -> dict[str, Any]:
    return {"Type": "AWS::ApiGateway::Method", "Properties": {"HttpMethod": verb, "ResourceId": resource}}


def test_a_path_is_read_from_part_to_part() -> None:
    resources = {
        "Items": part("items", ROOT),
        "Item": part("{id}", {"Ref": "Items"}),
        "Get": method("GET", {"Ref": "Item"}),
        "Root": method("POST", ROOT),
    }

    assert [(route.title, route.name) for route in routes_of(resources)] == [
        ("GET /items/{id}", "GET /items/{}"),
        ("POST /", "POST /"),
    ]
    assert parts_of(resources) == {"Items": "/items", "Item": "/items/{id}", "Get": "/items/{id}", "Root": "/"}


@pytest.mark.parametrize("parent", [{"Ref": "Item"}, {"Ref": "Nowhere"}, {"Ref": 7}, "root", None])
def test_a_path_that_leads_nowhere_is_none(parent: Any) -> None:
    assert list(routes_of({"Item": part("items", parent), "Get": method("GET", {"Ref": "Item"})})) == []
