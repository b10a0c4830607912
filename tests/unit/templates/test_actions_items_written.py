"""GetItem, PutItem, UpdateItem, DeleteItem: what is sent, what is answered, which rights they need."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.model import Operation, ResolvedResponse
from generator.app.values import MapValue
from generator.templates.regional.actions import integration
from generator.templates.regional.integration import TableAccess
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke
from tests.support.factories import aliased, api, delete_item, get_item, put_item, route, scalar, table, update_item

KEY = {"pk": scalar("path.pk")}
REQUEST = Request(path={"pk": "it's"}, querystring={"q": "x"}, body="{}")


def response(status: int | None = None, body: Any = None, **headers: str) -> ResolvedResponse:
    return ResolvedResponse(status=status, headers=headers, body=body)


def run(
    operation: Operation, answer: Any, request: Request = REQUEST, status: int = 200, **changes: Any
) -> tuple[Any, Answer]:
    """What was sent to DynamoDB and what was answered."""
    sent: list[Any] = []

    def backend(action: str, document: Any) -> BackendAnswer:
        sent.append(document)
        return BackendAnswer(status, answer)

    answered = invoke(integration(route(operation, **changes), api()), request, backend)
    return sent[0], answered


def test_get_item_reads_one_key() -> None:
    operation = get_item(KEY, projection=aliased("#a, #b.#c", a="a", b="b-b", c="c"), consistent_read=True)

    sent, answer = run(operation, {"Item": {"pk": {"S": "it's"}}})

    assert sent == {
        "TableName": "app-data",
        "Key": {"pk": {"S": "it's"}},
        "ConsistentRead": True,
        "ProjectionExpression": "#a, #b.#c",
        "ExpressionAttributeNames": {"#a": "a", "#b": "b-b", "#c": "c"},
    }
    assert answer == Answer(200, {}, {"pk": "it's"})


def test_get_item_without_an_item_is_404() -> None:
    _, answer = run(get_item(KEY), {})

    assert (answer.status, answer.body["error"]["code"]) == (404, "NotFound")


def test_a_declared_answer_replaces_the_default_one_but_not_the_404() -> None:
    declared = response(202, MapValue(members={"asked": scalar("path.pk")}), **{"X-A": "b"})

    assert run(get_item(KEY), {"Item": {}}, response=declared)[1] == Answer(202, {"X-A": "b"}, {"asked": "it's"})
    assert run(get_item(KEY), {}, response=declared)[1].status == 404


@pytest.mark.parametrize(
    ("operation", "backend"),
    [
        (get_item(KEY), {"Item": {"a": {"S": "x"}}}),
        (put_item(KEY), {}),
        (update_item(KEY), {"Attributes": {"a": {"S": "x"}}}),
        (delete_item(KEY, return_values="ALL_OLD"), {"Attributes": {"a": {"S": "x"}}}),
    ],
)
def test_a_204_has_no_body(operation: Operation, backend: Any) -> None:
    assert run(operation, backend, response=response(204))[1] == Answer(204, {}, None)


@pytest.mark.parametrize(("method", "status"), [("POST", 201), ("PUT", 200), ("PATCH", 200)])
def test_put_item_answers_the_key_with_the_status_of_its_method(method: Any, status: int) -> None:
    operation = put_item({"pk": scalar("unique_id"), "name": scalar("body.name", optional=True)})

    assert run(operation, {}, method=method)[1] == Answer(status, {}, {"pk": "Kx-3-Zq"})


def test_put_item_answers_no_key_attribute_of_the_body() -> None:
    operation = put_item(
        {"pk": scalar("=C#", "body.id"), "sk": scalar("path.pk", type="N")},
        table=table("pk", "sk", types={"sk": "N"}),
    )

    request = Request(path={"pk": "12.50"}, body='{"id": "x"}')

    assert run(operation, {}, request)[1].body == {"sk": 12.5}
    assert run(put_item({"pk": scalar("body.id")}), {}, request)[1].body == {}


@pytest.mark.parametrize("text", ["", "n", "1,", "01", "NaN", '"', "1]", "--1", "1e", "0x1", "1\n"])
def test_a_number_that_is_none_is_answered_as_a_text(text: str) -> None:
    operation = put_item({"pk": scalar("path.pk", type="N")}, table=table(types={"pk": "N"}))

    assert run(operation, {}, Request(path={"pk": text}))[1].body == {"pk": text}


@pytest.mark.parametrize("text", ["0", "-1", "12.50", "1e5", "-0.1E-7", "123456789012345678901234567890"])
def test_a_number_is_answered_as_a_number(text: str) -> None:
    operation = put_item({"pk": scalar("path.pk", type="N")}, table=table(types={"pk": "N"}))

    assert run(operation, {}, Request(path={"pk": text}))[1].body == {"pk": json.loads(text)}


def test_put_item_sends_its_condition_with_its_values() -> None:
    operation = put_item(
        {**KEY, "version": scalar("=2", type="N")},
        condition=aliased("attribute_not_exists( #pk ) OR ( #version < :v )", pk="pk", version="version"),
        values={"v": scalar("querystring.q", type="N")},
    )

    assert run(operation, {})[0] == {
        "TableName": "app-data",
        "Item": {"pk": {"S": "it's"}, "version": {"N": "2"}},
        "ConditionExpression": "attribute_not_exists( #pk ) OR ( #version < :v )",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        "ExpressionAttributeNames": {"#pk": "pk", "#version": "version"},
        "ExpressionAttributeValues": {":v": {"N": "x"}},
    }


def test_update_item_sends_its_expressions() -> None:
    operation = update_item(
        KEY, update=aliased("ADD #n :one", n="n"), values={"one": scalar("=1", type="N")}, return_values="UPDATED_NEW"
    )

    sent, answer = run(operation, {"Attributes": {"n": {"N": "7"}}})

    assert sent == {
        "TableName": "app-data",
        "Key": {"pk": {"S": "it's"}},
        "ReturnValues": "UPDATED_NEW",
        "UpdateExpression": "ADD #n :one",
        "ConditionExpression": "attribute_exists( #pk )",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        "ExpressionAttributeNames": {"#n": "n", "#pk": "pk"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    assert answer == Answer(200, {}, {"n": 7})


@given(present=st.sets(st.sampled_from(["a", "b", "c d", "pk2", "é"])), must_exist=st.booleans(), always=st.booleans())
def test_set_writes_what_the_request_has_and_nothing_else(present: set[str], must_exist: bool, always: bool) -> None:
    optional = {name: scalar(f"body.{name}", optional=True) for name in ("a", "b", "c d", "pk2", "é")}
    changes = {**optional, **({"at": scalar("region")} if always else {})}
    condition = aliased("attribute_exists( #pk ) AND #a = :a", pk="pk", a="a") if must_exist else None
    values = {"a": scalar("=old")} if must_exist else {}
    operation = update_item(KEY, assignments=changes, condition=condition, values=values)

    sent, _ = run(operation, {}, Request(path={"pk": "1"}, body=json.dumps(dict.fromkeys(present, "new"))))

    names, given_values = sent.get("ExpressionAttributeNames", {}), sent.get("ExpressionAttributeValues", {})
    clauses = [clause.split(" = ") for clause in sent.get("UpdateExpression", "SET ")[4:].split(",") if clause.strip()]
    written = {names[alias.strip()]: given_values[value.strip()]["S"] for alias, value in clauses}
    assert written == {**dict.fromkeys(present, "new"), **({"at": "eu-west-1"} if always else {})}
    # DynamoDB refuses what no expression uses, and empty maps.
    used = {alias.strip() for alias, _ in clauses} | ({"#pk", "#a"} if must_exist else set())
    assert set(names) == used
    assert len(given_values) == len(clauses) + len(values)
    assert {} not in sent.values()
    assert given_values.get(":a") == ({"S": "old"} if must_exist else given_values.get(":a"))


def test_set_finds_a_name_for_every_attribute() -> None:
    names = ["a", "a_", "a__", "é", "xc3a9", "x-y", "x782d79", "1", "it's $x #end\\"]
    condition = aliased("#a = :a", a="other")
    operation = update_item(
        KEY, assignments={name: scalar(f"={name}") for name in names}, condition=condition, values={"a": scalar("=1")}
    )

    sent, _ = run(operation, {})

    clauses = [clause.split(" = ") for clause in sent["UpdateExpression"].removeprefix("SET ").split(", ")]
    aliases, values = sent["ExpressionAttributeNames"], sent["ExpressionAttributeValues"]
    assert {aliases[alias]: values[value]["S"] for alias, value in clauses} == {name: name for name in names}
    assert (aliases["#a"], values[":a"]) == ("other", {"S": "1"})


def test_set_finds_free_names_beside_those_of_the_condition() -> None:
    operation = update_item(
        KEY,
        assignments={"a": scalar("=new"), "x-y": scalar("=new")},
        condition=aliased("#a = :a AND #x782d79 = :x782d79", a="other", x782d79="another"),
        values={"a": scalar("=1"), "x782d79": scalar("=1")},
    )

    sent, _ = run(operation, {})

    assert sent["UpdateExpression"] == "SET #a_ = :a_, #x782d79_ = :x782d79_"
    assert sent["ExpressionAttributeNames"] == {"#a": "other", "#x782d79": "another", "#a_": "a", "#x782d79_": "x-y"}


@pytest.mark.parametrize("operation", [update_item(KEY, return_values="NONE"), delete_item(KEY)])
def test_without_return_values_the_answer_is_204(operation: Operation) -> None:
    assert run(operation, {})[1] == Answer(204, {}, None)


def test_without_return_values_a_declared_body_is_answered_with_200() -> None:
    declared = response(body=MapValue(members={"region": scalar("region")}))

    for operation in (update_item(KEY, return_values="NONE"), update_item(KEY), delete_item(KEY)):
        assert run(operation, {}, response=declared)[1] == Answer(200, {}, {"region": "eu-west-1"})


def test_delete_item_answers_the_item_that_was() -> None:
    sent, answer = run(delete_item(KEY, return_values="ALL_OLD"), {"Attributes": {"n": {"N": "7"}}})

    assert sent == {
        "TableName": "app-data",
        "Key": {"pk": {"S": "it's"}},
        "ReturnValues": "ALL_OLD",
        "ConditionExpression": "attribute_exists( #pk )",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        "ExpressionAttributeNames": {"#pk": "pk"},
    }
    assert answer == Answer(200, {}, {"n": 7})


def test_no_attributes_are_an_empty_object() -> None:
    for operation in (update_item(KEY, return_values="UPDATED_OLD"), delete_item(KEY, return_values="ALL_OLD")):
        assert run(operation, {})[1] == Answer(200, {}, {})


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        (get_item(KEY), "GetItem"),
        (put_item(KEY), "PutItem"),
        (update_item(KEY), "UpdateItem"),
        (delete_item(KEY), "DeleteItem"),
    ],
)
def test_a_route_may_do_its_own_action_on_its_own_table_and_nothing_else(operation: Operation, action: str) -> None:
    made = integration(route(operation), api())

    assert (made.type, made.action, made.access) == ("AWS", action, (TableAccess(action, "app-data"),))


def test_what_validates_the_request_is_handed_on() -> None:
    schema = {"type": "object"}
    made = integration(route(get_item(KEY), body_schema=schema, querystrings={"q": True}, headers={"X": False}), api())

    assert (made.body_schema, made.querystrings, made.headers) == (schema, {"q": True}, {"X": False})


def test_a_body_of_another_type_never_reaches_dynamodb() -> None:
    made = integration(route(put_item(KEY), "PUT"), api())
    request = Request(path={"pk": "1"}, headers={"Content-Type": "text/plain"}, body='{"TableName": "another"}')

    def backend(action: str, document: Any) -> BackendAnswer:
        raise AssertionError(document)

    assert invoke(made, request, backend).status == 415
