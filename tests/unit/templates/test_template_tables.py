from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from generator.app.declarations import GlobalSecondaryIndex, Key, LocalSecondaryIndex, Projection
from generator.app.model import Capacity, ResolvedReplica, ResolvedTable
from generator.templates.data.global_tables import global_table


def replica(region: str, **changes: Any) -> ResolvedReplica:
    plain = ResolvedReplica(
        region=region,
        point_in_time_recovery=True,
        recovery_period_in_days=None,
        deletion_protection=True,
        table_class="STANDARD",
        max_read_request_units=None,
        read_capacity=None,
        contributor_insights=None,
        kms_key=None,
        tags={},
    )
    return replace(plain, **changes)


def table(**changes: Any) -> ResolvedTable:
    plain = ResolvedTable(
        key="data",
        table_name="shop-data",
        partition_key=Key(name="pk", type="S"),
        sort_key=None,
        attribute_types={"pk": "S"},
        global_secondary_indexes={},
        local_secondary_indexes={},
        ttl=None,
        stream_view_type="NEW_AND_OLD_IMAGES",
        max_read_request_units=None,
        max_write_request_units=None,
        write_capacity=None,
        consistency="eventual",
        witness=None,
        encryption="aws_owned",
        replicas=(replica("us-east-1"), replica("eu-west-1")),
    )
    return replace(plain, **changes)


