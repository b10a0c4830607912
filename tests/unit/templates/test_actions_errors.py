"""What DynamoDB refuses: the right status, one body, and nothing of DynamoDB's own words."""

from __future__ import annotations

from typing import Any

import pytest

from generator.app.declarations import Cors
from generator.app.model import Operation
from generator.templates.regional.actions import integration
from generator.templates.regional.errors import gateway_error_body
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke
from tests.support.factories import (
    aliased,
    api,
    delete_item,
    get_item,
    put_item,
    query,
    route,
    scalar,
    scan,
    update_item,
)

NAMESPACES = ("", "com.amazonaws.dynamodb.v20120810#", "com.amazon.coral.service#")
KEY = {"pk": scalar("path.pk")}
OPERATIONS: dict[str, Operation] = {
    "GetItem": get_item(KEY),
    "PutItem": put_item(KEY, condition=aliased("attribute_not_exists( #pk )", pk="pk")),
    "UpdateItem": update_item(KEY, update=aliased("SET #a = :a", a="a"), values={"a": scalar("=1")}),
    "DeleteItem": delete_item(KEY),
    "Query": query(scalar("path.pk")),
    "Scan": scan(),
}


def answered(operation: Operation, status: int, body: Any, cors: Cors | None = None) -> Answer:
    request = Request(path={"pk": "1"}, headers={"origin": "https://b.example"})
    made = integration(route(operation), api(cors=cors))
    return invoke(made, request, lambda action, sent: BackendAnswer(status, body))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize(
    ("type", "status", "code"),
    [
        ("ConditionalCheckFailedException", 404, "NotFound"),
        ("ProvisionedThroughputExceededException", 429, "Throttled"),
        ("ThrottlingException", 429, "Throttled"),
        ("RequestLimitExceeded", 429, "Throttled"),
        ("ValidationException", 400, "InvalidRequest"),
        ("SerializationException", 400, "InvalidRequest"),
        ("ItemCollectionSizeLimitExceededException", 409, "Full"),
        ("TransactionConflictException", 409, "Busy"),
        ("ReplicatedWriteConflictException", 409, "Busy"),
        ("ResourceNotFoundException", 500, "InternalError"),
        ("AccessDeniedException", 500, "InternalError"),
        ("UnrecognizedClientException", 500, "InternalError"),
        ("SomethingNew", 500, "InternalError"),
    ],
)
def test_each_type_has_its_status(operation: Operation, namespace: str, type: str, status: int, code: str) -> None:
    answer = answered(operation, 400, {"__type": namespace + type, "message": "arn:aws:secret", "Message": "secret"})

    assert answer.status == status
    assert set(answer.body) == {"error"}
    assert set(answer.body["error"]) == {"code", "message", "request_id"}
    assert (answer.body["error"]["code"], answer.body["error"]["request_id"]) == (code, "Kx/3=Zq")
    assert "secret" not in str(answer.body)


@pytest.mark.parametrize("name", ["PutItem", "UpdateItem", "DeleteItem"])
def test_a_condition_that_an_item_fails_is_a_conflict_and_does_not_show_the_item(name: str) -> None:
    body = {"__type": "x#ConditionalCheckFailedException", "Item": {"password": {"S": "secret"}}}

    answer = answered(OPERATIONS[name], 400, body)

    assert (answer.status, answer.body["error"]["code"]) == (409, "Conflict")
    assert "secret" not in str(answer)


@pytest.mark.parametrize("name", ["PutItem", "UpdateItem", "DeleteItem"])
def test_a_condition_asks_for_the_item_that_tells_404_from_409(name: str) -> None:
    assert '"ReturnValuesOnConditionCheckFailure": "ALL_OLD"' in (
        integration(route(OPERATIONS[name]), api()).request_template
    )


@pytest.mark.parametrize("body", [{}, [], "text", 5, True, {"__type": 5}, {"__type": {"x": "ThrottlingException"}}])
def test_an_error_of_no_known_shape_is_ours(body: Any) -> None:
    for operation in OPERATIONS.values():
        assert answered(operation, 400, body).status == 500


@pytest.mark.parametrize("status", [100, 301, 500, 503, 599])
def test_whatever_is_neither_success_nor_refusal_is_503(status: int) -> None:
    for operation in OPERATIONS.values():
        answer = answered(operation, status, {"Item": {}, "Items": []})

        assert (answer.status, answer.body["error"]["code"]) == (503, "ServiceUnavailable")


@pytest.mark.parametrize("status", [200, 400, 500])
def test_every_answer_carries_the_headers_of_cors(status: int) -> None:
    one = Cors(allow_origins=("*",), expose_headers=("X-A", "X-B"))
    several = Cors(allow_origins=("https://a.example", "https://b.example"), allow_credentials=True)

    for operation in OPERATIONS.values():
        assert answered(operation, status, {}, one).headers == {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "X-A,X-B",
        }
        assert answered(operation, status, {}, several).headers == {
            "Access-Control-Allow-Origin": "https://b.example",
            "Access-Control-Allow-Credentials": "true",
            "Vary": "Origin",
        }


def test_the_body_of_a_gateway_response_is_only_substituted() -> None:
    assert gateway_error_body("Throttled") == (
        '{"error": {"code": "Throttled", "message": $context.error.messageString, '
        '"request_id": "$context.extendedRequestId"}}'
    )


def test_the_answer_to_a_wrong_body_names_the_field() -> None:
    assert '"detail": "$context.error.validationErrorString"' in gateway_error_body("InvalidRequest", names_field=True)
