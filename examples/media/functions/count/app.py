"""Counts the photos of albums from the stream of the table.

The stream of the main region's replica has the writes of every region, each once; were this function in all regions,
each of them would count every photo.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> None:
    """Takes records of the stream, those of photos that came or went."""
    counts = boto3.resource("dynamodb").Table(os.environ["TABLE_COUNTS"])
    for album, change in sorted(changes(event["Records"]).items()):
        counts.update_item(
            Key={"album": album},
            UpdateExpression="ADD photos :change",
            ExpressionAttributeValues={":change": change},
        )


def changes(records: list[dict[str, Any]]) -> dict[str, int]:
    """How many photos each album gains or loses, albums without a change left out."""
    found: Counter[str] = Counter()
    for record in records:
        found[record["dynamodb"]["Keys"]["album"]["S"]] += 1 if record["eventName"] == "INSERT" else -1
    return {album: change for album, change in found.items() if change}
