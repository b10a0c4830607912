"""What the functions of the example do: as little as shows how each is called."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers every proxy request, and notes it for `work`."""
    note = {"method": event["httpMethod"], "path": event["path"]}
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE_JOBS"], MessageBody=json.dumps(note))
    body = json.dumps({**note, "region": os.environ["AWS_REGION"]})
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}


def work(event: dict[str, Any], context: object) -> dict[str, list[dict[str, str]]]:
    """Takes messages of the queue, and the call of the schedule, which has none."""
    items = boto3.resource("dynamodb").Table(os.environ["TABLE_ITEMS"])
    for position, record in enumerate(event.get("Records", ())):
        items.put_item(Item={"owner": "jobs", "position": position, "kind": "job", "title": record["body"]})
    return {"batchItemFailures": []}


def follow(event: dict[str, Any], context: object) -> None:
    """Takes records of the stream, and the call of the schedule."""
    print(json.dumps({"records": len(event.get("Records", ()))}))  # noqa: T201  # its log
