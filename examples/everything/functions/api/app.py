"""What the functions of the example do: as little as shows how each is called."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3

# A picture of one dot.
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers every proxy request, and notes it for `work`."""
    return answer(event, boto3.client("sqs"))


def answer(event: dict[str, Any], sqs: Any) -> dict[str, Any]:
    """What was asked for, and where; what ends with `.png` is answered with a picture."""
    note = {"method": event["httpMethod"], "path": event["path"]}
    sqs.send_message(QueueUrl=os.environ["QUEUE_JOBS"], MessageBody=json.dumps(note))
    if event["path"].endswith(".png"):
        # API Gateway decodes it for clients whose Accept begins with a type of `binary_media_types`.
        return {"statusCode": 200, "headers": {"Content-Type": "image/png"}, "body": _DOT, "isBase64Encoded": True}
    body = json.dumps({**note, "region": os.environ["AWS_REGION"]})
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}


def work(event: dict[str, Any], context: object) -> dict[str, list[dict[str, str]]]:
    """Takes messages of the queue, those that fail come again; and the call of the schedule, which has none."""
    return worked(event, boto3.resource("dynamodb").Table(os.environ["TABLE_ITEMS"]))


def worked(event: dict[str, Any], items: Any) -> dict[str, list[dict[str, str]]]:
    """Makes an item of each message; the answer names those that failed."""
    failed = [record["messageId"] for record in event.get("Records", ()) if not done(items, record)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def done(items: Any, record: dict[str, Any]) -> bool:
    """Whether the note of a message is an item now. A message that comes twice is the same item."""
    try:
        note = json.loads(record["body"])
        items.put_item(
            Item={
                "owner": "jobs",
                "position": int(record["messageId"].replace("-", "")[:12], 16),
                "kind": "job",
                "title": f"{note['method']} {note['path']}",
                "size": len(record["body"]),
            }
        )
    except Exception as error:  # whatever it is, only this message comes again
        print(json.dumps({"message": record["messageId"], "error": repr(error)}))  # noqa: T201  # its log
        return False
    return True


def follow(event: dict[str, Any], context: object) -> None:
    """Takes new items from the stream, and the call of the schedule, which has none; logs whose they are."""
    owners = [record["dynamodb"]["Keys"]["owner"]["S"] for record in event.get("Records", ())]
    print(json.dumps({"new_items_of": owners}))  # noqa: T201  # its log
