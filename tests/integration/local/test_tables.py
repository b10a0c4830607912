"""Global tables of the embedded AWS: replicas are real, and change as DynamoDB lets them change [aws-facts 1]."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.local.aws import MAIN, Aws, compact, outputs, until

STREAM = {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def body(*regions: str, protected: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """A template with one table that has replicas in these regions. A property `None` is left out."""
    given = {
        "TableName": "table",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": STREAM,
        "Replicas": [{"Region": region, "DeletionProtectionEnabled": region in protected} for region in regions],
        **properties,
    }
    table = {key: value for key, value in given.items() if value is not None}
    made = {"Table": {"Type": "AWS::DynamoDB::GlobalTable", "DeletionPolicy": "Delete", "Properties": table}}
    return {"Resources": made, "Outputs": {"Id": {"Value": {"Fn::GetAtt": ["Table", "TableId"]}}}}


def index(*names: str) -> dict[str, Any]:
    """Properties that give a table these indexes."""
    attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", *names)]
    keys = {name: [{"AttributeName": name, "KeyType": "HASH"}] for name in names}
    whole = {"ProjectionType": "ALL"}
    indexes = [{"IndexName": f"by-{name}", "KeySchema": keys[name], "Projection": whole} for name in names]
    return {"AttributeDefinitions": attributes, "GlobalSecondaryIndexes": indexes}


def regions(aws: Aws, region: str = MAIN) -> dict[str, str]:
    """Region ─▶ status, of all replicas but the one that is asked."""
    table = aws.client("dynamodb", region).describe_table(TableName="table")["Table"]
    return {replica["RegionName"]: replica["ReplicaStatus"] for replica in table.get("Replicas", ())}


def has_table(aws: Aws, region: str) -> bool:
    return "table" in aws.client("dynamodb", region).list_tables()["TableNames"]


def why(aws: Aws, stack: str = "stack") -> str:
    """Why the last operation on the table failed."""
    events = aws.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    table = (event for event in events if event["LogicalResourceId"] == "Table")
    return str(next(event for event in table if event["ResourceStatus"].endswith("_FAILED"))["ResourceStatusReason"])


def test_a_table_is_made_with_all_of_its_replicas(aws: Aws) -> None:
    stack = aws.deploy("stack", body(MAIN, "eu-west-1", "us-west-2", protected=("eu-west-1",), **index("other")))

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert regions(aws) == {"eu-west-1": "ACTIVE", "us-west-2": "ACTIVE"}
    assert regions(aws, "eu-west-1") == {MAIN: "ACTIVE", "us-west-2": "ACTIVE"}
    far = aws.client("dynamodb", "eu-west-1").describe_table(TableName="table")["Table"]
    assert (far["DeletionProtectionEnabled"], far["GlobalSecondaryIndexes"][0]["IndexStatus"]) == (True, "ACTIVE")
    here = aws.client("dynamodb").describe_table(TableName="table")["Table"]
    assert outputs(stack) == {"Id": here["TableId"]}


def test_one_replica_at_a_time_is_added_and_brings_the_items_along(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN))
    aws.client("dynamodb").put_item(TableName="table", Item={"pk": {"S": "x"}})

    stack = aws.deploy("stack", body(MAIN, "eu-west-1"))

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    found = aws.client("dynamodb", "eu-west-1").get_item(TableName="table", Key={"pk": {"S": "x"}})
    assert found["Item"] == {"pk": {"S": "x"}}


def test_one_replica_at_a_time_is_removed(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1", "us-west-2"))

    aws.deploy("stack", body(MAIN, "us-west-2"))

    assert regions(aws) == {"us-west-2": "ACTIVE"}
    assert not has_table(aws, "eu-west-1")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (body(MAIN), body(MAIN, "eu-west-1", "us-west-2"), "only one replica"),
        (body(MAIN, "eu-west-1"), body(MAIN, "us-west-2"), "only one replica"),
        (body(MAIN, "eu-west-1"), body("eu-west-1"), "must contain an entry for the current region"),
        (body(MAIN), body(MAIN, "eu-west-1", **index("other")), "an update of its own"),
        (body(MAIN, "eu-west-1", protected=("eu-west-1",)), body(MAIN), "protected against deletion"),
        (body(MAIN), body(MAIN, **index("one", "two")), "more than one GSI"),
        (body(MAIN, **index("one")), body(MAIN, **index("two")), "more than one GSI"),
        (
            body(MAIN, "eu-west-1"),
            body(MAIN, "eu-west-1", StreamSpecification={"StreamViewType": "KEYS_ONLY"}),
            "stream",
        ),
        (body(MAIN), body(MAIN, KeySchema=[{"AttributeName": "other", "KeyType": "HASH"}]), "requires replacing"),
    ],
)
def test_what_dynamodb_refuses_rolls_back(aws: Aws, before: dict[str, Any], after: dict[str, Any], reason: str) -> None:
    aws.deploy("stack", before)
    then = regions(aws)

    stack = aws.deploy("stack", after)

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert reason in why(aws)
    assert regions(aws) == then


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (body("eu-west-1"), "must contain an entry for the current region"),
        (body(MAIN, "eu-west-1", StreamSpecification=None), "StreamSpecification"),
        (body(MAIN, MAIN), "two replicas in one region"),
        (body(MAIN, KeySchema=[]), "keySchema"),
    ],
)
def test_what_can_never_be_is_not_made(aws: Aws, wanted: dict[str, Any], reason: str) -> None:
    stack = aws.deploy("stack", wanted)

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert reason in why(aws)


def test_a_table_of_that_name_is_in_the_way_wherever_it_is(aws: Aws) -> None:
    aws.client("dynamodb", "eu-west-1").create_table(
        TableName="table",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )

    aws.deploy("stack", body(MAIN, "eu-west-1"))

    assert "already exists in eu-west-1" in why(aws)


def test_an_index_reaches_every_replica(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1"))

    aws.deploy("stack", body(MAIN, "eu-west-1", **index("other")))

    for region in (MAIN, "eu-west-1"):
        table = aws.client("dynamodb", region).describe_table(TableName="table")["Table"]
        assert [each["IndexName"] for each in table["GlobalSecondaryIndexes"]] == ["by-other"]


def test_time_to_live_is_set_and_taken_away(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, TimeToLiveSpecification={"AttributeName": "until", "Enabled": True}))
    before = aws.client("dynamodb").describe_time_to_live(TableName="table")["TimeToLiveDescription"]

    aws.deploy("stack", body(MAIN))

    after = aws.client("dynamodb").describe_time_to_live(TableName="table")["TimeToLiveDescription"]
    assert (before["TimeToLiveStatus"], after["TimeToLiveStatus"]) == ("ENABLED", "DISABLED")


def test_deleting_the_stack_deletes_every_replica(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1"))

    aws.client("cloudformation").delete_stack(StackName="stack")

    until(lambda: has_table(aws, MAIN) or has_table(aws, "eu-west-1"), lambda left: not left)


def test_deleting_stops_at_a_protected_replica_and_deletes_none(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1", protected=("eu-west-1",)))

    aws.client("cloudformation").delete_stack(StackName="stack")

    until(lambda: aws.stack("stack")["StackStatus"], lambda status: status == "DELETE_FAILED")
    assert has_table(aws, MAIN)
    assert "eu-west-1" in why(aws)


def test_protection_is_switched_by_an_update(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1", protected=("eu-west-1",)))

    aws.deploy("stack", body(MAIN, "eu-west-1", protected=(MAIN,)))

    tables = (aws.client("dynamodb", region).describe_table(TableName="table") for region in (MAIN, "eu-west-1"))
    assert [table["Table"]["DeletionProtectionEnabled"] for table in tables] == [True, False]


def test_a_retained_table_outlives_its_stack_and_is_imported_into_another(aws: Aws) -> None:
    wanted = body(MAIN, "eu-west-1")
    wanted["Resources"]["Table"]["DeletionPolicy"] = "Retain"
    aws.deploy("first", wanted)
    cloudformation = aws.client("cloudformation")
    stack_id = aws.stack("first")["StackId"]
    cloudformation.delete_stack(StackName="first")
    until(lambda: aws.stack(stack_id)["StackStatus"], lambda status: status == "DELETE_COMPLETE")
    del wanted["Outputs"]

    imported = {"ResourceType": "AWS::DynamoDB::GlobalTable", "LogicalResourceId": "Table"}
    resources = [{**imported, "ResourceIdentifier": {"TableName": "table"}}]
    change = {"StackName": "second", "ChangeSetName": "import", "ChangeSetType": "IMPORT"}
    cloudformation.create_change_set(**change, TemplateBody=compact(wanted), ResourcesToImport=resources)
    cloudformation.execute_change_set(StackName="second", ChangeSetName="import")

    until(lambda: aws.stack("second")["StackStatus"], lambda status: status == "IMPORT_COMPLETE")
    assert aws.deploy("second", body(MAIN, "eu-west-1", "us-west-2"))["StackStatus"] == "UPDATE_COMPLETE"
    assert regions(aws) == {"eu-west-1": "ACTIVE", "us-west-2": "ACTIVE"}


def test_a_new_replica_is_creating_for_as_long_as_the_delay(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN))
    aws.local.delay = 0.2

    aws.deploy("stack", body(MAIN, "eu-west-1"))

    assert regions(aws) == {"eu-west-1": "CREATING"}
    assert aws.client("dynamodb", "eu-west-1").describe_table(TableName="table")["Table"]["TableStatus"] == "CREATING"
    until(lambda: regions(aws), lambda seen: seen == {"eu-west-1": "ACTIVE"})


def test_a_protected_replica_is_safe_from_a_direct_call_as_well(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1", protected=("eu-west-1",)))
    dynamodb = aws.client("dynamodb")

    with pytest.raises(ClientError, match="protected against deletion"):
        dynamodb.update_table(TableName="table", ReplicaUpdates=[{"Delete": {"RegionName": "eu-west-1"}}])

    aws.client("dynamodb", "eu-west-1").update_table(TableName="table", DeletionProtectionEnabled=False)
    dynamodb.update_table(TableName="table", ReplicaUpdates=[{"Delete": {"RegionName": "eu-west-1"}}])
    assert regions(aws) == {}


def test_a_call_changes_one_replica(aws: Aws) -> None:
    aws.deploy("stack", body(MAIN, "eu-west-1", "us-west-2"))
    both = [{"Delete": {"RegionName": region}} for region in ("eu-west-1", "us-west-2")]

    with pytest.raises(ClientError, match="one replica"):
        aws.client("dynamodb").update_table(TableName="table", ReplicaUpdates=both)
