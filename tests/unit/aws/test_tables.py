from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.aws.control_rows import delete_row, put_row, read_rows
from generator.aws.model import ControlRow, DeployedTable
from generator.aws.tables import SETTLING, delete_replica, delete_table, protect_table, read_table, table_names
from generator.errors import AwsError, BusyError, OperationError
from tests.support.recording import NO_TABLE, Answer, FakeAws, Refusal, words

IN_USE = Refusal("ResourceInUseException", "Attempt to change a resource which is still in use")
SOURCE = Refusal(
    "ValidationException",
    "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in "
    "the last 24 hours.",
)


def table(status: str = "ACTIVE", *, protected: bool = False, **replicas: str) -> Mapping[str, Any]:
    """An answer of DescribeTable; replicas as `us_west_2="ACTIVE"`."""
    return {
        "Table": {
            "TableName": "shop-items",
            "TableStatus": status,
            "DeletionProtectionEnabled": protected,
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "N"},
            ],
            "GlobalSecondaryIndexes": [{"IndexName": "by-date", "IndexStatus": "CREATING"}],
            "Replicas": [
                {"RegionName": region.replace("_", "-"), "ReplicaStatus": state} for region, state in replicas.items()
            ],
        }
    }


def aws_with(*states: Answer) -> FakeAws:
    aws = FakeAws()
    aws.on("DescribeTable", *states)
    aws.on("UpdateTable", {})
    aws.on("DeleteTable", {})
    return aws


def test_a_table_is_read_as_the_region_shows_it() -> None:
    aws = aws_with(table(protected=True, us_west_2="CREATING"))

    assert read_table(aws.session, "shop-items", "eu-west-1") == DeployedTable(
        name="shop-items",
        region="eu-west-1",
        status="ACTIVE",
        keys={"pk": "HASH", "sk": "RANGE"},
        attribute_types={"pk": "S", "sk": "N"},
        replicas={"eu-west-1": "ACTIVE", "us-west-2": "CREATING"},
        indexes={"by-date": "CREATING"},
        deletion_protection=True,
    )


def test_a_table_without_anything_special_is_read() -> None:
    aws = aws_with({"Table": {"TableName": "shop-items", "TableStatus": "ACTIVE"}})

    found = read_table(aws.session, "shop-items", "eu-west-1")

    assert found == DeployedTable(
        name="shop-items", region="eu-west-1", status="ACTIVE", keys={}, replicas={"eu-west-1": "ACTIVE"}
    )


def test_a_table_that_does_not_exist_is_none() -> None:
    assert read_table(aws_with(NO_TABLE).session, "shop-items", "eu-west-1") is None


def test_all_pages_of_table_names_are_read() -> None:
    aws = FakeAws()
    aws.on("ListTables", {"TableNames": ["aaa", "bbb"], "LastEvaluatedTableName": "bbb"}, {"TableNames": ["ccc"]})

    assert table_names(aws.session, "eu-west-1") == {"aaa", "bbb", "ccc"}


def test_protection_is_switched_in_the_region_of_the_replica_when_nobody_changes_the_table() -> None:
    aws = aws_with(table("UPDATING"), table(), table("UPDATING"), table())

    protect_table(aws.session, "shop-items", "us-west-2", on=True)

    assert aws.sent("UpdateTable") == [{"TableName": "shop-items", "DeletionProtectionEnabled": True}]
    assert {call.region for call in aws.calls} == {"us-west-2"}
    assert aws.operations == ["DescribeTable", "DescribeTable", "UpdateTable", "DescribeTable", "DescribeTable"]


@pytest.mark.parametrize("state", [table(protected=False), NO_TABLE], ids=["off already", "no table"])
def test_there_may_be_no_protection_to_switch_off(state: Answer) -> None:
    aws = aws_with(state)

    protect_table(aws.session, "shop-items", "us-west-2", on=False)

    assert "UpdateTable" not in aws.operations


def test_a_table_that_others_change_is_asked_again_for_a_while() -> None:
    aws = aws_with(table())
    aws.on("UpdateTable", IN_USE, IN_USE, {})

    protect_table(aws.session, "shop-items", "eu-west-1", on=True)

    assert len(aws.sent("UpdateTable")) == 3


def test_a_table_that_others_keep_changing_is_an_error() -> None:
    aws = aws_with(table())
    aws.on("UpdateTable", IN_USE)

    with pytest.raises(BusyError):
        protect_table(aws.session, "shop-items", "eu-west-1", on=True)

    assert aws.clock.time >= SETTLING


def test_a_replica_is_deleted_from_another_region_and_waited_for() -> None:
    aws = aws_with(table(us_west_2="ACTIVE"), table("UPDATING", us_west_2="DELETING"), table())

    delete_replica(aws.session, "shop-items", "eu-west-1", "us-west-2", aws.watch)

    assert aws.sent("UpdateTable") == [
        {"TableName": "shop-items", "ReplicaUpdates": [{"Delete": {"RegionName": "us-west-2"}}]}
    ]
    assert words(aws.told) == ["us-west-2 shop-items DELETING"]


