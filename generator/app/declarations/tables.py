"""Tables as a user declares them: one DynamoDB global table each, a replica in every region."""

from typing import Annotated, Literal

from msgspec import Meta

from generator.app.declarations.base import Declaration
from generator.app.declarations.names import (
    AttributeName,
    IndexName,
    KeyType,
    KmsKey,
    Positive,
    Region,
    TableName,
    TagKey,
    TagValue,
)
from generator.cloudformation.limits import RECOVERY_DAYS

Tags = Annotated[dict[TagKey, TagValue], Meta(max_length=40)]
TableClass = Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"]
StreamViewType = Literal["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"]


class Key(Declaration, frozen=True, kw_only=True):
    """A key attribute and its type."""

    name: Annotated[AttributeName, Meta(description="Name of the attribute.")]
    type: Annotated[KeyType, Meta(description="`S` string, `N` number or `B` binary.")]


class Projection(Declaration, frozen=True, kw_only=True):
    """Which attributes an index holds besides the keys."""

    type: Annotated[
        Literal["ALL", "KEYS_ONLY", "INCLUDE"],
        Meta(description="`ALL` attributes, `KEYS_ONLY`, or the keys and those that `attributes` lists."),
    ] = "ALL"
    attributes: Annotated[
        tuple[AttributeName, ...],
        Meta(description="`NonKeyAttributes`; only, and always, with `INCLUDE`.", max_length=100),
    ] = ()


class GlobalSecondaryIndex(Declaration, frozen=True, kw_only=True):
    """A global secondary index. Its key in the app file is its `IndexName`."""

    partition_key: Annotated[Key, Meta(description="`HASH` key of the index.")]
    sort_key: Annotated[Key | None, Meta(description="`RANGE` key of the index.")] = None
    projection: Annotated[Projection, Meta(description="Attributes copied into the index.")] = Projection()


class LocalSecondaryIndex(Declaration, frozen=True, kw_only=True):
    """A local secondary index: the table's partition key with another sort key. Only at creation of the table."""

    sort_key: Annotated[Key, Meta(description="`RANGE` key of the index.")]
    projection: Annotated[Projection, Meta(description="Attributes copied into the index.")] = Projection()


class PointInTimeRecovery(Declaration, frozen=True, kw_only=True):
    """Continuous backups with a period of their own."""

    days: Annotated[int, Meta(ge=1, le=RECOVERY_DAYS, description="`RecoveryPeriodInDays`.")]


class Autoscaling(Declaration, frozen=True, kw_only=True):
    """Capacity that follows its use. All numbers but `target` are capacity units."""

    min: Annotated[Positive, Meta(description="`MinCapacity`.")]
    max: Annotated[Positive, Meta(description="`MaxCapacity`.")]
    target: Annotated[int, Meta(ge=20, le=90, description="`TargetValue`: percent of the capacity that is in use.")] = (
        70
    )
    seed: Annotated[
        Positive | None,
        Meta(description="`SeedCapacity`: what the table starts with when it changes its billing. Default: `min`."),
    ] = None


class Provisioned(Declaration, frozen=True, kw_only=True):
    """Provisioned capacity; every index has as much as the table. Both scale, writes in all regions alike."""

    read: Annotated[Autoscaling, Meta(description="Read capacity of each replica and its indexes.")]
    write: Annotated[Autoscaling, Meta(description="Write capacity of the table and its indexes, on every replica.")]


class CustomerKey(Declaration, frozen=True, kw_only=True):
    """Encryption with keys of your own."""

    kms_key: Annotated[
        KmsKey | dict[Region, KmsKey],
        Meta(
            description="`KMSMasterKeyId` of every replica: an alias that each region has, or a map from region to "
            "alias or ARN. A replica is encrypted with a key of its own region."
        ),
    ]


Billing = Literal["on_demand"] | Provisioned
Encryption = Literal["aws_owned", "aws_managed"] | CustomerKey
Consistency = Literal["eventual", "strong"]


