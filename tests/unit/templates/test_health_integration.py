"""The health check: which answer of DynamoDB takes a region out of DNS."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from generator.templates.regional.health import health_integration
from generator.templates.regional.integration import Integration, TableAccess
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke
from tests.support.factories import app, table

DATA = table(key="data", table_name="app-data")
TYPED = table("n", "b", key="typed", table_name="app-typed", types={"n": "N", "b": "B"})
DRAINED = {"pk": {"S": "eu-west-1"}, "drained": {"BOOL": True}}
DEEP = health_integration(app(DATA, TYPED))


def answered(status: int, body: Any, integration: Integration = DEEP) -> Answer:
    return invoke(integration, Request(), lambda action, sent: BackendAnswer(status, body))


def batch(*rows: Any, unprocessed: tuple[str, ...] = ()) -> Any:
    keys = {name: {"Keys": [{"pk": {"S": "x"}}]} for name in unprocessed}
    return {"Responses": {"app-control": list(rows), "app-data": []}, "UnprocessedKeys": keys}


def test_a_deep_check_reads_the_control_row_of_the_region_and_a_key_of_every_table() -> None:
    sent: list[Any] = []

    def backend(action: str, document: Any) -> BackendAnswer:
        sent.append((action, document))
        return BackendAnswer(200, batch())

    invoke(DEEP, Request(region="ap-southeast-2"), backend)

    keys = {
        "app-control": {"Keys": [{"pk": {"S": "ap-southeast-2"}}]},
        "app-data": {"Keys": [{"pk": {"S": "__health__"}}]},
        "app-typed": {"Keys": [{"n": {"N": "0"}, "b": {"B": "X19oZWFsdGhfXw=="}}]},
    }
    assert sent == [("BatchGetItem", {"RequestItems": keys})]


def test_a_control_check_reads_the_control_row_only() -> None:
    control = health_integration(app(DATA, mode="control"))

    assert "app-data" not in control.request_template
    assert control.access == (TableAccess("BatchGetItem", "app-control"),)
    assert answered(200, batch(DRAINED), control).status == 503


def test_a_shallow_check_asks_nobody() -> None:
    shallow = health_integration(app(DATA, mode="shallow"))

    assert (shallow.type, shallow.access) == ("MOCK", ())
    assert answered(500, {}, shallow) == Answer(
        200, {"Cache-Control": "no-store"}, {"status": "ok", "region": "eu-west-1"}
    )


def test_the_check_has_its_rights_and_its_timeout() -> None:
    deep = health_integration(app(DATA, TYPED, timeout=700))

    assert deep.timeout == 700
    assert deep.access == tuple(TableAccess("BatchGetItem", name) for name in ("app-control", "app-data", "app-typed"))


@pytest.mark.parametrize(
    ("body", "status", "state"),
    [
        (batch(), 200, "ok"),
        (batch({"pk": {"S": "eu-west-1"}}), 200, "ok"),
        (batch({"pk": {"S": "eu-west-1"}, "drained": {"BOOL": False}}), 200, "ok"),
        (batch({"pk": {"S": "eu-west-1"}, "drained": {"S": "true"}}), 200, "ok"),
        (batch(DRAINED), 503, "drained"),
        (batch(unprocessed=("app-data",)), 200, "degraded"),
        (batch(unprocessed=("app-control",)), 503, "unavailable"),
        (batch(unprocessed=("app-control", "app-data")), 503, "unavailable"),
        (batch(DRAINED, unprocessed=("app-data",)), 503, "drained"),
        (batch(DRAINED, unprocessed=("app-control",)), 503, "drained"),
        ({}, 503, "unavailable"),
        ([], 503, "unavailable"),
        ("text", 503, "unavailable"),
    ],
)
def test_the_order_of_the_decisions(body: Any, status: int, state: str) -> None:
    expected = Answer(status, {"Cache-Control": "no-store"}, {"status": state, "region": "eu-west-1"})

    assert answered(200, body) == expected


@pytest.mark.parametrize(
    ("status", "type"),
    list(
        product((400, 429), ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"))
    ),
)
def test_throttling_does_not_fail_over(status: int, type: str) -> None:
    for body in ({"__type": type}, {"__type": f"com.amazonaws.dynamodb.v20120810#{type}"}):
        answer = answered(status, body)

        assert (answer.status, answer.body["status"]) == (200, "degraded")


@pytest.mark.parametrize(
    "body", [{}, [], {"__type": "x#AccessDeniedException"}, {"__type": "ResourceNotFoundException"}]
)
@pytest.mark.parametrize("status", [100, 301, 400, 403, 500, 503])
def test_everything_unforeseen_fails_closed(status: int, body: Any) -> None:
    answer = answered(status, body)

    assert (answer.status, answer.body["status"]) == (503, "unavailable")
    assert answer.headers == {"Cache-Control": "no-store"}
