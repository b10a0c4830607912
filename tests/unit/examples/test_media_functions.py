"""The functions of the example `media`, each with what AWS would call it with."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.support.apps import ROOT

ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/GET/albums/a"


def function(name: str) -> ModuleType:
    """The code of a function, loaded as Lambda does: by the path of its file."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / "media" / "functions" / name / "app.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Refused(Exception):
    """ConditionalCheckFailedException."""


class Table:
    """Answers scans with these pages; notes what is changed. Items whose album is in `busy` have changed meanwhile."""

    def __init__(self, *pages: Sequence[Mapping[str, Any]], busy: Sequence[str] = ()) -> None:
        self.pages = pages
        self.busy = busy
        self.starts: list[Any] = []
        self.updates: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        self.meta = SimpleNamespace(
            client=SimpleNamespace(exceptions=SimpleNamespace(ConditionalCheckFailedException=Refused))
        )

    def scan(self, **asked: Any) -> dict[str, Any]:
        self.starts.append(asked.get("ExclusiveStartKey"))
        number = len(self.starts)
        more = {"LastEvaluatedKey": {"album": f"page {number}"}} if number < len(self.pages) else {}
        return {"Items": list(self.pages[number - 1]), **more}

    def update_item(self, **asked: Any) -> None:
        if asked["Key"]["album"] in self.busy:
            raise Refused
        self.updates.append(asked)

    def delete_item(self, **asked: Any) -> None:
        if asked["Key"]["album"] in self.busy:
            raise Refused
        self.deleted.append(asked["Key"]["album"])


@pytest.fixture
def authorize(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("ISSUER", "media.example.com")
    return function("authorize")


def test_a_token_that_is_signed_opens_every_route_of_the_api(authorize: ModuleType) -> None:
    event = {"authorizationToken": f"Bearer ada.{authorize.signature('ada')}", "methodArn": ARN}

    answer = authorize.handler(event, None)

    assert answer["principalId"] == "ada"
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement["Resource"] == "arn:aws:execute-api:eu-west-1:123456789012:abc/live/*"


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ada", "Bearer ada.", "Bearer .x", "Basic ada.{signed}", "Bearer eve.{signed}"]
)
def test_any_other_token_is_refused_in_the_words_that_make_a_401(authorize: ModuleType, token: str) -> None:
    given = token.replace("{signed}", authorize.signature("ada"))

    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorize.handler({"authorizationToken": given, "methodArn": ARN}, None)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ('{"title": "Sea"}', "Sea"),
        ('{"title": ""}', None),
        ('{"title": 1}', None),
        ("[]", None),
        ("not JSON", None),
        ("", None),
        (None, None),
    ],
)
def test_the_title_of_a_photo_is_text(body: str | None, title: str | None) -> None:
    assert function("photos").title_of(body) == title


def test_a_photo_without_a_title_is_answered_400_before_anything_is_written() -> None:
    answer = function("photos").handler({"body": "{}", "pathParameters": {"album": "a"}}, None)

    assert answer["statusCode"] == 400
    assert json.loads(answer["body"])["error"]["code"] == "BadRequest"


def test_photos_are_counted_by_album_and_those_that_came_and_went_not_at_all() -> None:
    names = [("INSERT", "a"), ("INSERT", "a"), ("REMOVE", "b"), ("INSERT", "c"), ("REMOVE", "c")]
    records = [{"eventName": event, "dynamodb": {"Keys": {"album": {"S": album}}}} for event, album in names]

    assert function("count").changes(records) == {"a": 2, "b": -1}


def test_tidying_goes_through_all_pages_and_leaves_what_has_changed_meanwhile() -> None:
    counts = Table([{"album": "a"}, {"album": "b"}], [], [{"album": "c"}], busy=["b"])

    assert function("tidy").tidy(counts) == 2
    assert counts.deleted == ["a", "c"]
    assert counts.starts == [None, {"album": "page 1"}, {"album": "page 2"}]


def test_albums_without_a_title_get_one_and_others_keep_theirs() -> None:
    albums = Table([{"album": "a"}, {"album": "b", "title": "Sea"}], [{"album": "c", "title": ""}])

    function("add_titles").add_titles(albums)

    assert [update["Key"]["album"] for update in albums.updates] == ["a", "c"]


@pytest.mark.parametrize("body", ['{"album": "busy", "photo_id": "1"}', "{}", "not JSON"])
def test_only_messages_that_fail_come_again(
    body: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    photos = Table(busy=["busy"])
    made = function("thumbnail").made

    assert made(photos, {"messageId": "1", "body": '{"album": "a", "photo_id": "1"}'})
    assert not made(photos, {"messageId": "2", "body": body})
    assert [update["ExpressionAttributeValues"] for update in photos.updates] == [{":region": "eu-west-1"}]
    assert json.loads(capsys.readouterr().out)["message"] == "2"
