"""A replica, with all that DynamoDB does not copy from one to the other [aws-facts 1.12, 1.13]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import Tags
from troposphere.dynamodb import (
    ContributorInsightsSpecification,
    PointInTimeRecoverySpecification,
    ReplicaGlobalSecondaryIndexSpecification,
    ReplicaSpecification,
    ReplicaSSESpecification,
)

from generator.app.model import ResolvedReplica, ResolvedTable
from generator.templates.data.capacity import read_settings
from generator.templates.tags import tagged


def replica_of(table: ResolvedTable, replica: ResolvedReplica, tags: Mapping[str, str]) -> ReplicaSpecification:
    """The replica; `tags` are ours, below its own."""
    settings = {**read_settings(replica), **_insights(replica)}
    found = ReplicaSpecification(
        Region=replica.region,
        DeletionProtectionEnabled=replica.deletion_protection,
        PointInTimeRecoverySpecification=_recovery(replica),
        TableClass=replica.table_class,
        Tags=Tags(tagged(tags, replica.tags)),
        **settings,
    )
    if settings and table.global_secondary_indexes:
        found.GlobalSecondaryIndexes = [
            ReplicaGlobalSecondaryIndexSpecification(IndexName=name, **read_settings(replica), **_insights(replica))
            for name in sorted(table.global_secondary_indexes)
        ]
    if replica.kms_key is not None:
        found.SSESpecification = ReplicaSSESpecification(KMSMasterKeyId=replica.kms_key)
    return found


def _recovery(replica: ResolvedReplica) -> PointInTimeRecoverySpecification:
    recovery = PointInTimeRecoverySpecification(PointInTimeRecoveryEnabled=replica.point_in_time_recovery)
    if replica.recovery_period_in_days is not None:
        recovery.RecoveryPeriodInDays = replica.recovery_period_in_days
    return recovery


def _insights(replica: ResolvedReplica) -> dict[str, Any]:
    if replica.contributor_insights is None:
        return {}
    return {"ContributorInsightsSpecification": ContributorInsightsSpecification(Enabled=replica.contributor_insights)}
