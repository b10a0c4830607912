"""Who may call, and what a mapping template learns of who called: asked of one region of an embedded AWS."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from generator.local.remote import Local
from tests.integration.local.aws import MAIN, NAME, ZONE, Aws
from tests.integration.local.example import deploy_templates
from tests.support.apps import Document, assembled, bodies, patched
from tests.support.edge import MEMBERS_ONLY, acls
from tests.support.pipes import LEAVES_PIPES

pytestmark = LEAVES_PIPES

TENANT = "T#${context.authorizer.tenant}"
NOTES: Document = {
    "name": "notes",
    "domain": {"name": NAME, "hosted_zone_id": ZONE},
    "regions": {"main": MAIN},
    "tables": {"notes": {"partition_key": {"name": "tenant", "type": "S"}, "sort_key": {"name": "id", "type": "S"}}},
    "functions": {"check": {"handler": "index.handler", "runtime": "python3.13", "inline": MEMBERS_ONLY}},
    "api": {
        "auth": "members",
        "authorizers": {
            "members": {"function": "check"},
            "keys": {
                "function": "check",
                "type": "request",
                "identity_source": ["$request.header.X-Key"],
                "result_ttl": 60,
            },
        },
        "cors": {"allow_origins": ["*"]},
        "web_acl_arn": acls([MAIN]),
        "routes": {
            "PUT /notes/{id}": {
                "action": "PutItem",
                "table": "notes",
                "item": {
                    "tenant": TENANT,
                    "id": "$request.path.id",
                    "by": "$context.authorizer.principalId",
                    "told": {"S": "$context.authorizer.tenant", "optional": True},
                },
            },
            "GET /notes/{id}": {
                "action": "GetItem",
                "table": "notes",
                "key": {"tenant": TENANT, "id": "$request.path.id"},
            },
            "GET /me": {"auth": "keys", "mock": {"body": {"who": "$context.authorizer.principalId"}}},
        },
    },
}


@pytest.fixture(scope="module")
def notes(served: Local) -> Iterator[Aws]:
    aws = Aws(served)
    deploy_templates(aws, bodies(assembled(NOTES)))
    yield aws
    served.reset()
    gc.collect()


def ask(aws: Aws, method: str, path: str, **headers: str) -> tuple[int, object]:
    """Status, and the code of an error or else the whole answer."""
    answer = aws.http(method, f"{MAIN}.{NAME}", path, {} if method == "PUT" else None, **headers)
    body = answer.body
    return answer.status, body["error"]["code"] if isinstance(body, dict) and "error" in body else body


@pytest.mark.parametrize(
    ("token", "refusal"),
    [(None, (401, "Unauthorized")), ("wrong", (401, "Unauthorized")), ("denied", (403, "AccessDenied"))],
)
def test_an_authorizer_refuses_in_the_shape_of_every_error(
    notes: Aws, token: str | None, refusal: tuple[int, str]
) -> None:
    headers = {} if token is None else {"Authorization": token}

    assert ask(notes, "GET", "/notes/1", **headers) == refusal


def test_what_an_authorizer_says_is_part_of_the_item_and_of_its_key(notes: Aws) -> None:
    assert ask(notes, "PUT", "/notes/1", Authorization="acme")[0] == 200

    status, note = ask(notes, "GET", "/notes/1", Authorization="acme")
    assert (status, note) == (200, {"tenant": "T#acme", "id": "1", "by": "acme", "told": "acme"})
    assert ask(notes, "GET", "/notes/1", Authorization="other") == (404, "NotFound")


def test_without_what_the_authorizer_had_to_say_nothing_is_read_or_written(notes: Aws) -> None:
    assert ask(notes, "PUT", "/notes/2", Authorization="nobody") == (400, "InvalidRequest")
    assert ask(notes, "GET", "/notes/2", Authorization="nobody") == (400, "InvalidRequest")


def test_an_authorizer_of_requests_is_asked_with_its_header(notes: Aws) -> None:
    assert ask(notes, "GET", "/me") == (401, "Unauthorized")
    assert ask(notes, "GET", "/me", **{"X-Key": "acme"}) == (200, {"who": "acme"})


def test_health_checks_browsers_that_ask_and_unknown_paths_need_no_authorizer(notes: Aws) -> None:
    assert ask(notes, "GET", "/health") == (200, {"status": "ok", "region": MAIN})
    assert ask(notes, "OPTIONS", "/notes/1", Origin="https://a.example") == (204, None)
    assert ask(notes, "GET", "/nothing") == (404, "NotFound")


def test_a_web_acl_is_put_in_front_of_a_stage_that_is_there_and_taken_away(notes: Aws) -> None:
    templates = bodies(assembled(patched(NOTES, {"api": {"web_acl_arn": None}})))

    assert any(name == "WebAclAssociation" for name in _resources(notes))
    assert notes.deploy("main", templates["main"])["StackStatus"] == "UPDATE_COMPLETE"
    assert not any(name == "WebAclAssociation" for name in _resources(notes))


def _resources(aws: Aws) -> list[str]:
    told = aws.client("cloudformation").describe_stack_resources(StackName="main")["StackResources"]
    return [one["LogicalResourceId"] for one in told]
