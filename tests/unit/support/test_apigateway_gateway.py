"""The way of a request: what API Gateway refuses, which response it chooses."""

from __future__ import annotations

from typing import Any

import pytest

from generator.templates.regional.integration import Integration, IntegrationResponse
from tests.support.apigateway import BackendAnswer, RenderError, Request, invoke, strict_json

SCHEMA = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def integration(**changes: Any) -> Integration:
    given: dict[str, Any] = {
        "type": "AWS",
        "action": "PutItem",
        "request_template": '{"A": 1}',
        "responses": (
            IntegrationResponse(status=200, selection_pattern="2\\d\\d", template='{"fine": true}'),
            IntegrationResponse(status=503, template='{"fine": false}'),
        ),
        "statuses": (200, 503),
    }
    return Integration(**{**given, **changes})


def backend(action: str, request: Any) -> BackendAnswer:
    assert (action, request) == ("PutItem", {"A": 1})
    return BackendAnswer(200, {})


def test_a_success_goes_through_its_template() -> None:
    assert invoke(integration(), Request(), backend) == (200, {}, {"fine": True})


def test_a_pattern_matches_the_whole_status_and_the_rest_is_the_default() -> None:
    assert invoke(integration(), Request(), lambda action, request: BackendAnswer(2000, {})).status == 503


@pytest.mark.parametrize("body", [None, "", "{", "[]", '{"name": 1}'])
def test_a_body_that_the_model_refuses_is_a_400_whatever_its_content_type(body: str | None) -> None:
    for headers in ({}, {"content-type": "text/plain"}):
        assert invoke(integration(body_schema=SCHEMA), Request(body=body, headers=headers), backend).status == 400


@pytest.mark.parametrize(
    ("content_type", "status"),
    [("text/plain", 415), ("application/xml", 415), ("", 415), ("Application/JSON; charset=utf-8", 200)],
)
def test_only_json_is_mapped(content_type: str, status: int) -> None:
    request = Request(body='{"name": "x"}', headers={"CONTENT-TYPE": content_type})

    assert invoke(integration(body_schema=SCHEMA), request, backend).status == status


def test_required_parameters_must_be_there() -> None:
    needing = integration(querystrings={"q": True, "r": False}, headers={"X-Y": True})

    assert invoke(needing, Request(), backend).status == 400
    assert invoke(needing, Request(querystring={"q": ""}, headers={"x-y": "1"}), backend).status == 200


def test_a_status_that_the_method_does_not_declare_is_an_error() -> None:
    response = IntegrationResponse(status=200, template="#set($context.responseOverride.status = 418)")

    with pytest.raises(RenderError):
        invoke(integration(responses=(response,)), Request(), backend)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '"\n"', "NaN", "{,}", "$x"])
def test_json_is_read_strictly(text: str) -> None:
    with pytest.raises(RenderError):
        strict_json(text)
