"""The functions of the example `everything`, each with what AWS would call it with."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest
import yaml

from tests.support.apps import EXAMPLES
from tests.unit.examples.code import Table, code_of

QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"
ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/GET/things/1"


class Queues:
    """Notes what is sent, and where to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # as boto3 names them
        self.sent.append((QueueUrl, json.loads(MessageBody)))


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("QUEUE_JOBS", QUEUE)
    return code_of("everything", "api")


def message(body: str, number: int = 1) -> dict[str, str]:
    return {"messageId": f"00000000-00{number:02x}-4000-8000-000000000000", "body": body}


def test_a_request_is_answered_where_it_came_and_noted_once(api: ModuleType) -> None:
    queues = Queues()

    answer = api.answer({"httpMethod": "DELETE", "path": "/things/1"}, queues)

    note = {"method": "DELETE", "path": "/things/1"}
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {**note, "region": "eu-west-1"})
    assert queues.sent == [(QUEUE, note)]


def test_a_picture_is_answered_as_bytes_in_base64_and_noted_as_well(api: ModuleType) -> None:
    queues = Queues()

    answer = api.answer({"httpMethod": "GET", "path": "/things/dot.png"}, queues)

    assert (answer["headers"], answer["isBase64Encoded"]) == ({"Content-Type": "image/png"}, True)
    assert base64.b64decode(answer["body"], validate=True).startswith(b"\x89PNG\r\n\x1a\n")
    assert [note for _, note in queues.sent] == [{"method": "GET", "path": "/things/dot.png"}]


def test_a_message_is_an_item_and_the_same_one_if_it_comes_twice(api: ModuleType) -> None:
    items = Table()
    body = json.dumps({"method": "POST", "path": "/things"})

    assert all(api.done(items, message(body, number)) for number in (1, 1, 2))

    first, again, second = items.put
    assert first == again == {**second, "position": first["position"]}
    assert first["position"] != second["position"]
    assert (first["owner"], first["kind"], first["title"], first["size"]) == ("jobs", "job", "POST /things", len(body))


@pytest.mark.parametrize("body", ["not JSON", "[]", '{"method": "POST"}'])
def test_only_messages_that_fail_come_again(api: ModuleType, body: str, capsys: pytest.CaptureFixture[str]) -> None:
    items, failing = Table(), message(body, 2)
    good = [message('{"method": "GET", "path": "/things/1"}', number) for number in (1, 3)]

    answer = api.worked({"Records": [good[0], failing, good[1]]}, items)

    assert answer == {"batchItemFailures": [{"itemIdentifier": failing["messageId"]}]}
    assert len(items.put) == len(good)
    assert json.loads(capsys.readouterr().out)["message"] == failing["messageId"]


def test_the_schedule_that_keeps_it_warm_brings_no_work(api: ModuleType) -> None:
    items = Table()

    assert api.worked({"version": "0", "source": "aws.scheduler"}, items) == {"batchItemFailures": []}
    assert items.put == []


def test_new_items_are_logged_by_their_owners(api: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    records = [
        {"eventName": "INSERT", "dynamodb": {"Keys": {"owner": {"S": owner}, "position": {"N": "1"}}}}
        for owner in ("ann", "jobs", "ann")
    ]

    api.follow({"Records": records}, None)
    api.follow({"version": "0"}, None)  # as the schedule calls it

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [{"new_items_of": ["ann", "jobs", "ann"]}, {"new_items_of": []}]


def test_items_are_numbered_by_their_positions_for_each_owner_over_all_pages() -> None:
    items = Table(
        [{"owner": "b", "position": 7}, {"owner": "a", "position": 9, "number": 1}],
        [{"owner": "b", "position": 2, "number": 1}, {"owner": "a", "position": 5}],
    )

    code_of("everything", "renumber").renumber(items)

    set_to = {(*update["Key"].values(), update["ExpressionAttributeValues"][":number"]) for update in items.updates}
    assert set_to == {("a", 5, 1), ("a", 9, 2), ("b", 7, 2)}
    assert items.starts == [None, {"page": 1}]


def test_an_item_that_is_deleted_meanwhile_stays_deleted_and_the_others_are_numbered() -> None:
    items = Table([{"owner": "a", "position": 1}, {"owner": "gone", "position": 1}, {"owner": "z", "position": 1}])
    items.busy = ["gone"]

    code_of("everything", "renumber").renumber(items)

    assert [update["Key"]["owner"] for update in items.updates] == ["a", "z"]
    assert {update["ConditionExpression"] for update in items.updates} == {"attribute_exists(#owner)"}


def checked(headers: Mapping[str, str]) -> Any:
    """What the authorizer, which is JavaScript, answers; or the words that it fails with."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not there")
    code = yaml.safe_load(EXAMPLES["everything"].read_text())["functions"]["check"]["inline"]
    event = json.dumps({"type": "REQUEST", "methodArn": ARN, "headers": headers})
    told = "catch((error) => error.message).then((it) => console.log(JSON.stringify(it)))"
    code += f"\nexports.handler({event}).{told}"
    done = subprocess.run(
        [node, "-e", code], capture_output=True, check=True, env={"AUDIENCE": "everything"}, text=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["Authorization", "authorization"])
def test_a_caller_with_a_token_may_call_this_route(name: str) -> None:
    answer = checked({"Host": "everything.example.com", name: "Bearer ann"})

    (statement,) = answer["policyDocument"]["Statement"]
    assert (answer["principalId"], answer["context"]) == ("ann", {"team": "blue", "audience": "everything"})
    assert (statement["Effect"], statement["Resource"]) == ("Allow", ARN)


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Basic a"}]
)
def test_any_other_caller_is_refused_in_the_word_that_makes_a_401(headers: Mapping[str, str]) -> None:
    assert checked(headers) == "Unauthorized"
