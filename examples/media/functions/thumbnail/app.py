"""Makes thumbnails, as far as an example needs any: it notes on the photo that there is one, and where it was made."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> dict[str, list[dict[str, str]]]:
    """Takes messages of the queue; those that fail are told, so that only they come again."""
    photos = boto3.resource("dynamodb").Table(os.environ["TABLE_PHOTOS"])
    failed = [{"itemIdentifier": record["messageId"]} for record in event["Records"] if not made(photos, record)]
    return {"batchItemFailures": failed}


def made(photos: Any, record: dict[str, Any]) -> bool:
    """Whether the photo of a message has its thumbnail now."""
    try:
        key = json.loads(record["body"])
        photos.update_item(
            Key={"album": key["album"], "photo_id": key["photo_id"]},
            UpdateExpression="SET thumbnail = :region",
            ConditionExpression="attribute_exists(album)",
            ExpressionAttributeValues={":region": os.environ["AWS_REGION"]},
        )
    except Exception as error:  # whatever it is, only this message comes again
        print(json.dumps({"message": record["messageId"], "error": repr(error)}))  # noqa: T201  # its log
        return False
    return True
