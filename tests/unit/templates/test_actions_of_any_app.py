"""For any app that the app file can describe: requests and answers are JSON, whatever clients and DynamoDB send."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.app.declarations import App
from generator.app.model import FunctionOperation, HttpOperation, MockOperation, ResolvedRoute
from generator.app.resolve import resolve
from generator.templates.regional.actions import integration
from generator.templates.regional.health import health_integration
from tests.strategies import apps
from tests.support.apigateway import Backend, BackendAnswer, Request, invoke, rendered_request, strict_json
from tests.support.hostile import TEXTS

ITEM = {"it's": {"S": "$x"}, "deep": {"M": {"a": {"L": [{"M": {"b": {"NS": ["1", "2"]}}}]}}}}
ANSWERS = (
    BackendAnswer(200, {"Items": []}),
    BackendAnswer(200, {"Item": ITEM, "Attributes": ITEM, "Items": [ITEM, ITEM]}),
    BackendAnswer(400, {"__type": "x#ConditionalCheckFailedException", "Item": ITEM}),
    BackendAnswer(400, {"__type": "ThrottlingException"}),
    BackendAnswer(500, "<html>"),
)


def body(schema: Any, text: str) -> Any:
    """A body with that text in every field that the schema names."""
    members = [each for each in (schema or {}).get("allOf", [schema]) if each]
    properties = {name: member for each in members for name, member in each.get("properties", {}).items()}
    return {name: body(member, text) for name, member in properties.items()} if properties else text


def request(route: ResolvedRoute, text: str, *, whole: bool) -> Request:
    """Every parameter that the route reads holds the text; not `whole`: those that it can do without are absent."""
    names = re.findall(r"{([^}+]+)\+?}", route.path)
    queries = [name for name, needed in route.querystrings.items() if needed or whole]
    headers = [name for name, needed in route.headers.items() if needed or whole]
    sent = body(route.body_schema, text) if whole else {}
    path, querystring, sent_headers = (dict.fromkeys(each, text) for each in (names, queries, headers))
    return Request(path, querystring, sent_headers, json.dumps(sent))


def answering(answer: BackendAnswer) -> Backend:
    return lambda action, document: answer


@given(declared=apps(), text=st.sampled_from([text for text in TEXTS if len(text) < 100]), whole=st.booleans())
def test_requests_and_answers_are_json(declared: App, text: str, whole: bool) -> None:
    app = resolve(declared).app
    assert app is not None

    for route in app.api.routes:
        if isinstance(route.operation, FunctionOperation | HttpOperation):
            # No template of ours is between the client and the function or address.
            continue
        made = replace(integration(route, app.api), body_schema=None)
        hostile = request(route, text, whole=whole)
        document = strict_json(rendered_request(made, hostile))

        assert isinstance(route.operation, MockOperation) or document["TableName"] == route.operation.table.table_name
        for answer in ANSWERS:
            # Raises where what is answered is no JSON, or has a status that the method does not declare.
            invoke(made, hostile, answering(answer))
    assert strict_json(rendered_request(health_integration(app), Request()))
