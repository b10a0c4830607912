"""What a route asks of a request: parameters, and the schema of the body."""

from __future__ import annotations

import pytest

from generator.app.declarations import (
    AnyRoute,
    Api,
    App,
    Mock,
    PutItem,
    Regions,
    Response,
)
from generator.app.resolve import resolve
from tests.support.orders import KEY, ONE, ORDERS, resolved


@pytest.mark.parametrize("attributes", [("a", "b"), ("b", "a")])
def test_a_query_string_is_required_as_soon_as_one_value_needs_it(attributes: tuple[str, str]) -> None:
    one, other = attributes
    item = {**KEY, one: "$request.querystring.q", other: {"S": "$request.querystring.q", "optional": True}}

    assert resolved(f"PUT {ONE}", PutItem(table="orders", item=item)).querystrings == {"q": True}


def test_the_members_of_a_set_ask_for_what_they_read() -> None:
    item = {**KEY, "tags": {"SS": ["$request.querystring.q", "$request.body.tag", "fixed"]}}
    found = resolved(f"PUT {ONE}", PutItem(table="orders", item=item))

    assert found.querystrings == {"q": True}
    assert found.body_schema is not None
    assert found.body_schema["properties"] == {"tag": {"type": "string"}}


def test_headers_are_one_whatever_their_case_and_required_if_once_so() -> None:
    item = {**KEY, "a": {"S": "$request.header.X-Tenant", "optional": True}, "b": "$request.header.x-tenant"}

    assert resolved(f"PUT {ONE}", PutItem(table="orders", item=item)).headers == {"X-Tenant": True}


def test_the_body_schema_is_derived_from_what_is_read() -> None:
    item = {
        **KEY,
        "status": "$request.body.status",
        "total": {"N": "$request.body.price.total"},
        "paid": {"BOOL": "$request.body.paid", "default": False},
        "note": {"S": "$request.body.price.note", "optional": True},
        "place": "WH#${request.body.warehouse}",
        "tags": {"SS": "$request.body.tags"},
        "extra": {"M": {"x": {"L": [{"N": "$request.body.extra.x"}]}}},
        "any": {"S": "$request.body.maybe.deep", "optional": True},
    }

    assert resolved(f"PUT {ONE}", PutItem(table="orders", item=item)).body_schema == {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "properties": {
            "extra": {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]},
            "maybe": {"type": "object", "properties": {"deep": {"type": "string"}}},
            "paid": {"type": "boolean"},
            "price": {
                "type": "object",
                "properties": {"note": {"type": "string"}, "total": {"type": "number"}},
                "required": ["total"],
            },
            "status": {"type": "string", "minLength": 1},
            "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
            "warehouse": {"type": "string"},
        },
        "required": ["extra", "price", "status", "tags", "warehouse"],
    }


def test_the_schema_of_the_user_stays_the_root_so_that_its_references_hold() -> None:
    own = {"properties": {"a": {"$ref": "#/definitions/a"}}, "definitions": {"a": {"type": "string"}}, "allOf": [{}]}
    item = {**KEY, "b": "$request.body.b"}

    schema = resolved(f"PUT {ONE}", PutItem(table="orders", item=item, request_schema=own)).body_schema

    derived = {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}
    assert schema == {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        **own,
        "allOf": [{}, derived],
    }


def test_a_schema_larger_than_a_model_may_be_is_refused() -> None:
    own = {"properties": {"a": {"enum": ["x" * 400_000]}}}
    routes: dict[str, AnyRoute] = {f"PUT {ONE}": PutItem(table="orders", item=KEY, request_schema=own)}

    app = App(name="shop", regions=Regions(main="eu-west-1"), tables={"orders": ORDERS}, api=Api(routes=routes))

    assert [finding.id for finding in resolve(app).findings if finding.severity == "error"] == ["A159"]


def test_a_route_that_reads_no_body_has_no_schema() -> None:
    assert resolved(f"PUT {ONE}", PutItem(table="orders", item=KEY)).body_schema is None


def test_what_an_answer_reads_of_the_request_is_asked_for() -> None:
    found = resolved("GET /tea", Mock(mock=Response(body=["$request.querystring.q", "$request.header.H"])))

    assert (found.querystrings, found.headers) == ({"q": True}, {"H": True})
