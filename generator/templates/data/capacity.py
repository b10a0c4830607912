"""`BillingMode` and what belongs to it.

On demand there may be ceilings. Provisioned capacity always scales: DynamoDB refuses a table with replicas whose writes
do not. Writes are the table's and the same on all replicas, each index has its own [aws-facts 1.7]; reads are a
replica's, for those of the table itself are only for tables of several accounts [1.13, 1.14].
"""

from __future__ import annotations

from typing import Any

from troposphere.dynamodb import (
    CapacityAutoScalingSettings,
    ReadOnDemandThroughputSettings,
    ReadProvisionedThroughputSettings,
    TargetTrackingScalingPolicyConfiguration,
    WriteOnDemandThroughputSettings,
    WriteProvisionedThroughputSettings,
)

from generator.app.model import Capacity, ResolvedReplica, ResolvedTable


def billing_mode(table: ResolvedTable) -> str:
    """`BillingMode`."""
    return "PAY_PER_REQUEST" if table.write_capacity is None else "PROVISIONED"


def write_settings(table: ResolvedTable) -> dict[str, Any]:
    """What the table and each of its global secondary indexes say of writes."""
    if table.write_capacity is not None:
        scaling = WriteProvisionedThroughputSettings(WriteCapacityAutoScalingSettings=_scaling(table.write_capacity))
        return {"WriteProvisionedThroughputSettings": scaling}
    if table.max_write_request_units is not None:
        ceiling = WriteOnDemandThroughputSettings(MaxWriteRequestUnits=table.max_write_request_units)
        return {"WriteOnDemandThroughputSettings": ceiling}
    return {}


def read_settings(replica: ResolvedReplica) -> dict[str, Any]:
    """What the replica and each of its global secondary indexes say of reads."""
    if replica.read_capacity is not None:
        scaling = ReadProvisionedThroughputSettings(ReadCapacityAutoScalingSettings=_scaling(replica.read_capacity))
        return {"ReadProvisionedThroughputSettings": scaling}
    if replica.max_read_request_units is not None:
        ceiling = ReadOnDemandThroughputSettings(MaxReadRequestUnits=replica.max_read_request_units)
        return {"ReadOnDemandThroughputSettings": ceiling}
    return {}


def _scaling(capacity: Capacity) -> CapacityAutoScalingSettings:
    return CapacityAutoScalingSettings(
        MinCapacity=capacity.min,
        MaxCapacity=capacity.max,
        # A change of `BillingMode` needs it on both sides, the way back too, so it is always there [aws-facts 1.7].
        SeedCapacity=capacity.seed,
        TargetTrackingScalingPolicyConfiguration=TargetTrackingScalingPolicyConfiguration(TargetValue=capacity.target),
    )
