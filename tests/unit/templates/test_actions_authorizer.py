"""What an authorizer says, in request and response templates: whatever it leaves out opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.app.values import ListValue, MapValue, Value
from generator.templates.regional.actions import integration
from tests.support.apigateway import Request, rendered_request, strict_json
from tests.support.factories import api, put_item, query, route, scalar
from tests.support.hostile import TEXTS

TENANT = scalar("=T#", "context.authorizer.tenant")


def request(said: Mapping[str, str]) -> Request:
    return Request(path={"pk": "1"}, context={"authorizer": {"principalId": "ann", **said}})


def item(values: Mapping[str, Value], said: Mapping[str, str]) -> Any:
    sent = integration(route(put_item(values), "PUT"), api())
    return strict_json(rendered_request(sent, request(said)))["Item"]


@pytest.mark.parametrize("text", TEXTS)
def test_what_an_authorizer_says_reaches_dynamodb_as_it_is(text: str) -> None:
    plain = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    assert item({"pk": TENANT}, {"tenant": plain}) == {"pk": {"S": f"T#{plain}"}}


def test_an_optional_value_is_left_out_and_a_default_takes_the_place_of_what_is_not_said() -> None:
    values: dict[str, Value] = {
        "pk": scalar("path.pk"),
        "level": scalar("context.authorizer.level", type="N", optional=True),
        "role": scalar("context.authorizer.role", default="guest"),
    }

    assert item(values, {}) == {"pk": {"S": "1"}, "role": {"S": "guest"}}
    assert item(values, {"level": "3", "role": "admin"}) == {
        "pk": {"S": "1"},
        "level": {"N": "3"},
        "role": {"S": "admin"},
    }


def test_a_value_that_had_to_be_said_becomes_one_that_dynamodb_refuses_wherever_it_stands() -> None:
    values: dict[str, Value] = {
        "pk": TENANT,
        "map": MapValue(members={"a": TENANT}),
        "list": ListValue(members=(TENANT,)),
        "number": scalar("context.authorizer.level", type="N"),
    }

    assert item(values, {}) == {"pk": {}, "map": {"M": {"a": {}}}, "list": {"L": [{}]}, "number": {}}


def test_a_page_of_a_tenant_that_was_not_said_is_nobodys_and_a_cursor_does_not_help() -> None:
    page = integration(route(query(TENANT)), api())
    sent = strict_json(rendered_request(page, request({})._replace(querystring={"cursor": "eA.."})))

    assert "T#" not in str(sent)
    assert {} in sent["ExpressionAttributeValues"].values()


def test_who_calls_is_always_said() -> None:
    assert item({"pk": scalar("context.authorizer.principalId")}, {}) == {"pk": {"S": "ann"}}
