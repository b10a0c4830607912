"""Functions whose code is in folders: packed, uploaded to every region, run there, changed, and stopped in between."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.travel import NAME, Traveller
from tests.support.pipes import LEAVES_PIPES

pytestmark = LEAVES_PIPES

REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")
APP = f"""\
name: shop
domain: {{name: {NAME}, hosted_zone_id: Z0123456789ABCDEFGHIJ}}
regions: {{main: us-east-1, secondary: [eu-west-1, ap-southeast-2]}}
tables:
  things:
    partition_key: {{name: id, type: S}}
functions:
  store:
    runtime: python3.13
    handler: app.handler
    code: functions/store
    timeout: 30
    environment: {{GREETING: "hello from ${{AWS::Region}}"}}
    access: {{things: read_write}}
api:
  auth: none
  routes:
    ANY /things/{{id}}: {{function: store}}
"""
STORE = """\
import json
import os

import boto3
from answer import word

table = boto3.resource("dynamodb").Table(os.environ["TABLE_THINGS"])


def handler(event, context):
    key = {"id": event["pathParameters"]["id"]}
    if event["httpMethod"] == "PUT":
        table.put_item(Item={**key, "put_in": os.environ["AWS_REGION"]})
    item = table.get_item(Key=key).get("Item")
    return {"statusCode": 200, "body": json.dumps({"item": item, "says": os.environ["GREETING"], "word": word})}
"""


@pytest.fixture
def shop(traveller: Traveller) -> Iterator[Traveller]:
    """Somebody whose app has a function."""
    write(traveller, "first")
    yield traveller
    gc.collect()


def write(traveller: Traveller, word: str) -> None:
    folder = traveller.folder / "functions" / "store"
    (folder / "answer").mkdir(parents=True, exist_ok=True)
    (folder / "app.py").write_text(STORE)
    (folder / "answer" / "__init__.py").write_text(f"word = {word!r}\n")


def packages(traveller: Traveller) -> list[Path]:
    return sorted((traveller.folder / ".multi-region" / "assets").glob("*.zip"))


def uploaded(traveller: Traveller) -> list[tuple[str, str]]:
    """Region and operation of what was put into buckets below `assets/`."""
    asked = [one for one in traveller.local.requests() if "/assets/" in one.operation]
    return [(one.region, one.operation.split()[0]) for one in asked if one.operation.startswith("PUT")]


def test_a_function_answers_in_every_region_from_the_data_of_its_own(shop: Traveller) -> None:
    done = shop.deploy(APP)
    written = shop.call("PUT", "eu-west-1", "/things/1")
    read = {region: shop.call("GET", region, "/things/1").body for region in REGIONS}

    assert written.status == 200, written
    assert {region: body["says"] for region, body in read.items()} == {name: f"hello from {name}" for name in REGIONS}
    assert [body["item"] for body in read.values()] == [{"id": "1", "put_in": "eu-west-1"}] * 3
    assert {region for region, _ in uploaded(shop)} == set(REGIONS)
    assert "functions/store: packed for python3.13 on x86_64" in done.err
    assert shop.is_settled()


def test_changed_code_is_uploaded_and_runs(shop: Traveller) -> None:
    shop.deploy(APP)
    first = shop.call("GET", "eu-west-1", "/things/1").body["word"]

    write(shop, "second")
    shop.deploy(APP)
    second = [shop.call("GET", region, "/things/1").body["word"] for region in REGIONS]

    assert (first, second) == ("first", ["second"] * 3)
    assert len(packages(shop)) == 2
    assert shop.is_settled()


def test_a_region_that_comes_later_gets_the_very_package_of_the_others(shop: Traveller) -> None:
    shop.deploy(APP.replace(", ap-southeast-2", ""))
    for package in packages(shop):
        package.unlink()

    done = shop.deploy(APP)

    assert shop.call("GET", "ap-southeast-2", "/things/1").body["says"] == "hello from ap-southeast-2"
    assert "copied from us-east-1" in done.err
    assert packages(shop) == []
    assert shop.is_settled()


def test_code_that_changed_since_it_was_built_is_not_deployed(shop: Traveller) -> None:
    shop.write(APP)
    write(shop, "unreviewed")

    refused = shop.run("deploy", "--yes")

    assert refused.code == 2
    assert "is out of date" in refused.err
    assert shop.tables("us-east-1") == []


def test_requirements_that_cannot_be_installed_stop_it_before_anything_is_tried(shop: Traveller) -> None:
    folder = shop.folder / "functions" / "store"
    (folder / "requirements.txt").write_text("--no-index\nnothing==1.0\n")
    shop.write(APP)

    refused = shop.run("deploy", "--yes")

    assert refused.code == 2
    assert "functions/store/requirements.txt" in refused.err
    assert "nothing==1.0" in refused.err
    assert shop.tables("us-east-1") == []
    assert packages(shop) == []


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_an_upload_that_fails_is_told_and_made_up_for(shop: Traveller, region: str) -> None:
    shop.write(APP)
    shop.local.fault("PUT */assets/*", region, "AccessDenied")

    failed = shop.run("deploy", "--yes")
    again = shop.run("deploy", "--yes")

    assert failed.code == 4
    assert f"multi-region-artifacts-000000000000-{region}" in failed.err
    assert again.code == 0, again.err
    assert shop.is_settled()


def test_a_stack_that_asks_for_code_that_is_gone_fails_and_the_next_deploy_brings_it(shop: Traveller) -> None:
    shop.deploy(APP)
    bucket = "multi-region-artifacts-000000000000-eu-west-1"
    s3 = shop.client("s3", "eu-west-1")
    for entry in s3.list_objects_v2(Bucket=bucket, Prefix="assets/")["Contents"]:
        s3.delete_object(Bucket=bucket, Key=entry["Key"])

    planned: Any = json.loads(shop.run("plan", "--format", "json").out)
    again = shop.run("deploy", "--yes")

    assert [(step["kind"], step["region"]) for step in planned["steps"]] == [("upload-assets", "eu-west-1")]
    assert again.code == 0, again.err
    assert shop.is_settled()
