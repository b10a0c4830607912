"""`POST /albums/{album}/photos`: writes the photo into this region's replica and asks for its thumbnail."""

from __future__ import annotations

import json
import os
import uuid
from typing import Any
from urllib.parse import unquote

import boto3


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers a proxy request: 201 with the key of the photo, 400 when the body has no `title`."""
    title = title_of(event.get("body"))
    if title is None:
        return _answer(
            400, {"error": {"code": "BadRequest", "message": "the body is to be a JSON object with a title"}}
        )
    key = {"album": unquote(event["pathParameters"]["album"]), "photo_id": str(uuid.uuid4())}
    photo = {**key, "title": title, "uploaded_in": os.environ["AWS_REGION"], "thumbnail": "wanted"}
    boto3.resource("dynamodb").Table(os.environ["TABLE_PHOTOS"]).put_item(Item=photo)
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE_THUMBNAILS"], MessageBody=json.dumps(key))
    return _answer(201, key)


def title_of(body: str | None) -> str | None:
    """The title in the body of a request; `None` where there is none."""
    try:
        wanted = json.loads(body or "")
    except ValueError:
        return None
    title = wanted.get("title") if isinstance(wanted, dict) else None
    return title if isinstance(title, str) and title else None


def _answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
