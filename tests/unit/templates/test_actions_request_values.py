"""Request templates: whatever a client sends, DynamoDB gets exactly the declared attributes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.values import BodyField, ExpiresAfterDays, ListValue, MapValue, SetValue, Value
from generator.templates.regional import vtl
from generator.templates.regional.actions import integration
from generator.templates.regional.integration import Integration
from generator.velocity import java
from tests.support.apigateway import Request, rendered, rendered_request, strict_json
from tests.support.factories import api, put_item, route, scalar
from tests.support.hostile import json_values, scalars, texts

ITEM: dict[str, Value] = {
    "pk": scalar("path.pk"),
    "joined": scalar("=ORDER#$", "path.pk", "=.size()", "querystring.q", "=\\"),
    "number": scalar("body.number", type="N"),
    "given": scalar("body.given", default="it's $x #end \\"),
    "note": scalar("body.note", optional=True),
    "deep": scalar("body.a.b.c", optional=True),
    "agent": scalar("header.X-Agent", optional=True),
    "both": scalar("header.X-Agent", "querystring.r", optional=True),
    "place": MapValue(members={"region": scalar("region"), "note": scalar("body.note", optional=True)}),
    "maybe": MapValue(
        members={"note": scalar("body.note", optional=True), "r": scalar("querystring.r", optional=True)}
    ),
    "list": ListValue(members=(scalar("body.note", optional=True), scalar("=1", type="N"))),
    "set": SetValue(type="SS", members=((scalar("path.pk").expression), (scalar("=fixed").expression))),
    "one": scalar("=1", type="N"),
    "no": scalar("=false", type="BOOL"),
    "nothing": scalar("=null", type="NULL"),
}
PUT = integration(route(put_item(ITEM), "PUT"), api())


def whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def of_url(text: str) -> str:
    """A URL has no place for half a surrogate pair."""
    return whole(text).encode("utf-8", "replace").decode()


def sent(integration: Integration, request: Request) -> Any:
    return strict_json(rendered_request(integration, request))


def S(text: str) -> dict[str, str]:
    return {"S": whole(text)}


def item_of(value: Value, **request: Any) -> Any:
    """What becomes of one attribute, `x`."""
    put = integration(route(put_item({"pk": scalar("=1"), "x": value}), "PUT"), api())
    return sent(put, Request(**request))["Item"].get("x")


@given(pk=texts, q=texts, r=st.none() | texts, agent=st.none() | texts, body=st.data())
def test_the_item_has_exactly_the_declared_attributes(
    pk: str, q: str, r: str | None, agent: str | None, body: st.DataObject
) -> None:
    number, given_, note, c = (body.draw(st.none() | scalars) for _ in range(4))
    fields = {"number": number or 0, "given": given_, "note": note, "a": None if c is None else {"b": {"c": c}}}
    request = Request(
        path={"pk": pk},
        querystring={"q": q} | ({} if r is None else {"r": r}),
        headers={} if agent is None else {"x-aGENT": agent},
        body=json.dumps({name: value for name, value in fields.items() if value is not None}),
    )

    item = sent(PUT, request)["Item"]

    noted = {} if note is None else {"note": S(java.text(note))}
    expected = {
        "pk": S(of_url(pk)),
        "joined": S("ORDER#$" + of_url(pk) + ".size()" + q + "\\"),
        "number": {"N": whole(java.text(number or 0))},
        "given": S("it's $x #end \\" if given_ is None else java.text(given_)),
        **noted,
        **({} if c is None else {"deep": S(java.text(c))}),
        **({} if agent is None else {"agent": S(agent)}),
        **({} if agent is None or r is None else {"both": S(agent + r)}),
        "place": {"M": {"region": S("eu-west-1"), **noted}},
        "maybe": {"M": {**noted, **({} if r is None else {"r": S(r)})}},
        "list": {"L": [*noted.values(), {"N": "1"}]},
        "set": {"SS": [of_url(pk), "fixed"]},
        "one": {"N": "1"},
        "no": {"BOOL": False},
        "nothing": {"NULL": True},
    }
    assert item == expected


@given(body=json_values)
def test_a_body_of_any_shape_gives_a_request_with_no_other_attributes(body: Any) -> None:
    request = Request(path={"pk": "1"}, querystring={"q": "x"}, body=json.dumps({} if body is None else body))

    document = sent(PUT, request)

    assert set(document) == {"TableName", "Item"}
    assert set(document["Item"]) <= set(ITEM)
    assert document["TableName"] == "app-data"


def test_without_the_escape_a_client_could_write_attributes_of_its_own() -> None:
    put = integration(route(put_item({"pk": scalar("path.pk")}), "PUT"), api())
    careless = put.request_template.replace(vtl.escaped("path_pk"), "$!{path_pk}")
    injection = Request(path={"pk": '", "N": "1'}, querystring={"q": "x"})

    assert set(sent(put, injection)["Item"]["pk"]) == {"S"}
    assert set(strict_json(rendered(careless, injection, {})[0])["Item"]["pk"]) == {"S", "N"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"x": true}', {"BOOL": True}),
        ('{"x": false}', {"BOOL": False}),
        ('{"x": "true"}', {"BOOL": True}),
        ('{"x": "yes\'"}', {"BOOL": "yes'"}),
        ('{"x": null}', {"BOOL": ""}),
        ("{}", None),
    ],
)
def test_a_boolean_is_one_or_something_that_dynamodb_refuses(body: str, expected: Any) -> None:
    assert item_of(scalar("body.x", type="BOOL", optional=True), body=body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"x": ["a", "it's", 1, 1.5, True]}, {"SS": ["a", "it's", "1", "1.5", "true"]}),
        ({"x": []}, {"SS": []}),
        ({"x": "text"}, {"SS": []}),
        ({"x": [str(number) for number in range(1000)]}, {"SS": [str(number) for number in range(1000)]}),
        ({"x": [str(number) for number in range(1001)]}, {"SS": []}),
        ({}, None),
    ],
)
def test_a_set_is_the_whole_array_or_refused_but_never_cut(body: Any, expected: Any) -> None:
    value = SetValue(type="SS", members=BodyField(("x",)), optional=True)

    assert item_of(value, body=json.dumps(body)) == expected


def test_a_time_to_live_is_in_seconds() -> None:
    assert item_of(ExpiresAfterDays(days=400)) == {"N": str(1_700_000_000 + 400 * 86_400)}


@pytest.mark.parametrize(("type", "text"), [("N", "12.5"), ("B", "AA=="), ("S", "12.5")])
def test_a_key_of_the_path_has_the_type_that_the_table_declares(type: Any, text: str) -> None:
    assert item_of(scalar("path.x", type=type), path={"x": text}) == {type: text}


@pytest.mark.parametrize("text", ["a b", "a+b", "100%", "%41", "%2B", "a/b?c#d", "é", "\N{GRINNING FACE}", "~", "it's"])
def test_a_parameter_of_the_path_is_decoded_once(text: str) -> None:
    """API Gateway hands paths on as the client encoded them."""
    assert item_of(scalar("path.x"), path={"x": text}) == {"S": text}


def test_parameters_with_similar_names_are_not_mixed_up() -> None:
    paths = {name: str(index) for index, name in enumerate(("aB", "ab", "a_b", "a-b", "a_2d_b", "a.b"))}
    headers = {name: str(index) for index, name in enumerate(("a-b", "A_B", "a.b", "a_2e_b", "ab", "a!b"))}

    assert item_of(scalar(*(f"path.{name}" for name in paths)), path=paths) == {"S": "012345"}
    assert item_of(scalar(*(f"header.{name}" for name in headers)), headers=headers) == {"S": "012345"}


def test_a_parameter_is_never_taken_from_another_place() -> None:
    elsewhere: dict[str, Any] = {"path": {"id": "path"}, "headers": {"id": "header"}, "body": '{"id": "body"}'}

    assert item_of(scalar("querystring.id", optional=True), **elsewhere) is None
    assert item_of(scalar("querystring.id", optional=True), querystring={"id": "q"}, **elsewhere) == {"S": "q"}
    assert item_of(scalar("header.id", optional=True), **elsewhere) == {"S": "header"}
    assert item_of(scalar("body.id", optional=True), **elsewhere) == {"S": "body"}


@given(texts)
def test_a_unique_id_cannot_be_chosen_by_the_caller(chosen: str) -> None:
    context = {"requestId": chosen, "extendedRequestId": "Ab/=+1", "requestTimeEpoch": 1}
    headers = {"x-amzn-RequestId": chosen, "x-amz-request-id": chosen, "extendedRequestId": chosen}

    assert item_of(scalar("unique_id"), headers=headers, context=context) == {"S": "Ab---1"}


def test_without_a_request_id_the_key_is_empty_so_that_dynamodb_refuses_it() -> None:
    assert item_of(scalar("unique_id"), context={}) == {"S": ""}


def test_attributes_come_in_the_order_of_their_names_whatever_the_order_of_the_file() -> None:
    backwards = dict(reversed(ITEM.items()))

    assert integration(route(put_item(backwards), "PUT"), api()) == PUT
