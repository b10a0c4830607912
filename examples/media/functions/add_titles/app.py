"""A migration: albums of the first release have no title, and the API of this one shows titles.

It runs while the previous release serves, so it only adds what that one ignores; and it can be run again.
"""

from __future__ import annotations

import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> None:
    """Gives every album without a title its name as one."""
    add_titles(boto3.resource("dynamodb").Table(os.environ["TABLE_ALBUMS"]))


def add_titles(albums: Any) -> None:
    """Page by page, and only where there is none."""
    page: dict[str, Any] = {"ProjectionExpression": "album, title"}
    while True:
        found = albums.scan(**page)
        for item in found["Items"]:
            if not item.get("title"):
                albums.update_item(
                    Key={"album": item["album"]},
                    UpdateExpression="SET title = if_not_exists(title, :name)",
                    ExpressionAttributeValues={":name": item["album"]},
                )
        if "LastEvaluatedKey" not in found:
            return
        page["ExclusiveStartKey"] = found["LastEvaluatedKey"]
