"""Query and Scan: what is sent, how a client pages, and what a cursor cannot do."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.declarations import Key
from generator.app.model import ReadPageOperation, ResolvedResponse
from generator.app.values import MapValue
from generator.templates.regional.actions import integration
from generator.templates.regional.integration import TableAccess
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke
from tests.support.factories import aliased, api, query, route, scalar, scan
from tests.support.hostile import TEXTS, texts

ALL_KEYS = (Key(name="pk", type="S"), Key(name="sk", type="N"), Key(name="by", type="B"))


def run(operation: ReadPageOperation, answer: Any = None, **querystring: str) -> tuple[Any, Answer]:
    """What was sent to DynamoDB and what was answered."""
    sent: list[Any] = []

    def backend(action: str, document: Any) -> BackendAnswer:
        sent.append(document)
        return BackendAnswer(200, answer or {"Items": []})

    request = Request(path={"pk": "mine"}, querystring=querystring)
    answered = invoke(integration(route(operation), api()), request, backend)
    return sent[0], answered


def test_a_query_sends_what_the_route_declares() -> None:
    operation = query(
        scalar("path.pk"),
        index="by_status",
        filter=aliased("#f > :f", f="f"),
        projection=aliased("#pk, #f", pk="pk", f="f"),
        values={"pk": scalar("path.pk"), "f": scalar("querystring.f", type="N", default="0")},
        scan_index_forward=False,
    )

    sent, answer = run(operation)

    assert sent == {
        "TableName": "app-data",
        "IndexName": "by_status",
        "ConsistentRead": False,
        "ScanIndexForward": False,
        "Limit": 25,
        "KeyConditionExpression": "#pk = :pk",
        "FilterExpression": "#f > :f",
        "ProjectionExpression": "#pk, #f",
        "ExpressionAttributeNames": {"#pk": "pk", "#f": "f"},
        "ExpressionAttributeValues": {":pk": {"S": "mine"}, ":f": {"N": "0"}},
    }
    assert answer == Answer(200, {}, {"items": [], "cursor": None})


def test_a_scan_sends_no_key_condition() -> None:
    assert run(scan(consistent_read=True))[0] == {"TableName": "app-data", "ConsistentRead": True, "Limit": 25}


@pytest.mark.parametrize(
    ("operation", "access"),
    [
        (query(scalar("path.pk")), TableAccess("Query", "app-data")),
        (query(scalar("path.pk"), index="by_status"), TableAccess("Query", "app-data", "by_status")),
        (scan(), TableAccess("Scan", "app-data")),
        (scan(index="by_status"), TableAccess("Scan", "app-data", "by_status")),
    ],
)
def test_a_route_may_read_its_own_table_or_index_and_nothing_else(
    operation: ReadPageOperation, access: TableAccess
) -> None:
    assert integration(route(operation), api()).access == (access,)


@pytest.mark.parametrize("maximum", [1, 5, 9, 10, 11, 25, 99, 100, 101, 110, 123, 200, 250, 499, 500])
def test_the_limit_is_what_the_client_asks_for_up_to_the_maximum(maximum: int) -> None:
    operation = query(scalar("path.pk"), default_limit=1, max_limit=maximum)
    asked = {0, 1, 2, 9, 10, 11, 99, 100, 101, 499, 500, 501, 1000, maximum - 1, maximum, maximum + 1, maximum * 10}

    assert {number: run(operation, limit=str(number))[0]["Limit"] for number in asked} == {
        number: number if 1 <= number <= maximum else 0 for number in asked
    }


@given(text=texts)
def test_a_limit_that_is_no_number_is_one_that_dynamodb_refuses(text: str) -> None:
    plain = text.isascii() and text.isdigit() and not text.startswith("0") and len(text) < 4 and int(text) <= 100

    assert run(query(scalar("path.pk")), limit=text)[0]["Limit"] == (int(text) if plain else 0)


@pytest.mark.parametrize("text", ["01", "+1", "1\n", "1\r", "\n1", "1|2", "٣", " 1", "1e1", ""])
def test_a_limit_is_written_in_one_way_only(text: str) -> None:
    assert run(query(scalar("path.pk")), limit=text)[0]["Limit"] == 0


@given(pk=texts, sk=st.integers().map(str), by=st.binary(max_size=20))
def test_a_cursor_leads_to_the_next_page(pk: str, sk: str, by: bytes) -> None:
    pk = pk.encode("utf-8", "ignore").decode() or "x"
    last = {"pk": {"S": pk}, "sk": {"N": sk}, "by": {"B": base64.b64encode(by or b"x").decode()}}
    operation = scan(cursor_keys=ALL_KEYS)

    _, answer = run(operation, {"Items": [], "LastEvaluatedKey": last})
    cursor = answer.body["cursor"]

    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    assert run(operation, cursor=cursor)[0]["ExclusiveStartKey"] == last


def test_a_cursor_holds_only_what_the_route_does_not_fix() -> None:
    answer = run(query(scalar("path.pk")), {"Items": [], "LastEvaluatedKey": {"pk": {"S": "mine"}, "sk": {"S": "a"}}})[
        1
    ]

    assert answer.body["cursor"] == "YQ.."


def test_where_the_route_fixes_the_whole_key_the_cursor_is_empty_and_still_leads_on() -> None:
    key = {"pk": scalar("path.pk"), "sk": scalar("=one")}
    operation = query(scalar("path.pk"), fixed_keys=key, cursor_keys=())
    last = {"pk": {"S": "mine"}, "sk": {"S": "one"}}

    assert run(operation, {"Items": [], "LastEvaluatedKey": last})[1].body["cursor"] == ""
    assert run(operation, cursor="")[0]["ExclusiveStartKey"] == last
    assert run(operation, cursor="YQ..")[0]["ExclusiveStartKey"] == {}


def encoded(text: str) -> str:
    data = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return data.replace("+", "-").replace("/", "_").replace("=", ".")


parts = st.one_of(texts, st.text("AZaz09-_.~=+/", max_size=12), texts.map(encoded))


@given(given_parts=st.lists(parts, max_size=4))
def test_a_forged_cursor_cannot_leave_its_partition(given_parts: list[str]) -> None:
    start = run(query(scalar("path.pk")), cursor="~".join(given_parts))[0]["ExclusiveStartKey"]

    # DynamoDB refuses the empty one.
    assert start == {} or (start["pk"] == {"S": "mine"} and set(start) == {"pk", "sk"} and set(start["sk"]) == {"S"})


@given(given_parts=st.lists(parts, max_size=5))
def test_a_forged_cursor_cannot_choose_types_or_attributes(given_parts: list[str]) -> None:
    start = run(scan(cursor_keys=ALL_KEYS), cursor="~".join(given_parts))[0]["ExclusiveStartKey"]

    assert start == {} or {name: set(value) for name, value in start.items()} == {"pk": {"S"}, "sk": {"N"}, "by": {"B"}}


@pytest.mark.parametrize(
    "garbage",
    [
        *TEXTS,
        "YQ",
        "YQ=",
        "YQ==",
        "YQ.",
        "YQ...",
        "Y...",
        "YQ..~",
        "~YQ..",
        "YQ..~YQ..",
        "YQ..\n",
        "a" * 5,
        "YQ..YQ..",
        "é",
    ],
)
def test_a_garbled_cursor_is_refused(garbage: str) -> None:
    refused = len(garbage) % 4 or not garbage or not garbage.isascii() or not garbage.isalnum()

    start = run(query(scalar("path.pk")), cursor=garbage)[0]["ExclusiveStartKey"]

    assert start == {} if refused else set(start) == {"pk", "sk"}


@pytest.mark.parametrize("name", ["get", "it's", "it's \"$x #end\\", "$x", "#", "é"])
def test_a_key_attribute_may_have_any_name(name: str) -> None:
    operation = scan(cursor_keys=(Key(name=name, type="S"),))
    last = {name: {"S": "x"}}

    answer = run(operation, {"Items": [], "LastEvaluatedKey": last})[1]

    assert run(operation, cursor=answer.body["cursor"])[0]["ExclusiveStartKey"] == last


def test_a_declared_answer_replaces_the_page() -> None:
    declared = ResolvedResponse(status=202, headers={"X": "y"}, body=MapValue(members={"q": scalar("querystring.q")}))
    made = integration(route(query(scalar("path.pk")), response=declared), api())
    request = Request(path={"pk": "1"}, querystring={"q": "it's"})

    assert invoke(made, request, lambda action, document: BackendAnswer(200, {})) == Answer(
        202, {"X": "y"}, {"q": "it's"}
    )


def test_a_204_has_no_body() -> None:
    made = integration(route(scan(), response=ResolvedResponse(status=204, headers={}, body=None)), api())

    assert invoke(made, Request(), lambda action, document: BackendAnswer(200, {"Items": []})) == Answer(204, {}, None)
