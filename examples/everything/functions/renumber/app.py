"""The migration of this release: every item has its number among those of its owner, 1 for the first position.

It runs while the previous release serves, so it only adds what that one ignores; and it can be run again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import boto3

_NAMES = {"#owner": "owner", "#position": "position", "#number": "number"}


def handler(event: dict[str, Any], context: object) -> None:
    """Called once for each version of this folder, with the name of the migration and the version."""
    renumber(boto3.resource("dynamodb").Table(os.environ["TABLE_ITEMS"]))


def renumber(items: Any) -> None:
    """Numbers the items whose number is another one; those that are deleted meanwhile stay deleted."""
    numbers: Counter[str] = Counter()
    for item in sorted(_keys(items), key=lambda item: (item["owner"], item["position"])):
        numbers[item["owner"]] += 1
        if item.get("number") != numbers[item["owner"]]:
            _set(items, item, numbers[item["owner"]])


def _keys(items: Any) -> Iterator[dict[str, Any]]:
    page: dict[str, Any] = {
        "ProjectionExpression": "#owner, #position, #number",
        "ExpressionAttributeNames": _NAMES,
    }
    while True:
        found = items.scan(**page)
        yield from found["Items"]
        if "LastEvaluatedKey" not in found:
            return
        page["ExclusiveStartKey"] = found["LastEvaluatedKey"]


def _set(items: Any, item: dict[str, Any], number: int) -> None:
    try:
        items.update_item(
            Key={"owner": item["owner"], "position": item["position"]},
            UpdateExpression="SET #number = :number",
            ConditionExpression="attribute_exists(#owner)",
            ExpressionAttributeNames={"#owner": "owner", "#number": "number"},
            ExpressionAttributeValues={":number": number},
        )
    except items.meta.client.exceptions.ConditionalCheckFailedException:
        return
