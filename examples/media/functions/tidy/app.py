"""Every night: deletes the counts of albums that have no photos left."""

from __future__ import annotations

import os
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr


def handler(event: dict[str, Any], context: object) -> dict[str, int]:
    """Goes through all counts; answers how many went."""
    return {"deleted": tidy(boto3.resource("dynamodb").Table(os.environ["TABLE_COUNTS"]))}


def tidy(counts: Any) -> int:
    """Deletes what counts nothing, page by page; how many went."""
    empty = Attr("photos").lte(0)
    page: dict[str, Any] = {"FilterExpression": empty, "ProjectionExpression": "album"}
    gone = 0
    while True:
        found = counts.scan(**page)
        for item in found["Items"]:
            try:
                counts.delete_item(Key=item, ConditionExpression=empty)
            except counts.meta.client.exceptions.ConditionalCheckFailedException:
                continue  # a photo has come meanwhile
            gone += 1
        if "LastEvaluatedKey" not in found:
            return gone
        page["ExclusiveStartKey"] = found["LastEvaluatedKey"]
