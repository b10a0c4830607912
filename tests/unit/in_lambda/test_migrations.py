"""What calls migrations for CloudFormation: each version once, every request answered once, every failure told."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.in_lambda import migrations
from generator.in_lambda.migrations import answer, called, carried_out


@pytest.fixture(autouse=True)
def control_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTROL_TABLE", "shop-control")


class Table:
    """The item of one migration, as DynamoDB keeps it."""

    def __init__(self) -> None:
        self.request = ""
        self.versions: list[str] = []

    def update_item(self, **asked: Any) -> Any:
        assert asked["TableName"] == "shop-control"
        assert asked["Key"] == {"pk": {"S": "migration#backfill"}}
        if asked["UpdateExpression"].startswith("ADD"):
            self.versions += asked["ExpressionAttributeValues"][":version"]["SS"]
            return {}
        request = asked["ExpressionAttributeValues"][":request"]["S"]
        if request == self.request:
            told = {"Item": self.item} if asked.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else {}
            raise ClientError({"Error": {"Code": "ConditionalCheckFailedException"}, **told}, "UpdateItem")
        self.request = request
        return {"Attributes": self.item}

    @property
    def item(self) -> dict[str, Any]:
        return {"versions": {"SS": self.versions}} if self.versions else {}


class Functions:
    """Lambda: what the function was called with, and what it answers."""

    def __init__(self, failure: Any = None) -> None:
        self.calls: list[Any] = []
        self.failure = failure

    def invoke(self, **asked: Any) -> Any:
        self.calls.append((asked["FunctionName"], json.loads(asked["Payload"])))
        if self.failure is None:
            return {"Payload": io.BytesIO(b"null")}
        text = self.failure if isinstance(self.failure, str) else json.dumps(self.failure)
        return {"FunctionError": "Unhandled", "Payload": io.BytesIO(text.encode())}


def event(version: str = "v1", request: str = "r1", kind: str = "Create") -> dict[str, Any]:
    return {
        "RequestType": kind,
        "RequestId": request,
        "StackId": "stack",
        "LogicalResourceId": "BackfillMigration",
        "ResponseURL": "http://127.0.0.1:1/never",
        "ResourceProperties": {"Function": "backfill", "FunctionArn": "arn", "Version": version},
    }


def test_a_version_runs_once_and_is_kept() -> None:
    table, functions = Table(), Functions()

    assert carried_out(event(), table, functions) == ""
    assert carried_out(event(request="r2", kind="Update"), table, functions) == ""

    assert functions.calls == [("arn", {"migration": "backfill", "version": "v1"})]
    assert table.versions == ["v1"]


def test_another_version_runs_and_a_roll_back_to_the_one_before_does_not() -> None:
    table, functions = Table(), Functions()

    for request, version in enumerate(["v1", "v2", "v1", "v2"]):
        assert carried_out(event(version, str(request), "Update"), table, functions) == ""

    assert [payload["version"] for _, payload in functions.calls] == ["v1", "v2"]


def test_one_that_failed_is_told_and_runs_again_with_the_next_request() -> None:
    table, functions = Table(), Functions({"errorType": "ValueError", "errorMessage": "no such item"})

    assert carried_out(event(), table, functions) == "the migration backfill failed: ValueError: no such item"
    functions.failure = None
    assert carried_out(event(request="r2"), table, functions) == ""

    assert len(functions.calls) == 2
    assert table.versions == ["v1"]


def test_a_request_that_comes_again_is_carried_out_once_and_answered_again() -> None:
    table, functions = Table(), Functions()

    assert carried_out(event(), table, functions) == ""
    assert carried_out(event(), table, functions) == ""
    assert len(functions.calls) == 1


@pytest.mark.parametrize("versions", [[], ["v0"]])
def test_a_request_that_comes_again_while_it_is_carried_out_is_left_to_the_first(versions: list[str]) -> None:
    table, functions = Table(), Functions()
    table.request, table.versions = "r1", versions

    assert carried_out(event(), table, functions) is None
    assert functions.calls == []


def test_one_that_failed_and_comes_again_is_not_called_a_success() -> None:
    table, functions = Table(), Functions("no such item")

    assert carried_out(event(), table, functions)
    assert carried_out(event(), table, functions) is None
    assert len(functions.calls) == 1


def test_what_is_deleted_runs_nothing() -> None:
    table, functions = Table(), Functions()

    assert carried_out(event(kind="Delete"), table, functions) == ""
    assert (table.request, functions.calls) == ("", [])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no JSON", "no JSON"),
        ("[]", "[]"),
        ({"errorMessage": "Task timed out after 3.00 seconds"}, "Error: Task timed out after 3.00 seconds"),
    ],
)
def test_a_failure_is_told_in_whatever_form_it_comes(said: Any, told: str) -> None:
    assert called(event()["ResourceProperties"], Functions(said)) == f"the migration backfill failed: {told}"


class Refusing:
    """DynamoDB before it has heard of a role's rights."""

    def __init__(self, times: int, code: str) -> None:
        self.left = times
        self.code = code

    def __call__(self) -> str:
        self.left -= 1
        if self.left >= 0:
            raise ClientError({"Error": {"Code": self.code}}, "UpdateItem")
        return "done"


def test_a_right_that_is_not_known_yet_is_waited_for() -> None:
    slept: list[float] = []

    assert migrations.patiently(Refusing(2, "AccessDeniedException"), slept.append) == "done"
    assert slept == [5, 10]


@pytest.mark.parametrize(("times", "code", "waited"), [(1, "ThrottlingException", 0), (9, "AccessDenied", 3)])
def test_other_refusals_and_those_that_stay_are_told(times: int, code: str, waited: int) -> None:
    slept: list[float] = []

    with pytest.raises(ClientError):
        migrations.patiently(Refusing(times, code), slept.append)
    assert len(slept) == waited


class Service:
    """Where CloudFormation listens: what it was told, with the headers."""

    def __init__(self) -> None:
        told: list[tuple[dict[str, str], Any]] = []

        class Listener(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told.append((dict(self.headers), json.loads(body)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.told = told
        self.server = HTTPServer(("127.0.0.1", 0), Listener)

    def heard(self, call: Callable[[str], None]) -> tuple[dict[str, str], Any]:
        thread = Thread(target=self.server.handle_request)
        thread.start()
        call(f"http://127.0.0.1:{self.server.server_port}/answer?signed=yes")
        thread.join()
        self.server.server_close()
        return self.told[0]


@pytest.mark.parametrize(("failure", "status"), [("", "SUCCESS"), ("ü" * 5000, "FAILED")])
def test_the_answer_is_what_cloudformation_takes(failure: str, status: str) -> None:
    service = Service()

    headers, told = service.heard(lambda url: answer({**event(), "ResponseURL": url}, failure))

    assert told == {
        "Status": status,
        "Reason": failure[:500],
        "PhysicalResourceId": "BackfillMigration",
        "StackId": "stack",
        "RequestId": "r1",
        "LogicalResourceId": "BackfillMigration",
    }
    assert headers["Content-Type"] == ""
    assert int(headers["Content-Length"]) < 4096
