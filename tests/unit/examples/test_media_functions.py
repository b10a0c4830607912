"""The functions of the example `media`, each with what AWS would call it with."""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from tests.unit.examples.code import Table, code_of

ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/GET/albums/a"


def function(name: str) -> ModuleType:
    """The code of a function of the example."""
    return code_of("media", name)


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
    assert counts.deleted == [{"album": "a"}, {"album": "c"}]
    assert counts.starts == [None, {"page": 1}, {"page": 2}]


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
