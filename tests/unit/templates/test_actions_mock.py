"""Mock routes: the declared answer, made of what the request says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from generator.app.declarations import Cors
from generator.app.model import ResolvedResponse
from generator.app.values import BodyField, ExpiresAfterDays, ListValue, MapValue, SetValue, Value
from generator.templates.regional.actions import integration
from generator.templates.regional.plain_values import plain
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke
from tests.support.factories import api, route, scalar
from tests.support.hostile import texts


def answered(body: Value | None, status: int | None = None, cors: Cors | None = None, **request: Any) -> Answer:
    made = integration(route(response=ResolvedResponse(status=status, headers={"X-A": "b"}, body=body)), api(cors=cors))
    assert (made.type, made.action, made.access) == ("MOCK", None, ())
    return invoke(made, Request(**request), lambda action, sent: BackendAnswer(500, {}))


def test_an_empty_answer() -> None:
    assert answered(None, 204) == Answer(204, {"X-A": "b"}, None)


def test_the_status_is_200_unless_declared() -> None:
    assert answered(None).status == 200


def test_every_kind_of_value_is_plain_json() -> None:
    body = MapValue(
        members={
            "text": scalar("=it's $x #end"),
            "number": scalar("=12.50", type="N"),
            "no": scalar("=false", type="BOOL"),
            "nothing": scalar("=null", type="NULL"),
            "binary": scalar("=AA==", type="B"),
            "given": scalar("querystring.q", default="none"),
            "flag": scalar("querystring.flag", type="BOOL", default="true"),
            "absent": scalar("querystring.q", optional=True),
            "list": ListValue(members=(scalar("querystring.q", optional=True), scalar("region"))),
            "set": SetValue(type="NS", members=(scalar("=1").expression, scalar("=2.5").expression)),
            "until": ExpiresAfterDays(days=1),
            "id": scalar("unique_id"),
            "from": scalar("context.identity.sourceIp"),
        }
    )

    assert answered(body).body == {
        "text": "it's $x #end",
        "number": 12.5,
        "no": False,
        "nothing": None,
        "binary": "AA==",
        "given": "none",
        "flag": True,
        "list": ["eu-west-1"],
        "set": [1, 2.5],
        "until": 1_700_086_400,
        "id": "Kx-3-Zq",
        "from": "192.0.2.1",
    }


@given(q=texts, header=texts)
def test_what_the_client_sends_cannot_break_the_answer(q: str, header: str) -> None:
    body = MapValue(members={"n": scalar("querystring.q", type="N"), "s": scalar("querystring.q", "header.X-Y")})

    answer = answered(body, querystring={"q": q}, headers={"x-y": header})

    assert set(answer.body) == {"n", "s"}
    assert answer.body["s"] == (q + header).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@pytest.mark.parametrize(("q", "number"), [("5", 5), ("", "1"), ("5.", "15.")])
def test_a_number_of_several_parts_is_a_number_if_they_make_one(q: str, number: object) -> None:
    expected = 15 if q == "5" else 1 if q == "" else number

    assert answered(scalar("=1", "querystring.q", type="N"), querystring={"q": q}).body == expected


def test_a_number_with_a_literal_that_belongs_in_none_is_a_text() -> None:
    assert answered(scalar("=$", "querystring.q", type="N"), querystring={"q": "5"}).body == "$5"
    assert answered(scalar("=1,2", type="N")).body == "1,2"


def test_the_body_of_the_request_is_gone_by_then() -> None:
    with pytest.raises(ValueError, match="request's body"):
        plain(SetValue(type="SS", members=BodyField(("x",))))


def test_cors_headers_are_there() -> None:
    cors = Cors(allow_origins=("https://a.example", "https://b.example"))

    headers = answered(None, cors=cors, headers={"ORIGIN": "https://b.example"}).headers

    assert headers == {"X-A": "b", "Access-Control-Allow-Origin": "https://b.example", "Vary": "Origin"}