def rendered(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = global_table("DataTable", table(**changes), {"app": "shop"}, reason="Test.").to_dict()
    return body


def properties(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = rendered(**changes)["Properties"]
    return found


def test_the_least_table_says_everything_whose_default_would_be_wrong() -> None:
    recovery = {"PointInTimeRecoveryEnabled": True}
    copy = {
        "DeletionProtectionEnabled": True,
        "PointInTimeRecoverySpecification": recovery,
        "TableClass": "STANDARD",
        "Tags": [{"Key": "app", "Value": "shop"}],
    }

    assert properties() == {
        "TableName": "shop-data",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "Replicas": [{"Region": "us-east-1", **copy}, {"Region": "eu-west-1", **copy}],
    }


def test_a_table_outlives_its_stack_and_its_replacement() -> None:
    body = rendered()

    assert (body["DeletionPolicy"], body["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_a_table_with_one_replica_has_a_stream_for_it_cannot_be_added_with_the_second() -> None:
    assert properties(replicas=(replica("us-east-1"),))["StreamSpecification"] == {
        "StreamViewType": "NEW_AND_OLD_IMAGES"
    }


def test_indexes_carry_their_keys_and_projections() -> None:
    keys = Key(name="pk", type="S"), Key(name="status", type="S"), Key(name="at", type="N")
    found = properties(
        sort_key=keys[2],
        attribute_types={"status": "S", "pk": "S", "at": "N"},
        global_secondary_indexes={
            "by_status": GlobalSecondaryIndex(
                partition_key=keys[1], sort_key=keys[2], projection=Projection(type="INCLUDE", attributes=("total",))
            )
        },
        local_secondary_indexes={
            "by_at": LocalSecondaryIndex(sort_key=keys[2], projection=Projection(type="KEYS_ONLY"))
        },
    )

    assert [definition["AttributeName"] for definition in found["AttributeDefinitions"]] == ["at", "pk", "status"]
    assert found["KeySchema"][1] == {"AttributeName": "at", "KeyType": "RANGE"}
    assert found["GlobalSecondaryIndexes"] == [
        {
            "IndexName": "by_status",
            "KeySchema": [
                {"AttributeName": "status", "KeyType": "HASH"},
                {"AttributeName": "at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]},
        }
    ]
    assert found["LocalSecondaryIndexes"] == [
        {
            "IndexName": "by_at",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ]


def test_writes_are_limited_for_the_table_and_each_index_reads_on_each_replica() -> None:
    index = GlobalSecondaryIndex(partition_key=Key(name="pk", type="S"))
    found = properties(
        max_write_request_units=10,
        global_secondary_indexes={"by_pk": index},
        replicas=(replica("us-east-1", max_read_request_units=20), replica("eu-west-1")),
    )

    writes, reads = {"MaxWriteRequestUnits": 10}, {"MaxReadRequestUnits": 20}
    assert found["WriteOnDemandThroughputSettings"] == writes
    assert found["GlobalSecondaryIndexes"][0]["WriteOnDemandThroughputSettings"] == writes
    assert found["Replicas"][0]["ReadOnDemandThroughputSettings"] == reads
    assert found["Replicas"][0]["GlobalSecondaryIndexes"] == [
        {"IndexName": "by_pk", "ReadOnDemandThroughputSettings": reads}
    ]
    assert not {"ReadOnDemandThroughputSettings", "GlobalSecondaryIndexes"} & found["Replicas"][1].keys()


def test_time_to_live_names_its_attribute() -> None:
    assert properties(ttl="expires_at")["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_every_replica_has_its_own_settings() -> None:
    different = replica(
        "eu-west-1",
        point_in_time_recovery=True,
        recovery_period_in_days=7,
        deletion_protection=False,
        table_class="STANDARD_INFREQUENT_ACCESS",
        tags={"team": "a"},
    )

    assert properties(replicas=(replica("us-east-1"), different))["Replicas"][1] == {
        "Region": "eu-west-1",
        "DeletionProtectionEnabled": False,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
        "TableClass": "STANDARD_INFREQUENT_ACCESS",
        "Tags": [{"Key": "app", "Value": "shop"}, {"Key": "team", "Value": "a"}],
    }


READS, WRITES = Capacity(min=1, max=9, target=70, seed=2), Capacity(min=3, max=8, target=50, seed=4)
BY_OWNER = {"by_owner": GlobalSecondaryIndex(partition_key=Key(name="owner", type="S"))}


def scaling(capacity: Capacity) -> dict[str, Any]:
    return {
        "MinCapacity": capacity.min,
        "MaxCapacity": capacity.max,
        "SeedCapacity": capacity.seed,
        "TargetTrackingScalingPolicyConfiguration": {"TargetValue": capacity.target},
    }


def test_provisioned_capacity_scales_for_the_table_each_index_and_each_replica_of_both() -> None:
    found = properties(
        write_capacity=WRITES,
        global_secondary_indexes=BY_OWNER,
        replicas=(replica("us-east-1", read_capacity=READS), replica("eu-west-1", read_capacity=READS)),
    )

    writes = {"WriteCapacityAutoScalingSettings": scaling(WRITES)}
    reads = {"ReadCapacityAutoScalingSettings": scaling(READS)}
    assert found["BillingMode"] == "PROVISIONED"
    assert found["WriteProvisionedThroughputSettings"] == writes
    assert found["GlobalSecondaryIndexes"][0]["WriteProvisionedThroughputSettings"] == writes
    for one in found["Replicas"]:
        assert one["ReadProvisionedThroughputSettings"] == reads
        assert one["GlobalSecondaryIndexes"] == [{"IndexName": "by_owner", "ReadProvisionedThroughputSettings": reads}]


def test_insights_are_said_of_every_index_too_and_only_where_they_are_asked_for() -> None:
    on = {"ContributorInsightsSpecification": {"Enabled": True}}
    replicas = (replica("us-east-1", contributor_insights=True), replica("eu-west-1"))

    first, second = properties(global_secondary_indexes=BY_OWNER, replicas=replicas)["Replicas"]

    assert first["ContributorInsightsSpecification"] == {"Enabled": True}
    assert first["GlobalSecondaryIndexes"] == [{"IndexName": "by_owner", **on}]
    assert not {"ContributorInsightsSpecification", "GlobalSecondaryIndexes"} & second.keys()


def test_an_own_key_is_said_of_every_replica_and_encryption_of_the_table() -> None:
    replicas = (replica("us-east-1", kms_key="alias/a"), replica("eu-west-1", kms_key="alias/b"))

    found = properties(encryption="customer_managed", replicas=replicas)

    assert found["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}
    assert [one["SSESpecification"] for one in found["Replicas"]] == [
        {"KMSMasterKeyId": "alias/a"},
        {"KMSMasterKeyId": "alias/b"},
    ]


def test_the_key_that_aws_manages_is_named_on_no_replica() -> None:
    found = properties(encryption="aws_managed")

    assert found["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}
    assert not [one for one in found["Replicas"] if "SSESpecification" in one]


def test_a_strong_table_says_so_with_its_witness_and_keeps_its_stream() -> None:
    found = properties(consistency="strong", witness="eu-west-3")

    assert found["MultiRegionConsistency"] == "STRONG"
    assert found["GlobalTableWitnesses"] == [{"Region": "eu-west-3"}]
    assert "StreamSpecification" in found
    assert "GlobalTableWitnesses" not in properties(consistency="strong")
