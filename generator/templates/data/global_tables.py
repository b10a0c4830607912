"""One `AWS::DynamoDB::GlobalTable` per table, with a replica in every region.

The main region's stack owns all replicas [aws-facts 1.1], the main region's own comes first and is always there
[1.2]. `BillingMode` is always written, for its default is PROVISIONED [1.7]; the stream too, even with one replica,
for it cannot be added together with the second [1.6]. What DynamoDB does not copy between replicas is written on each
of them: point in time recovery, deletion protection and tags [1.11, 1.12]. Capacity is in `capacity`. Tables and their
replicas outlive the stack [1.20].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere.dynamodb import (
    AttributeDefinition,
    GlobalTable,
    GlobalTableGlobalSecondaryIndex,
    GlobalTableSSESpecification,
    GlobalTableWitness,
    KeySchema,
    LocalSecondaryIndex,
    Projection,
    StreamSpecification,
    TimeToLiveSpecification,
)

from generator.app.declarations import GlobalSecondaryIndex, Key
from generator.app.declarations import LocalSecondaryIndex as DeclaredLocalIndex
from generator.app.declarations import Projection as DeclaredProjection
from generator.app.model import ResolvedTable
from generator.templates.context import why
from generator.templates.data.capacity import billing_mode, write_settings
from generator.templates.data.replicas import replica_of


def global_table(logical_id: str, table: ResolvedTable, tags: Mapping[str, str], *, reason: str) -> GlobalTable:
    """The table. `tags` are ours for every replica, below the replica's own; `reason` goes into the metadata."""
    resource = GlobalTable(
        logical_id,
        TableName=table.table_name,
        BillingMode=billing_mode(table),
        AttributeDefinitions=[
            AttributeDefinition(AttributeName=name, AttributeType=kind)
            for name, kind in sorted(table.attribute_types.items())
        ],
        KeySchema=_key_schema(table.partition_key, table.sort_key),
        StreamSpecification=StreamSpecification(StreamViewType=table.stream_view_type),
        Replicas=[replica_of(table, replica, tags) for replica in table.replicas],
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        Metadata=why(reason, "Add or remove one replica per update, with no other change."),
    )
    for name, value in _optional_properties(table).items():
        setattr(resource, name, value)
    return resource


def _optional_properties(table: ResolvedTable) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if table.global_secondary_indexes:
        found["GlobalSecondaryIndexes"] = [
            _global_index(name, index, table) for name, index in sorted(table.global_secondary_indexes.items())
        ]
    if table.local_secondary_indexes:
        found["LocalSecondaryIndexes"] = [
            _local_index(name, index, table.partition_key)
            for name, index in sorted(table.local_secondary_indexes.items())
        ]
    if table.ttl is not None:
        found["TimeToLiveSpecification"] = TimeToLiveSpecification(AttributeName=table.ttl, Enabled=True)
    if table.encryption != "aws_owned":
        # Without a key on the replicas it is `alias/aws/dynamodb` [aws-facts 1.15].
        found["SSESpecification"] = GlobalTableSSESpecification(SSEEnabled=True, SSEType="KMS")
    return found | _consistency(table) | write_settings(table)


def _consistency(table: ResolvedTable) -> dict[str, Any]:
    """Eventual consistency is the default, and stays unsaid: what cannot be changed is better not touched."""
    if table.consistency == "eventual":
        return {}
    found: dict[str, Any] = {"MultiRegionConsistency": "STRONG"}
    if table.witness is not None:
        found["GlobalTableWitnesses"] = [GlobalTableWitness(Region=table.witness)]
    return found


def _global_index(name: str, index: GlobalSecondaryIndex, table: ResolvedTable) -> GlobalTableGlobalSecondaryIndex:
    return GlobalTableGlobalSecondaryIndex(
        IndexName=name,
        KeySchema=_key_schema(index.partition_key, index.sort_key),
        Projection=_projection(index.projection),
        **write_settings(table),
    )


def _local_index(name: str, index: DeclaredLocalIndex, partition_key: Key) -> LocalSecondaryIndex:
    return LocalSecondaryIndex(
        IndexName=name,
        KeySchema=_key_schema(partition_key, index.sort_key),
        Projection=_projection(index.projection),
    )


def _key_schema(partition_key: Key, sort_key: Key | None) -> list[KeySchema]:
    schema = [KeySchema(AttributeName=partition_key.name, KeyType="HASH")]
    if sort_key is not None:
        schema.append(KeySchema(AttributeName=sort_key.name, KeyType="RANGE"))
    return schema


def _projection(projection: DeclaredProjection) -> Projection:
    if projection.type != "INCLUDE":
        return Projection(ProjectionType=projection.type)
    return Projection(ProjectionType="INCLUDE", NonKeyAttributes=list(projection.attributes))