@pytest.mark.parametrize("state", [table(), NO_TABLE], ids=["no replica", "no table"])
def test_there_may_be_no_replica_to_delete(state: Answer) -> None:
    aws = aws_with(state)

    delete_replica(aws.session, "shop-items", "eu-west-1", "us-west-2", aws.watch)

    assert "UpdateTable" not in aws.operations


def test_a_replica_that_is_being_deleted_is_only_waited_for() -> None:
    aws = aws_with(table(us_west_2="DELETING"), table(us_west_2="DELETING"), table())

    delete_replica(aws.session, "shop-items", "eu-west-1", "us-west-2", aws.watch)

    assert "UpdateTable" not in aws.operations


def test_a_table_is_deleted_and_waited_for() -> None:
    aws = aws_with(table(), table("DELETING"), NO_TABLE)

    delete_table(aws.session, "shop-items", "eu-west-1", aws.watch)

    assert aws.sent("DeleteTable") == [{"TableName": "shop-items"}]
    assert words(aws.told) == ["eu-west-1 shop-items DELETING"]


@pytest.mark.parametrize("states", [(NO_TABLE,), (table("DELETING"), NO_TABLE)], ids=["no table", "deleting"])
def test_there_may_be_no_table_to_delete(states: tuple[Answer, ...]) -> None:
    aws = aws_with(*states)

    delete_table(aws.session, "shop-items", "eu-west-1", aws.watch)

    assert "DeleteTable" not in aws.operations


def test_a_table_that_goes_while_it_is_deleted_is_gone() -> None:
    aws = aws_with(table(), NO_TABLE)
    aws.on("DeleteTable", NO_TABLE)

    delete_table(aws.session, "shop-items", "eu-west-1", aws.watch)


def test_the_24_hour_rule_is_explained_with_when_to_try_again() -> None:
    aws = aws_with(table(us_west_2="ACTIVE"))
    aws.on("DeleteTable", SOURCE)
    aws.on("UpdateTable", SOURCE)

    with pytest.raises(OperationError, match="24 hours after a region was added") as caught:
        delete_table(aws.session, "shop-items", "eu-west-1", aws.watch)
    with pytest.raises(OperationError):
        delete_replica(aws.session, "shop-items", "eu-west-1", "us-west-2", aws.watch)

    assert caught.value.advice == (
        "run the same command again 24 hours after the last region was added to table shop-items"
    )
    assert caught.value.place.region == "eu-west-1"


def test_a_protected_table_is_not_deleted() -> None:
    aws = aws_with(table(protected=True))
    aws.on("DeleteTable", Refusal("ValidationException", "Resource cannot be deleted: deletion protection"))

    with pytest.raises(AwsError, match="delete table shop-items: Resource cannot be deleted"):
        delete_table(aws.session, "shop-items", "eu-west-1", aws.watch)


def test_control_rows_are_read_consistently_from_all_pages() -> None:
    aws = FakeAws()
    aws.on(
        "Scan",
        {"Items": [{"pk": {"S": "us-west-2"}, "drained": {"BOOL": True}}], "LastEvaluatedKey": {"pk": {"S": "x"}}},
        {"Items": [{"pk": {"S": "eu-west-1"}, "drained": {"BOOL": False}, "by": {"S": "deploy"}}]},
    )

    assert read_rows(aws.session, "shop-control", "eu-west-1") == (
        ControlRow(region="eu-west-1", drained=False, by="deploy"),
        ControlRow(region="us-west-2", drained=True),
    )
    assert aws.sent("Scan")[0] == {"TableName": "shop-control", "ConsistentRead": True}


def test_a_heartbeat_is_no_row_of_a_region() -> None:
    aws = FakeAws()
    aws.on(
        "Scan",
        {"Items": [{"pk": {"S": "heartbeat#eu-west-1"}, "time": {"S": "x"}}, {"pk": {"S": "eu-west-1"}}]},
    )

    assert read_rows(aws.session, "shop-control", "eu-west-1") == (ControlRow(region="eu-west-1", drained=False),)


def test_a_control_table_that_does_not_exist_has_no_rows() -> None:
    aws = FakeAws()
    aws.on("Scan", NO_TABLE)

    assert read_rows(aws.session, "shop-control", "eu-west-1") == ()


def test_a_control_row_is_written_and_deleted() -> None:
    aws = FakeAws()
    aws.on("PutItem", {})
    aws.on("DeleteItem", {})

    put_row(aws.session, "shop-control", "eu-west-1", ControlRow(region="us-west-2", drained=True, by="deploy"))
    delete_row(aws.session, "shop-control", "eu-west-1", "us-west-2")

    assert aws.sent("PutItem") == [
        {
            "TableName": "shop-control",
            "Item": {"pk": {"S": "us-west-2"}, "drained": {"BOOL": True}, "by": {"S": "deploy"}},
        }
    ]
    assert aws.sent("DeleteItem") == [{"TableName": "shop-control", "Key": {"pk": {"S": "us-west-2"}}}]
