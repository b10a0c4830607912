"""The fake AWS refuses what AWS refuses, and leaves behind what AWS leaves behind: tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.errors import OperationError
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.fake_tables import DAY
from tests.support.small_templates import MAIN, SECOND, THIRD, Json, body, deploy, table, with_table

REFUSED_UPDATES: Mapping[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "two replicas": (table(MAIN), table(MAIN, SECOND, THIRD), "one replica is added or removed per update, alone"),
    "one in, one out": (table(MAIN, SECOND), table(MAIN, THIRD), "one replica is added or removed per update, alone"),
    "a replica and an index": (table(MAIN), table(MAIN, SECOND, indexes=("a",)), "per update, alone"),
    "a replica and a setting": (
        table(MAIN),
        table(MAIN, SECOND, TimeToLiveSpecification={"AttributeName": "t", "Enabled": True}),
        "per update, alone",
    ),
    "a replica and protection": (
        table(MAIN, SECOND, protected=True),
        table(MAIN, protected=False),
        "per update, alone",
    ),
    "a protected replica": (table(MAIN, SECOND, protected=True), table(MAIN, protected=True), "is protected"),
    "two indexes": (table(), table(indexes=("a", "b")), "more than one GSI"),
    "one index for another": (table(indexes=("a",)), table(indexes=("b",)), "more than one GSI"),
    "another key": (
        table(),
        table(KeySchema=[{"AttributeName": "id", "KeyType": "RANGE"}]),
        "a named table cannot be replaced",
    ),
    "the stream of replicas": (
        table(MAIN, SECOND),
        table(MAIN, SECOND, StreamSpecification={"StreamViewType": "KEYS_ONLY"}),
        "StreamSpecification cannot be changed",
    ),
    "the own region": (table(MAIN, SECOND), table(SECOND), "must contain an entry for the current region"),
}


@pytest.mark.parametrize("name", REFUSED_UPDATES)
def test_an_update_of_a_table_is_refused_and_rolled_back(name: str) -> None:
    before, after, message = REFUSED_UPDATES[name]
    cloud = FakeCloud()
    deploy(cloud, body(Table=before))
    tables = list(cloud.tables.groups)

    with pytest.raises(OperationError, match=message):
        deploy(cloud, body(Table=after))

    stack = cloud.stack("main", MAIN)
    assert stack is not None
    assert (stack.status.value, stack.body) == ("UPDATE_ROLLBACK_COMPLETE", body(Table=before))
    assert cloud.tables.groups == tables


def test_one_replica_or_one_index_at_a_time_is_fine() -> None:
    cloud = with_table(MAIN)

    for after in (table(MAIN, SECOND), table(MAIN, SECOND, indexes=("a",)), table(MAIN, indexes=("a",)), table(MAIN)):
        deploy(cloud, body(Table=after))

    assert [dict(one.replicas) for one in cloud.tables.groups] == [{MAIN: False}]


@pytest.mark.parametrize(
    ("protected", "status", "left"),
    [(False, "UPDATE_ROLLBACK_COMPLETE", {MAIN}), (True, "UPDATE_ROLLBACK_FAILED", {MAIN, SECOND})],
)
def test_a_new_replica_is_rolled_back_unless_it_is_protected(protected: bool, status: str, left: set[str]) -> None:
    cloud = with_table(MAIN, protected=protected)
    cloud.fail_next("deploy_stack", MAIN, OperationError("another table failed"))

    with pytest.raises(OperationError):
        deploy(cloud, body(Table=table(MAIN, SECOND, protected=protected)))

    stack = cloud.stack("main", MAIN)
    assert stack is not None
    assert stack.status.value == status
    assert [set(group.replicas) for group in cloud.tables.groups] == [left]


def test_a_replica_cannot_be_made_where_a_table_of_that_name_is() -> None:
    cloud = with_table(MAIN)
    deploy(cloud, body(Table=table(SECOND)), region=SECOND)

    with pytest.raises(OperationError, match="Table already exists: items in us-east-1"):
        deploy(cloud, body(Table=table(MAIN, SECOND)))


def test_a_failed_first_create_leaves_a_stillborn_stack_and_its_tables() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, OperationError("no such zone"))

    with pytest.raises(OperationError):
        deploy(cloud, body(Table=table(MAIN, SECOND)))

    stack, left = cloud.stack("main", MAIN), cloud.table("items", SECOND)
    assert stack is not None
    assert (stack.status.value, stack.status_reason) == ("ROLLBACK_COMPLETE", "no such zone")
    assert left is not None
    with pytest.raises(OperationError, match="Table already exists"):
        deploy(cloud, body(Table=table(MAIN, SECOND)))


def test_a_table_without_owner_can_be_imported_once() -> None:
    cloud = with_table(MAIN)
    cloud.delete_stack("main", MAIN, None, silent)
    imports = {"Table": {"TableName": "items"}}

    deploy(cloud, body(Table=table(MAIN)), imports=imports)

    stack = cloud.stack("main", MAIN)
    assert stack is not None
    assert stack.status.value == "IMPORT_COMPLETE"
    with pytest.raises(OperationError, match="cannot be imported"):
        deploy(cloud, body(Table=table(MAIN)), name="other", imports=imports)


REFUSED_IMPORTS: Mapping[str, tuple[dict[str, Any], Json, str]] = {
    "other replicas": (table(MAIN, SECOND), {}, "differs from the template"),
    "other index": (table(MAIN, indexes=("a",)), {}, "differs from the template"),
    "no policy": ({**table(MAIN), "DeletionPolicy": None}, {}, "need a DeletionPolicy"),
    "other changes": (table(MAIN), {"Queue": {"Type": "AWS::SQS::Queue"}}, "must not be modified, added or removed"),
}


@pytest.mark.parametrize("name", REFUSED_IMPORTS)
def test_an_import_is_refused(name: str) -> None:
    resource, others, message = REFUSED_IMPORTS[name]
    resource = {key: value for key, value in resource.items() if value is not None}
    cloud = with_table(MAIN)
    cloud.delete_stack("main", MAIN, None, silent)

    with pytest.raises(OperationError, match=message):
        deploy(cloud, body(Table=resource, **others), imports={"Table": {"TableName": "items"}})

    assert cloud.stack("main", MAIN) is None


def test_replicas_go_one_by_one_and_the_source_of_a_new_one_not_within_a_day() -> None:
    cloud = with_table(MAIN)
    deploy(cloud, body(Table=table(MAIN, SECOND)))

    with pytest.raises(OperationError, match="local region"):
        cloud.delete_replica("items", MAIN, MAIN, silent)
    cloud.delete_replica("items", MAIN, SECOND, silent)
    with pytest.raises(OperationError, match="last 24 hours"):
        cloud.delete_table("items", MAIN, silent)
    cloud.sleep(DAY)
    cloud.delete_table("items", MAIN, silent)

    assert cloud.tables.groups == []


def test_a_protected_replica_is_not_deleted() -> None:
    cloud = with_table(MAIN, SECOND, protected=True)

    with pytest.raises(OperationError, match="deletion protection"):
        cloud.delete_replica("items", MAIN, SECOND, silent)
    cloud.protect_table("items", SECOND, on=False)
    cloud.delete_replica("items", MAIN, SECOND, silent)

    assert cloud.table("items", SECOND) is None


WITH_READS: dict[str, Any] = {"ReadProvisionedThroughputSettings": {}}
WITH_KEY = {"SSESpecification": {"KMSMasterKeyId": "key"}}


@pytest.mark.parametrize(
    ("mode", "of_replica", "refused"),
    [
        ("PROVISIONED", {}, "or AutoScaled"),
        ("PAY_PER_REQUEST", WITH_READS, "of another billing mode"),
        ("PAY_PER_REQUEST", WITH_KEY, "KMSMasterKeyId"),
    ],
    ids=["provisioned without writes", "a replica of another mode", "a key of a table without"],
)
def test_a_table_whose_parts_do_not_fit_is_refused(mode: str, of_replica: dict[str, Any], refused: str) -> None:
    wanted = table(MAIN, BillingMode=mode)
    wanted["Properties"]["Replicas"] = [{**one, **of_replica} for one in wanted["Properties"]["Replicas"]]

    with pytest.raises(OperationError, match=refused):
        deploy(FakeCloud(), body(Table=wanted))
