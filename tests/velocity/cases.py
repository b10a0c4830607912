"""Requests and answers for every template of the orders example, and for what that example does not use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from generator.app.declarations import Cors, Key
from generator.app.loader import load
from generator.app.model import ResolvedResponse
from generator.app.values import BodyField, ExpiresAfterDays, ListValue, MapValue, SetValue, Value
from generator.templates.regional.actions import integration
from generator.templates.regional.health import health_integration
from generator.templates.regional.integration import Integration
from generator.templates.regional.preflight import preflight_integration
from tests.support import factories as make
from tests.support.apigateway import Request
from tests.support.hostile import TEXTS
from tests.velocity.engine import Job

_ORDERS: Final = Path(__file__).parents[2] / "examples" / "orders" / "app.yaml"
_CORS: Final = Cors(allow_origins=("https://a.example", "https://b.example"))
_DEEP: Final[dict[str, Any]] = {
    "S": {"S": 'it\'s "$x" #end'},
    "N": {"N": "1E+30"},
    "B": {"B": "+/8="},
    "BOOL": {"BOOL": False},
    "NULL": {"NULL": True},
    "SS": {"SS": ["a'", "b"]},
    "NS": {"NS": ["1", "2.5"]},
    "BS": {"BS": ["AA=="]},
    "empty": {"M": {}},
    "none": {"L": []},
    "M": {"M": {"get": {"L": [{"S": "x"}, {"M": {"size": {"N": "1"}}}]}, "keySet": {"BOOL": True}}},
}
_ANSWERS: Final[tuple[Any, ...]] = (
    {},
    {"Item": _DEEP, "Attributes": _DEEP},
    {"Item": {"x": {"L": [{"L": [{"L": [{"L": []}]}]}]}}},
    {"Item": {"x": {"SS": [str(number) for number in range(1001)]}}},
    {"Items": []},
    {
        "Items": [_DEEP] * 3,
        "LastEvaluatedKey": {name: {"S": "é~/+?"} for name in ("pk", "sk", "it's $x", "customer_id", "order_id")},
    },
    {"Items": [{"n": {"N": "1"}}] * 1001},
    {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "Item": _DEEP},
    {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"},
    {"__type": "ThrottlingException"},
    {"Responses": {"app-control": [{"pk": {"S": "eu-west-1"}, "drained": {"BOOL": True}}]}, "UnprocessedKeys": {}},
    {"Responses": {"app-control": []}, "UnprocessedKeys": {"app-data": {}}},
    {"Responses": {}, "UnprocessedKeys": {"app-control": {}}},
)


def jobs() -> Iterator[Job]:
    for each in _integrations():
        for request in _requests():
            yield Job(each.request_template, request, json.loads(request.body or "{}"))
        for response in each.responses:
            for index, answer in enumerate(_ANSWERS):
                yield Job(response.template or "", _request(index, TEXTS[index]), answer)


def _integrations() -> Iterator[Integration]:
    app = next(iter(load(_ORDERS)))
    for route in app.api.routes:
        yield integration(route, app.api)
    yield health_integration(app)
    yield health_integration(make.app(make.table()))
    yield preflight_integration(_CORS, ("GET",))
    for route in _routes():
        yield integration(route, make.api(cors=_CORS))


def _routes() -> Iterator[Any]:
    everything: dict[str, Value] = {
        "pk": make.scalar("path.pk", "=$#\\'\"", "unique_id"),
        "n": make.scalar("body.a", type="N", default="5"),
        "flag": make.scalar("body.a", type="BOOL", optional=True),
        "nested": make.scalar("body.deep.er", optional=True),
        "header": make.scalar("header.X-Some!Header", "querystring.q", optional=True),
        "set": SetValue(type="SS", members=BodyField(("list",)), optional=True),
        "map": MapValue(members={"a": make.scalar("body.a", optional=True), "b": make.scalar("body.b", optional=True)}),
        "list": ListValue(members=(make.scalar("body.a", optional=True), make.scalar("region"))),
        "expires": ExpiresAfterDays(days=30),
    }
    yield make.route(make.put_item(everything), "PUT")
    number = {"pk": make.scalar("path.pk", type="N"), "sk": make.scalar("=1", "querystring.q", type="N")}
    yield make.route(make.put_item(number, table=make.table("pk", "sk", types={"pk": "N", "sk": "N"})), "POST")
    yield make.route(response=ResolvedResponse(status=200, headers={}, body=_mock_body()))
    some = {name: make.scalar(f"body.{name}", optional=True) for name in ("a", "b")}
    key = {"pk": make.scalar("path.pk")}
    said = {
        "pk": make.scalar("=T#", "context.authorizer.tenant"),
        "who": make.scalar("context.authorizer.principalId"),
        "level": make.scalar("context.authorizer.level", type="N", optional=True),
        "role": make.scalar("context.authorizer.role", default="none"),
    }
    yield make.route(make.put_item(said), "PUT")
    yield make.route(make.update_item(key, condition=None, assignments=some), "PATCH")
    yield make.route(make.update_item(key, assignments={**some, "at-once": make.scalar("region")}), "PATCH")
    yield make.route(make.query(make.scalar("path.pk")))
    awkward = (Key(name="it's $x", type="S"), Key(name="sk", type="S"))
    yield make.route(make.scan(cursor_keys=awkward))
    yield make.route(make.get_item({"pk": make.scalar("path.pk", type="N")}), max_nesting=5)


def _mock_body() -> Value:
    return MapValue(
        members={
            "text": make.scalar("=it's $x #end"),
            "flag": make.scalar("querystring.q", type="BOOL", default="false"),
            "absent": make.scalar("querystring.absent", optional=True),
            "header": make.scalar("header.X-Some!Header", default="none"),
            "list": ListValue(members=(make.scalar("querystring.absent", optional=True), make.scalar("region"))),
            "set": SetValue(type="NS", members=(make.scalar("=1").expression, make.scalar("querystring.q").expression)),
            "until": ExpiresAfterDays(days=1),
        }
    )


def _requests() -> Iterator[Request]:
    for index, text in enumerate(TEXTS):
        yield _request(index, text)


def _request(index: int, text: str) -> Request:
    bodies: tuple[Any, ...] = (
        {},
        [],
        text,
        {"a": text, "b": text, "deep": {"er": text}, "list": [text, 1], "status": text, "warehouse": text},
        {"a": True, "deep": 5, "list": text, "total": 12345678901, "version": 1.0e10},
        {"a": None, "b": {"x": [1]}, "deep": [], "list": ["x"] * 1001, "total": 0.0001},
    )
    return Request(
        path=dict.fromkeys(("pk", "customer_id", "order_id", "status"), text),
        querystring={"limit": text, "cursor": ("YQ..", "YWI.~YWJj", text)[index % 3], "since": text, "q": text},
        headers={"x-some!header": text, "ORIGIN": "https://b.example"},
        body=json.dumps(bodies[index % len(bodies)]),
    )
