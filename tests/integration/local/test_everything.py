"""The example everything in three regions of an embedded AWS, called over HTTP: one route of each kind.

What the embedded AWS does not do, throttling, web ACLs and the header of the `http` route among it, is judged in the
templates.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from generator.local.remote import Local
from tests.integration.local.aws import Aws, until
from tests.integration.local.rolled_out import logged, rolled_out
from tests.support.pipes import LEAVES_PIPES

pytestmark = [LEAVES_PIPES, pytest.mark.skipif(shutil.which("node") is None, reason="its authorizer is JavaScript")]

MAIN, NEAR = "eu-west-1", "us-east-1"
REGIONS = (MAIN, "eu-central-1", NEAR)
ANN = {"Authorization": "Bearer ann"}


@pytest.fixture(scope="module")
def everything(served: Local, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    with rolled_out(served, tmp_path_factory.mktemp("app"), "everything", "--env", "prod") as aws:
        yield aws


def host(region: str) -> str:
    return f"{region}.everything.example.com"


def jobs(aws: Aws) -> list[str]:
    """What has been worked on, as the API of the main region tells."""
    found = aws.http("GET", host(MAIN), "/kinds/job/items", **ANN).body["items"]
    return [job["title"] for job in found]


def test_every_region_answers_who_is_known_to_its_authorizer(everything: Aws) -> None:
    for region in REGIONS:
        assert everything.http("GET", host(region), "/version").body == {"version": "1", "region": region}
    assert everything.http("POST", host(NEAR), "/things", {}).status == 401
    assert jobs(everything) == []


def test_what_a_function_notes_is_worked_on_read_elsewhere_and_followed_in_the_main_region(everything: Aws) -> None:
    answer = everything.http("POST", host(NEAR), "/things", {"a": 1}, **ANN)

    assert (answer.status, answer.body) == (200, {"method": "POST", "path": "/things", "region": NEAR})
    assert until(lambda: jobs(everything), bool) == ["POST /things"]
    told = until(lambda: logged(everything, "Follow", MAIN), lambda lines: any("new_items" in line for line in lines))
    assert [json.loads(line) for line in told if "new_items" in line] == [{"new_items_of": ["jobs"]}]


def test_a_picture_is_bytes_for_who_asks_for_one_and_text_for_others(everything: Aws) -> None:
    picture = everything.http("GET", host(NEAR), "/things/dot.png", Accept="image/png", **ANN)
    text = everything.http("GET", host(NEAR), "/things/dot.png", Accept="*/*", **ANN)

    assert picture.body.startswith(b"\x89PNG\r\n\x1a\n")
    assert base64.b64decode(text.body) == picture.body


def test_what_is_sent_to_the_queue_of_an_extension_is_in_it_in_that_region(everything: Aws) -> None:
    audit = b'{"who": "ann & co"}'
    url = f"http://{host(NEAR)}/audits"
    signed = AWSRequest("POST", url, data=audit)
    SigV4Auth(Credentials("test", "test"), "execute-api", NEAR).add_auth(signed)

    assert everything.http("POST", host(NEAR), "/audits", audit).status == 403
    assert everything.http("POST", host(NEAR), "/audits", audit, **dict(signed.headers.items())).status == 202
    assert received(everything, NEAR) == [audit.decode()]
    assert received(everything, MAIN) == []


def received(aws: Aws, region: str) -> list[str]:
    """The messages in the queue of the audits of a region."""
    cloudformation = aws.client("cloudformation", region)
    stacks = [stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]]
    resources = (cloudformation.describe_stack_resources(StackName=stack)["StackResources"] for stack in stacks)
    (url,) = (one["PhysicalResourceId"] for of in resources for one in of if one["LogicalResourceId"] == "AuditQueue")
    return [message["Body"] for message in aws.client("sqs", region).receive_message(QueueUrl=url).get("Messages", ())]


def test_an_address_is_asked_with_the_path_and_its_answer_is_that_of_the_route(everything: Aws) -> None:
    with weather() as (port, asked):
        lead(everything, NEAR, "https://weather.us-east-1.example.net", f"http://127.0.0.1:{port}")
        answer = everything.http("GET", host(NEAR), "/weather/new%20york", **ANN)

    assert (answer.status, answer.body) == (200, {"sun": True})
    assert asked == ["/v1/new%20york"]


@contextmanager
def weather() -> Iterator[tuple[int, list[str]]]:
    """The port of an address that always answers the same, and the paths that it is asked for."""
    asked: list[str] = []

    class Sunny(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"sun": true}')

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Sunny) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


def lead(aws: Aws, region: str, before: str, after: str) -> None:
    """Lead the deployed route elsewhere: an app file takes public names only, by HTTPS."""
    gateway = aws.client("apigateway", region)
    (api,) = (one["id"] for one in gateway.get_rest_apis()["items"])
    (resource,) = (
        one["id"]
        for one in gateway.get_resources(restApiId=api, limit=500)["items"]
        if one["path"] == "/weather/{place}"
    )
    route = {"restApiId": api, "resourceId": resource, "httpMethod": "GET"}
    uri = gateway.get_integration(**route)["uri"]
    assert uri == f"{before}/v1/{{place}}"
    changed = {"op": "replace", "path": "/uri", "value": uri.replace(before, after)}
    gateway.update_integration(**route, patchOperations=[changed])
    gateway.create_deployment(restApiId=api, stageName="live")
