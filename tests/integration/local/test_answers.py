"""What a deployed API answers: read only, so one deployment is enough for all."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from generator.local.remote import Local
from tests.integration.local.aws import NAME, SECONDARY, Aws
from tests.integration.local.example import deploy_example

FAR = f"{SECONDARY[1]}.{NAME}"
PLAIN = "text/plain"


@pytest.fixture(scope="module")
def example(served: Local) -> Iterator[Aws]:
    aws = Aws(served)
    deploy_example(aws)
    yield aws


class Case(NamedTuple):
    method: str
    path: str
    status: int
    code: str
    body: Any = None
    content_type: str = "application/json"


@pytest.mark.parametrize(
    "case",
    [
        Case("GET", "/nothing", 404, "NotFound"),
        Case("DELETE", "/data", 404, "NotFound"),
        Case("GET", "/data/absent", 404, "NotFound"),
        Case("POST", "/data", 400, "InvalidRequest", {"name": 1}),
        Case("POST", "/data", 400, "InvalidRequest", {}),
        Case("POST", "/data", 400, "InvalidRequest"),
        Case("POST", "/data", 400, "InvalidRequest", b"{"),
        Case("POST", "/data", 400, "InvalidRequest", b"\xff"),
        Case("POST", "/data", 400, "InvalidRequest", {"TableName": "x"}, PLAIN),
        Case("POST", "/data", 415, "UnsupportedMediaType", {"name": "x"}, PLAIN),
    ],
    ids=str,
)
def test_api_gateway_itself_refuses_in_the_shape_of_every_error(example: Aws, case: Case) -> None:
    answer = example.http(case.method, FAR, case.path, case.body, **{"Content-Type": case.content_type})

    assert (answer.status, answer.body["error"]["code"]) == (case.status, case.code)
    assert "$" not in str(answer.body)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_browsers_may_ask_first(example: Aws) -> None:
    answer = example.http("OPTIONS", FAR, "/data", Origin="https://a.example")

    assert (answer.status, answer.headers["Access-Control-Allow-Methods"]) == (204, "POST")


def test_a_path_reaches_templates_as_the_client_wrote_it(example: Aws) -> None:
    item = {"pk": {"S": "a/b ü%"}, "name": {"S": "x"}}
    example.client("dynamodb").put_item(TableName="GlobalApplicationTable", Item=item)

    assert example.http("GET", FAR, "/data/a%2Fb%20%C3%BC%25").body["pk"] == "a/b ü%"


def test_a_name_below_localhost_leads_to_its_region(example: Aws) -> None:
    answer = example.http("GET", f"{FAR}.localhost:{example.local.port}", "/health")

    assert answer.body == {"status": "ok", "region": SECONDARY[1]}


def test_curl_finds_a_region_by_its_name_below_localhost(example: Aws) -> None:
    url = f"http://{FAR}.localhost:{example.local.port}/health"

    told = subprocess.run(["curl", "--silent", "--noproxy", "*", url], capture_output=True, check=True)

    assert b'"ok"' in told.stdout


def test_a_name_of_the_zone_that_nobody_has_leads_nowhere(example: Aws) -> None:
    answer = example.http("GET", f"nobody.{NAME}", "/health")

    assert (answer.status, answer.body) == (404, {"message": f"nobody.{NAME}: DNS knows no such name"})


def test_targets_are_named_as_on_aws(example: Aws) -> None:
    shown = example.client("apigateway", "eu-west-1").get_domain_name(domainName=NAME)

    assert shown["regionalDomainName"].startswith("d-")
    assert shown["regionalDomainName"].endswith(".execute-api.eu-west-1.amazonaws.com")


def test_what_apps_are_asked_is_remembered_with_the_region_that_answered(example: Aws) -> None:
    example.http("GET", FAR, "/health?x=1")

    last = example.local.requests()[-1]
    assert (last.service, last.operation, last.region) == ("execute-api", "GET /health", SECONDARY[1])
