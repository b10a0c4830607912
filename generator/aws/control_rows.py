"""The rows of a control table: which region is drained, and by whom."""

from __future__ import annotations

from generator.aws.errors import is_code
from generator.aws.model import ControlRow
from generator.aws.session import Session
from generator.cloudformation.names import HEARTBEAT_PREFIX, MIGRATION_PREFIX
from generator.errors import AwsError


def read_rows(session: Session, table: str, region: str) -> tuple[ControlRow, ...]:
    """All rows of regions, by region, without heartbeats and migrations; none when there is no such table."""
    try:
        with session.asking("dynamodb", region, f"read the control table {table}") as dynamodb:
            pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
            items = [item for page in pages for item in page["Items"]]
    except AwsError as error:
        if is_code(error, "ResourceNotFoundException"):
            return ()
        raise
    rows = (
        ControlRow(
            region=item["pk"]["S"],
            drained=item.get("drained", {}).get("BOOL", False),
            by=item.get("by", {}).get("S", ""),
        )
        for item in items
        if not item["pk"]["S"].startswith((HEARTBEAT_PREFIX, MIGRATION_PREFIX))
    )
    return tuple(sorted(rows, key=lambda row: row.region))


def put_row(session: Session, table: str, region: str, row: ControlRow) -> None:
    """Write a region's row. A data plane call: it works while us-east-1 or the main region does not."""
    item = {"pk": {"S": row.region}, "drained": {"BOOL": row.drained}, "by": {"S": row.by}}
    with session.asking("dynamodb", region, f"write the row of {row.region} into control table {table}") as dynamodb:
        dynamodb.put_item(TableName=table, Item=item)


def delete_row(session: Session, table: str, region: str, row_region: str) -> None:
    """Delete a region's row; fine when there is none."""
    with session.asking("dynamodb", region, f"delete the row of {row_region} from control table {table}") as dynamodb:
        dynamodb.delete_item(TableName=table, Key={"pk": {"S": row_region}})
