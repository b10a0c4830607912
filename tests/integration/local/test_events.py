"""Migrations, streams, queues and schedules of an app in three regions of an embedded AWS."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generator.in_lambda.migrations import carried_out
from generator.local.remote import Local
from tests.integration.local.aws import MAIN, NAME, SECONDARY, ZONE, Aws, until
from tests.integration.local.example import deploy_templates
from tests.support.apps import Document, assembled, bodies, patched
from tests.support.pipes import LEAVES_PIPES

pytestmark = LEAVES_PIPES

SEEN = """
import json, os, boto3

def handler(event, context):
    table = boto3.client("dynamodb")
    for record in event.get("Records", [event]):
        key = json.dumps(record.get("dynamodb", {}).get("Keys", record.get("body", record.get("migration"))))
        table.update_item(
            TableName=os.environ["TABLE_SEEN"],
            Key={"id": {"S": os.environ["NAME"] + " " + os.environ["AWS_REGION"]}, "what": {"S": key}},
            UpdateExpression="ADD times :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
"""
FAILING = "def handler(event, context):\n    raise ValueError('no such attribute')\n"


def function(name: str, **more: Any) -> Mapping[str, Any]:
    return {
        "handler": "index.handler",
        "runtime": "python3.13",
        "inline": SEEN,
        "timeout": 30,
        "access": {"seen": "write"},
        "environment": {"NAME": name},
        **more,
    }


SHOP: Document = {
    "name": "shop",
    "domain": {"name": NAME, "hosted_zone_id": ZONE},
    "regions": {"main": MAIN, "secondary": list(SECONDARY)},
    "tables": {
        "items": {"partition_key": {"name": "id", "type": "S"}},
        "seen": {"partition_key": {"name": "id", "type": "S"}, "sort_key": {"name": "what", "type": "S"}},
    },
    "functions": {
        "count": function(
            "count", run_in="main_region", events={"it": {"stream": "items"}, "nightly": {"schedule": "rate(1 day)"}}
        ),
        "work": function("work", run_in="every_region", events={"it": {"queue": "jobs"}}),
        "backfill": function("backfill", run_in="main_region"),
    },
    "migrations": ["backfill"],
    "api": {
        "auth": "none",
        "routes": {
            "PUT /items/{id}": {"action": "PutItem", "table": "items", "item": {"id": "$request.path.id"}},
        },
    },
}


@pytest.fixture(scope="module")
def shop(served: Local) -> Iterator[Aws]:
    aws = Aws(served)
    deploy_templates(aws, bodies(assembled(SHOP)))
    yield aws
    served.reset()
    gc.collect()


def seen(aws: Aws) -> dict[tuple[str, str], int]:
    """Function and region, and what it saw ─▶ how often."""
    items = aws.client("dynamodb").scan(TableName="shop-seen")["Items"]
    return {(item["id"]["S"], json.loads(item["what"]["S"])): int(item["times"]["N"]) for item in map(_plain, items)}


def _plain(item: Any) -> Any:
    what = json.loads(item["what"]["S"])
    return {**item, "what": {"S": json.dumps(what["id"]["S"] if isinstance(what, dict) else what)}}


def in_main(aws: Aws, kind: str, region: str = MAIN, stack: str = "main") -> list[str]:
    """Physical ids of the resources of a type."""
    told = aws.client("cloudformation", region).describe_stack_resources(StackName=stack)["StackResources"]
    return [one["PhysicalResourceId"] for one in told if one["ResourceType"].endswith(kind)]


def test_a_migration_runs_once_in_the_main_region_and_its_version_is_kept(shop: Aws) -> None:
    assert {key: times for key, times in seen(shop).items() if key[0].startswith("backfill")} == {
        (f"backfill {MAIN}", "backfill"): 1
    }
    for region in (MAIN, *SECONDARY):
        item = shop.client("dynamodb", region).get_item(
            TableName="shop-control", Key={"pk": {"S": "migration#backfill"}}
        )
        assert len(item["Item"]["versions"]["SS"]) == 1


def test_a_request_that_comes_again_is_answered_once_its_version_has_run(
    shop: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTROL_TABLE", "shop-control")
    table = shop.client("dynamodb")
    item = table.get_item(TableName="shop-control", Key={"pk": {"S": "migration#backfill"}})["Item"]

    def answer(version: str) -> str | None:
        properties = {"Function": "backfill", "FunctionArn": "shop_backfill", "Version": version}
        event = {"RequestType": "Update", "RequestId": item["request"]["S"], "ResourceProperties": properties}
        return carried_out(event, table, shop.client("lambda"))

    assert answer(item["versions"]["SS"][0]) == ""
    assert answer("one that is being run") is None


def test_a_write_anywhere_is_seen_once_by_the_consumer_of_the_stream(shop: Aws) -> None:
    for index, region in enumerate((MAIN, *SECONDARY)):
        assert shop.http("PUT", f"{region}.{NAME}", f"/items/{index}", {}).status == 200

    wanted = {(f"count {MAIN}", str(index)): 1 for index in range(3)}
    assert until(lambda: _of(shop, "count"), lambda found: len(found) >= 3) == wanted


def _of(aws: Aws, name: str) -> dict[tuple[str, str], int]:
    return {key: times for key, times in seen(aws).items() if key[0].startswith(name)}


def test_a_message_is_worked_on_in_its_own_region(shop: Aws) -> None:
    region = SECONDARY[0]
    stack = shop.instances()[region]["StackId"]
    name = f"shop_jobs-{stack.rpartition('/')[2].partition('-')[0]}"
    (queue,) = [url for url in in_main(shop, "SQS::Queue", region, stack) if url.endswith(f"/{name}")]

    shop.client("sqs", region).send_message(QueueUrl=queue, MessageBody="hello")

    assert until(lambda: _of(shop, "work"), bool) == {(f"work {region}", "hello"): 1}


def test_a_schedule_is_in_the_main_region_only(shop: Aws) -> None:
    def schedules(region: str) -> list[str]:
        return [
            one["Name"]
            for one in shop.client("scheduler", region).list_schedules()["Schedules"]
            if "event" in one["Name"]
        ]

    (only,) = schedules(MAIN)
    assert only.startswith("shop-event-count-nightly-")
    assert schedules(SECONDARY[0]) == []


def test_a_migration_that_fails_rolls_back_and_one_that_is_mended_runs(shop: Aws) -> None:
    def deployed(inline: str) -> Mapping[str, Any]:
        document = patched(SHOP, {"functions": {"backfill": {"inline": inline}}})
        return shop.deploy("main", bodies(assembled(document))["main"])

    failed = deployed(FAILING)
    assert failed["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    events = shop.client("cloudformation").describe_stack_events(StackName="main")["StackEvents"]
    reasons = [one.get("ResourceStatusReason", "") for one in events if one["LogicalResourceId"] == "BackfillMigration"]
    assert [one for one in reasons if one.startswith("the migration backfill failed: ") and "no such attribute" in one]
    assert _of(shop, "backfill") == {(f"backfill {MAIN}", "backfill"): 1}

    assert deployed(SEEN + "\n")["StackStatus"] == "UPDATE_COMPLETE"
    assert _of(shop, "backfill") == {(f"backfill {MAIN}", "backfill"): 2}
