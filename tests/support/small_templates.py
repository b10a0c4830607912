"""Small templates with a table or a few paths, and how they get to the fake AWS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from generator.aws.model import StackRequest
from generator.deploy.cloud import Cloud
from tests.support.fake_cloud import FakeCloud, silent

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"
Json = Mapping[str, Any]


def table(*regions: str, protected: bool = False, indexes: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """A table `items` with the key `id`; each index has an attribute of its own name as key."""
    given: dict[str, Any] = {
        "TableName": "items",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("id", *indexes)],
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "Replicas": [{"Region": region, "DeletionProtectionEnabled": protected} for region in regions or (MAIN,)],
    }
    if indexes:
        given["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}]} for name in indexes
        ]
    merged = {key: value for key, value in {**given, **properties}.items() if value is not None}
    return {"Type": "AWS::DynamoDB::GlobalTable", "DeletionPolicy": "Retain", "Properties": merged}


def body(**resources: Any) -> Json:
    """A template of these resources."""
    return {"Resources": resources}


def deploy(cloud: Cloud, template: Json, **changes: Any) -> None:
    """Deploy a template as the stack `main` in the main region; `changes` are those of the request."""
    request = StackRequest(name="main", region=MAIN, body=template, capabilities=("CAPABILITY_NAMED_IAM",))
    cloud.deploy_stack(replace(request, **changes), silent)


def with_table(*regions: str, **changes: Any) -> FakeCloud:
    """An account with the stack `main` that has the table."""
    cloud = FakeCloud()
    deploy(cloud, body(Table=table(*regions, **changes)))
    return cloud
