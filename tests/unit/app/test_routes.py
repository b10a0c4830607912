"""Routes: what each operation becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.app.declarations import (
    Api,
    App,
    DeleteItem,
    GetItem,
    Mock,
    Page,
    PutItem,
    Query,
    Regions,
    Response,
    Scan,
    UpdateItem,
)
from generator.app.model import (
    DeleteItemOperation,
    MockOperation,
    PutItemOperation,
    ReadPageOperation,
    UpdateItemOperation,
)
from generator.app.resolve import resolve
from generator.app.values import BodyField, ExpiresAfterDays, Literal, MapValue, PathParameter, Scalar
from tests.support.orders import KEY, ONE, ORDERS, resolved


def page(route: Query | Scan) -> ReadPageOperation:
    operation = resolved("GET /orders/{customer}", route).operation
    assert isinstance(operation, ReadPageOperation)
    return operation


def put(method: str, **keys: Any) -> PutItemOperation:
    operation = resolved(f"{method} {ONE}", PutItem(table="orders", item=KEY, **keys)).operation
    assert isinstance(operation, PutItemOperation)
    return operation


@pytest.mark.parametrize(("method", "overwrite"), [("POST", None), ("PUT", False), ("PATCH", False)])
def test_an_item_that_must_not_be_replaced_must_not_exist(method: str, overwrite: bool | None) -> None:
    condition = put(method, overwrite=overwrite).condition

    assert condition is not None
    assert condition.text == "attribute_not_exists(#customer)"


@pytest.mark.parametrize(("method", "overwrite"), [("PUT", None), ("POST", True)])
def test_an_item_that_may_be_replaced_needs_no_condition(method: str, overwrite: bool | None) -> None:
    assert put(method, overwrite=overwrite).condition is None


def test_a_condition_of_the_user_follows_that_on_existence_and_keeps_its_meaning() -> None:
    operation = put("POST", condition_expression="a = :x OR b = :x", values={"x": 1})

    assert operation.condition is not None
    assert operation.condition.text == "attribute_not_exists(#customer) AND (#a = :x OR #b = :x)"
    assert set(operation.values) == {"x"}


@pytest.mark.parametrize(("upsert", "text"), [(False, "attribute_exists(#customer)"), (True, None)])
def test_an_update_wants_its_item_unless_it_may_create_it(upsert: bool, text: str | None) -> None:
    route = UpdateItem(table="orders", key=KEY, set={"note": "x"}, upsert=upsert)
    operation = resolved(f"PATCH {ONE}", route).operation

    assert isinstance(operation, UpdateItemOperation)
    assert (operation.condition and operation.condition.text) == text
    assert operation.update is None
    assert operation.assignments == {"note": Scalar(type="S", expression=(Literal("x"),))}


def test_a_delete_wants_its_item() -> None:
    operation = resolved(f"DELETE {ONE}", DeleteItem(table="orders", key=KEY)).operation

    assert isinstance(operation, DeleteItemOperation)
    assert operation.condition.text == "attribute_exists(#customer)"


def test_a_value_that_meets_a_key_attribute_anywhere_takes_its_type() -> None:
    route = UpdateItem(
        table="orders", key=KEY, update_expression="SET seen = :t, created = :t", values={"t": "$request.body.t"}
    )
    operation = resolved(f"PATCH {ONE}", route).operation

    assert isinstance(operation, UpdateItemOperation)
    assert operation.values == {"t": Scalar(type="N", expression=(BodyField(("t",)),), not_empty=True)}


def test_a_value_takes_the_type_of_the_attribute_that_it_meets() -> None:
    route = UpdateItem(
        table="orders",
        key=KEY,
        update_expression="SET created = :c, expires_at = :e, note = :n",
        values={"c": "$request.body.c", "e": {"expires_after_days": 3}, "n": "$request.body.n"},
    )
    operation = resolved(f"PATCH {ONE}", route).operation

    assert isinstance(operation, UpdateItemOperation)
    assert operation.values == {
        "c": Scalar(type="N", expression=(BodyField(("c",)),), not_empty=True),
        "e": ExpiresAfterDays(days=3),
        "n": Scalar(type="S", expression=(BodyField(("n",)),)),
    }


CUSTOMER: Mapping[str, Any] = {"c": "$request.path.customer"}


@pytest.mark.parametrize(
    ("index", "condition", "values", "fixed", "cursor"),
    [
        (None, "customer = :c", {}, {"customer"}, ["number"]),
        (None, "customer = :c AND number > :n", {"n": 1}, {"customer"}, ["number"]),
        (None, "customer = :c AND number = :n", {"n": 1}, {"customer", "number"}, []),
        ("by_status", "status = :c", {}, {"status"}, ["customer", "number", "created"]),
        ("by_status", "status = :c AND created = :n", {"n": 1}, {"status", "created"}, ["customer", "number"]),
        ("by_number", "number = :n AND status = :c", {"n": 1}, {"number", "status"}, ["customer"]),
        ("by_created", "customer = :c", {}, {"customer"}, ["number", "created"]),
    ],
)
def test_a_cursor_holds_the_keys_that_the_route_does_not_fix(
    index: str | None, condition: str, values: Mapping[str, Any], fixed: set[str], cursor: list[str]
) -> None:
    route = Query(table="orders", index=index, key_condition_expression=condition, values={**CUSTOMER, **values})
    operation = page(route)

    assert set(operation.fixed_keys) == fixed
    assert [key.name for key in operation.cursor_keys] == cursor
    assert all(value in operation.values.values() for value in operation.fixed_keys.values())


def test_a_scan_fixes_no_key() -> None:
    operation = page(Scan(table="orders", index="by_status"))

    assert operation.fixed_keys == {}
    assert [key.name for key in operation.cursor_keys] == ["customer", "number", "status", "created"]


def test_a_page_may_be_asked_for_by_limit_and_cursor() -> None:
    route = Query(
        table="orders",
        index="by_status",
        key_condition_expression="status = :s AND created > :t",
        values={"s": "$request.querystring.status", "t": {"N": "$request.querystring.since", "default": 0}},
        page=Page(default_limit=1, max_limit=2),
    )
    found = resolved("GET /orders", route)

    assert found.querystrings == {"cursor": False, "limit": False, "since": False, "status": True}


def test_a_mock_answers_with_plain_json() -> None:
    route = Mock(mock=Response(status=418, headers={"X-A": "b"}, body={"S": "$request.path.id", "n": 1.5}))
    found = resolved("GET /tea/{id}", route)

    assert found.operation == MockOperation()
    assert found.response.status == 418
    assert found.response.body == MapValue(
        members={
            "S": Scalar(type="S", expression=(PathParameter("id"),)),
            "n": Scalar(type="N", expression=(Literal("1.5"),)),
        }
    )


def test_settings_of_the_api_hold_where_a_route_says_nothing() -> None:
    get = GetItem(table="orders", key=KEY)
    other = GetItem(table="orders", key=KEY, auth="none", max_nesting=0)
    api = Api(auth="iam", max_nesting=5, routes={f"GET {ONE}": get, f"HEAD {ONE}": other})
    app = resolve(App(name="shop", regions=Regions(main="eu-west-1"), tables={"orders": ORDERS}, api=api)).app

    assert app is not None
    assert [(route.method, route.auth, route.max_nesting) for route in app.api.routes] == [
        ("GET", "iam", 5),
        ("HEAD", "none", 0),
    ]
