"""What a table is set to in one region, besides keys and indexes: four calls, for a table that may be imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.aws.errors import is_code
from generator.aws.model import DeployedSettings
from generator.aws.session import Session
from generator.cloudformation.limits import RECOVERY_DAYS
from generator.errors import AwsError


def read_settings(session: Session, name: str, region: str) -> DeployedSettings | None:
    """The settings as the region has them; `None` when it has no table of that name (any more)."""
    try:
        return _settings(session, name, region)
    except AwsError as error:
        if is_code(error, "ResourceNotFoundException", "TableNotFoundException"):
            return None
        raise


def _settings(session: Session, name: str, region: str) -> DeployedSettings:
    with session.asking("dynamodb", region, f"read the settings of table {name}") as dynamodb:
        table = dynamodb.describe_table(TableName=name)["Table"]
        backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        pages = dynamodb.get_paginator("list_tags_of_resource").paginate(ResourceArn=table["TableArn"])
        tags = {tag["Key"]: tag["Value"] for page in pages for tag in page.get("Tags", ())}
    stream = table.get("StreamSpecification", {})
    return DeployedSettings(
        on_demand=table.get("BillingModeSummary", {}).get("BillingMode") == "PAY_PER_REQUEST",
        stream=stream.get("StreamViewType", "") if stream.get("StreamEnabled") else "",
        ttl=expiry.get("AttributeName", "") if expiry.get("TimeToLiveStatus") in ("ENABLING", "ENABLED") else "",
        deletion_protection=table.get("DeletionProtectionEnabled", False),
        recovery_days=_recovery_days(backups.get("PointInTimeRecoveryDescription", {})),
        table_class=table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
        tags=tags,
        reads=_limits(table, "MaxReadRequestUnits"),
        writes=_limits(table, "MaxWriteRequestUnits"),
    )


def _recovery_days(recovery: Mapping[str, Any]) -> int:
    is_on = recovery.get("PointInTimeRecoveryStatus") == "ENABLED"
    return int(recovery.get("RecoveryPeriodInDays", RECOVERY_DAYS)) if is_on else 0


def _limits(table: Mapping[str, Any], kind: str) -> dict[str, int]:
    """Index, or nothing for the table itself ─▶ its limit. DynamoDB says -1 where there is none."""
    parts = {"": table} | {index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes", ())}
    found = {name: int(part.get("OnDemandThroughput", {}).get(kind, -1)) for name, part in parts.items()}
    return {name: units for name, units in found.items() if units >= 0}
