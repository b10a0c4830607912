"""What every key of every kind of route does."""

from __future__ import annotations

from collections.abc import Mapping

from tests.properties.effects import LIMITS, Pair, alone, route
from tests.support.apps import SHOP

GET, POST, PATCH, DELETE = "GET /items/{id}", "POST /items", "PATCH /items/{id}", "DELETE /items/{id}"
QUERY, SCAN, MOCK = "GET /items/{id}/kinds", "GET /items", "GET /version"


def every_route(key: str) -> Mapping[str, Pair]:
    return {
        "auth": alone(route(key, {"auth": "none"})),
        "throttling": alone(route(key, {"throttling": LIMITS})),
        "description": alone(route(key, {"description": "Why."})),
    }


def every_action(key: str) -> Mapping[str, Pair]:
    """A route of SHOP's; where its method has no body, the schema is shown on a POST of the same."""
    action = SHOP["api"]["routes"][key]
    with_body = key if key.startswith(("POST", "PATCH")) else f"POST{key[key.index(' ') :]}/search"
    schema = {"type": "object", "required": ["other"]}
    # The same keys as the table of SHOP, so that the route can be moved to it.
    others = {**SHOP["tables"]["items"], "table_name": "others"}
    return {
        **every_route(key),
        "table": ({"tables": {"others": others}}, route(key, {"table": "others"})),
        "request_schema": (route(with_body, action), route(with_body, {"request_schema": schema})),
        "response": alone(route(key, {"response": {"headers": {"X-A": "1"}}})),
    }


def every_item_route(key: str) -> Mapping[str, Pair]:
    return {**every_action(key), "max_nesting": alone(route(key, {"max_nesting": 1}))}


def conditions(key: str) -> Mapping[str, Pair]:
    start = route(key, {"condition_expression": "owner = :o", "values": {"o": "a"}})
    return {
        "condition_expression": (start, route(key, {"condition_expression": "owner <> :o"})),
        "values": (start, route(key, {"values": {"o": "b"}})),
    }


def pages(key: str) -> Mapping[str, Pair]:
    filtered = route(key, {"filter_expression": "owner = :o", "values": {"o": "a"}})
    return {
        "filter_expression": (filtered, route(key, {"filter_expression": "owner <> :o"})),
        "values": (filtered, route(key, {"values": {"o": "b"}})),
        "projection_expression": alone(route(key, {"projection_expression": "title"})),
        "consistent_read": alone(route(key, {"consistent_read": True})),
        "page": alone(route(key, {"page": {"default_limit": 7}})),
    }


ALL_OLD = route(DELETE, {"return_values": "ALL_OLD"})
EXPRESSION = route(PATCH, {"set": None, "update_expression": "SET title = :t", "values": {"t": "a"}})
RESPONSE = route(MOCK, {"mock": {"status": 200, "body": 1}})

EFFECTS: Mapping[str, Mapping[str, Pair]] = {
    "Response": {
        "status": (RESPONSE, route(MOCK, {"mock": {"status": 201}})),
        "headers": (RESPONSE, route(MOCK, {"mock": {"headers": {"X-A": "1"}}})),
        "body": (RESPONSE, route(MOCK, {"mock": {"body": 2}})),
    },
    "Page": {
        "default_limit": alone(route(QUERY, {"page": {"default_limit": 7}})),
        "max_limit": alone(route(QUERY, {"page": {"max_limit": 200}})),
    },
    "GetItem": {
        **every_item_route(GET),
        "key": alone(route(GET, {"key": {"kind": "other"}})),
        "projection_expression": alone(route(GET, {"projection_expression": "title"})),
        "consistent_read": alone(route(GET, {"consistent_read": True})),
    },
    "PutItem": {
        **every_action(POST),
        **conditions(POST),
        "item": alone(route(POST, {"item": {"kind": "other"}})),
        "overwrite": alone(route(POST, {"overwrite": True})),
    },
    "UpdateItem": {
        **every_item_route(PATCH),
        **conditions(PATCH),
        "key": alone(route(PATCH, {"key": {"kind": "other"}})),
        "update_expression": (EXPRESSION, route(PATCH, {"update_expression": "SET name = :t"})),
        "set": alone(route(PATCH, {"set": {"owner": "a"}})),
        "upsert": alone(route(PATCH, {"upsert": True})),
        "return_values": alone(route(PATCH, {"return_values": "ALL_OLD"})),
    },
    "DeleteItem": {
        **every_item_route(DELETE),
        **conditions(DELETE),
        "max_nesting": (ALL_OLD, route(DELETE, {"max_nesting": 1})),
        "key": alone(route(DELETE, {"key": {"kind": "other"}})),
        "return_values": alone(ALL_OLD),
    },
    "Query": {
        **every_item_route(QUERY),
        **pages(QUERY),
        "values": alone(route(QUERY, {"values": {"id": "fixed"}})),
        "filter_expression": alone(route(QUERY, {"filter_expression": "attribute_exists(owner)"})),
        "key_condition_expression": alone(
            route(QUERY, {"key_condition_expression": "id = :id AND kind = :k", "values": {"k": "a"}})
        ),
        "index": alone(route(QUERY, {"index": "by_price"})),
        "scan_index_forward": alone(route(QUERY, {"scan_index_forward": False})),
    },
    "Scan": {**every_item_route(SCAN), **pages(SCAN), "index": alone(route(SCAN, {"index": "by_owner"}))},
    "Mock": {**every_route(MOCK), "mock": alone(route(MOCK, {"mock": {"status": 202}}))},
}