class Replica(Declaration, frozen=True, kw_only=True):
    """What differs in one region's replica. What is left out is as the table says."""

    table_class: Annotated[TableClass | None, Meta(description="`TableClass` of this replica.")] = None
    point_in_time_recovery: Annotated[
        bool | PointInTimeRecovery | None, Meta(description="`PointInTimeRecoverySpecification` of this replica.")
    ] = None
    deletion_protection: Annotated[bool | None, Meta(description="`DeletionProtectionEnabled` of this replica.")] = None
    max_read_request_units: Annotated[
        Positive | None, Meta(description="`ReadOnDemandThroughputSettings.MaxReadRequestUnits` of this replica.")
    ] = None
    read_capacity: Annotated[
        Autoscaling | None,
        Meta(description="Read capacity of this replica and its indexes, in place of `billing.read`."),
    ] = None
    contributor_insights: Annotated[
        bool | None, Meta(description="`ContributorInsightsSpecification` of this replica and its indexes.")
    ] = None
    kms_key: Annotated[
        KmsKey | None, Meta(description="`KMSMasterKeyId` of this replica, in place of `encryption.kms_key`.")
    ] = None
    tags: Annotated[Tags, Meta(description="Tags of this replica, over the table's and the app's.")] = {}


class TableSettings(Declaration, frozen=True, kw_only=True):
    """What `defaults.table` may say for all tables."""

    ttl: Annotated[
        AttributeName | None,
        Meta(description="Attribute that holds the expiry time in epoch seconds; `TimeToLiveSpecification`."),
    ] = None
    billing: Annotated[
        Billing,
        Meta(description="`BillingMode`: `on_demand`, or provisioned capacity that scales."),
    ] = "on_demand"
    max_read_request_units: Annotated[
        Positive | None, Meta(description="On-demand ceiling of reads, on every replica and index.")
    ] = None
    max_write_request_units: Annotated[
        Positive | None, Meta(description="On-demand ceiling of writes, for the table and its indexes.")
    ] = None
    consistency: Annotated[
        Consistency,
        Meta(
            description="`MultiRegionConsistency`. `strong`: a read with `consistent_read` sees every write of all "
            "regions; three regions of one continent, no `ttl`, no local secondary indexes. Cannot be changed later."
        ),
    ] = "eventual"
    witness: Annotated[
        Region | None,
        Meta(
            description="Third region of a `strong` table in an app of two: it keeps no copy of the data and serves "
            "nobody, but takes part in every write. Cannot be changed later."
        ),
    ] = None
    encryption: Annotated[
        Encryption,
        Meta(
            description="Whose key encrypts the table: one that belongs to DynamoDB (`aws_owned`), your account's "
            "`alias/aws/dynamodb` (`aws_managed`), or your own."
        ),
    ] = "aws_owned"
    contributor_insights: Annotated[
        bool | None,
        Meta(
            description="`ContributorInsightsSpecification` of every replica and index: which keys are used most. "
            "Default: not said, which is off."
        ),
    ] = None
    table_class: Annotated[TableClass, Meta(description="`TableClass` of every replica.")] = "STANDARD"
    stream_view_type: Annotated[
        StreamViewType, Meta(description="`StreamViewType`. Replication needs a stream, so there always is one.")
    ] = "NEW_AND_OLD_IMAGES"
    point_in_time_recovery: Annotated[
        bool | PointInTimeRecovery, Meta(description="Continuous backups of every replica.")
    ] = True
    deletion_protection: Annotated[bool, Meta(description="`DeletionProtectionEnabled` of every replica.")] = True
    tags: Annotated[Tags, Meta(description="Tags of every replica, over the app's.")] = {}
    replicas: Annotated[dict[Region, Replica], Meta(description="Overrides per replica, keyed by region.")] = {}


class Table(TableSettings, frozen=True, kw_only=True):
    """One `AWS::DynamoDB::GlobalTable`."""

    table_name: Annotated[
        TableName | None,
        Meta(
            description="`TableName`, before the environment's suffix. Default: `<app>-<key>`. Cannot be changed later."
        ),
    ] = None
    partition_key: Annotated[Key, Meta(description="`HASH` key. Cannot be changed later.")]
    sort_key: Annotated[Key | None, Meta(description="`RANGE` key. Cannot be changed later.")] = None
    global_secondary_indexes: Annotated[
        dict[IndexName, GlobalSecondaryIndex], Meta(max_length=20, description="Indexes with keys of their own.")
    ] = {}
    local_secondary_indexes: Annotated[
        dict[IndexName, LocalSecondaryIndex],
        Meta(max_length=5, description="Indexes with the table's partition key. Cannot be added later."),
    ] = {}
