"""What `generator.aws` asks, asked of an AWS that answers: the embedded one, over real HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from generator.aws.cloud import AwsCloud, Endpoint, connect
from generator.aws.model import ControlRow, DeployedSettings, Progress, StackRequest, StackSetRequest
from generator.aws.session import boto_session
from generator.deploy.naming import physical_name
from generator.errors import AwsError, CredentialsError, OperationError
from generator.local.remote import Local
from generator.local.server import serve

ACCOUNT = "000000000000"
HOME, EU, AP, US = "us-east-1", "eu-west-1", "ap-southeast-2", "us-west-2"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


@pytest.fixture(scope="module")
def served() -> Iterator[Local]:
    with serve(None) as local:
        yield local


@pytest.fixture(scope="module")
def iam(served: Local) -> Any:
    session = boto_session(None, Endpoint(url=served.url))
    return session.client("iam", region_name=HOME, endpoint_url=served.url)


@pytest.fixture
def local(served: Local, iam: Any) -> Local:
    served.reset()
    iam.create_role(RoleName="administration", Path="/shop/", AssumeRolePolicyDocument=TRUST)
    iam.create_role(RoleName="execution", AssumeRolePolicyDocument=TRUST)
    return served


@pytest.fixture(scope="module")
def connected(served: Local) -> AwsCloud:
    endpoint = Endpoint(url=served.url)
    return connect(endpoint=endpoint, sleep=lambda seconds: time.sleep(min(seconds, 0.1)), now=time.monotonic)


@pytest.fixture
def cloud(connected: AwsCloud, local: Local) -> AwsCloud:
    return connected


@pytest.fixture
def told() -> list[Progress]:
    return []


def body(version: int = 1) -> dict[str, Any]:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": f"größe {version}"}}
    return {"Resources": {"Topic": topic}, "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}}}


def stack(template: Mapping[str, Any], **more: Any) -> StackRequest:
    return StackRequest(name="shop-main", region=EU, body=template, **more)


def stack_set(version: int, *regions: str, parallel: bool = True) -> StackSetRequest:
    return StackSetRequest(
        name="shop-secondary",
        region=HOME,
        body=body(version),
        administration_role_arn=f"arn:aws:iam::{ACCOUNT}:role/shop/administration",
        execution_role_name="execution",
        account=ACCOUNT,
        regions=regions,
        parallel=parallel,
    )


def versions(cloud: AwsCloud) -> dict[str, str]:
    """Region ─▶ status of the instance and version of its stack's template."""
    found = cloud.stack_set("shop-secondary", HOME)
    shown = {}
    for region, instance in (found.instances if found else {}).items():
        template = instance.stack.body if instance.stack else {}
        version = template["Resources"]["Topic"]["Properties"]["DisplayName"][-1] if template else "-"
        shown[region] = f"{instance.status} {version}"
    return shown


def test_a_stack_is_created_changed_left_alone_and_deleted(cloud: AwsCloud, told: list[Progress]) -> None:
    created = cloud.deploy_stack(stack(body()), told.append)
    changed = cloud.deploy_stack(stack(body(2)), told.append)
    told.clear()
    same = cloud.deploy_stack(stack(body(2)), told.append)

    assert (created.status.value, changed.status.value) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert same == changed
    assert same.body == body(2)
    assert set(same.outputs) == {"Arn"}
    assert told == []

    cloud.delete_stack("shop-main", EU, None, told.append)

    assert cloud.stack("shop-main", EU) is None
    assert told[-1].status == "DELETE_COMPLETE"


def test_a_stack_that_failed_tells_why_and_is_made_anew(cloud: AwsCloud, local: Local, told: list[Progress]) -> None:
    local.fail(EU, "Topic", reason="no topic today")

    with pytest.raises(OperationError, match="shop-main was not created: Topic: no topic today"):
        cloud.deploy_stack(stack(body()), told.append)

    assert cloud.deploy_stack(stack(body()), told.append).status.value == "CREATE_COMPLETE"


def test_a_large_template_goes_through_the_artifact_bucket(cloud: AwsCloud, told: list[Progress]) -> None:
    large = body() | {"Metadata": {"Text": "x" * 60_000}}

    with pytest.raises(AwsError, match=f"multi-region-artifacts-{ACCOUNT}-{EU}") as caught:
        cloud.deploy_stack(stack(large), told.append)

    assert "multi-region-bootstrap" in caught.value.advice

    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"multi-region-artifacts-{ACCOUNT}-{EU}"}}
    cloud.deploy_stack(StackRequest(name="bootstrap", region=EU, body={"Resources": {"B": bucket}}), told.append)

    assert cloud.deploy_stack(stack(large), told.append).body == large


def test_an_instance_that_failed_is_named_and_repaired(cloud: AwsCloud, local: Local, told: list[Progress]) -> None:
    cloud.deploy_stack_set(stack_set(1), told.append)
    local.fail(AP, "Topic", reason="no topic today")

    with pytest.raises(OperationError) as caught:
        cloud.create_instances(stack_set(1, EU, AP, US, parallel=False), told.append)

    assert caught.value.message.endswith(f": {AP}: Topic: no topic today; not begun: {US}")
    assert versions(cloud) == {AP: "OUTDATED 1", EU: "CURRENT 1", US: "OUTDATED -"}

    cloud.create_instances(stack_set(1, EU, AP, US), told.append)

    assert versions(cloud) == {AP: "CURRENT 1", EU: "CURRENT 1", US: "CURRENT 1"}


def test_only_the_named_instances_are_updated(cloud: AwsCloud, told: list[Progress]) -> None:
    cloud.deploy_stack_set(stack_set(1), told.append)
    cloud.create_instances(stack_set(1, EU, US), told.append)

    cloud.deploy_stack_set(stack_set(2), told.append)
    assert versions(cloud) == {EU: "CURRENT 1", US: "CURRENT 1"}

    cloud.deploy_stack_set(stack_set(2, EU), told.append)
    assert versions(cloud) == {EU: "CURRENT 2", US: "OUTDATED 1"}

    cloud.create_instances(stack_set(3, AP), told.append)
    assert versions(cloud) == {AP: "CURRENT 3", EU: "OUTDATED 2", US: "OUTDATED 1"}

    cloud.delete_instances(stack_set(3, EU, US, AP), told.append)
    cloud.delete_stack_set("shop-secondary", HOME)
    assert cloud.stack_set("shop-secondary", HOME) is None


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("UpdateStackSet", "OperationInProgressException"),
        ("DescribeStackSetOperation", "ServiceUnavailable"),
        ("DescribeStackSetOperation", "cut"),
    ],
)
def test_a_fault_that_passes_does_not_end_an_update(
    cloud: AwsCloud, local: Local, told: list[Progress], operation: str, code: str
) -> None:
    cloud.deploy_stack_set(stack_set(1), told.append)
    cloud.create_instances(stack_set(1, EU), told.append)
    local.fault(operation, "*", code)

    cloud.deploy_stack_set(stack_set(2, EU), told.append)

    assert versions(cloud) == {EU: "CURRENT 2"}


def test_credentials_that_expire_end_the_wait_and_the_next_run_goes_on(
    cloud: AwsCloud, local: Local, told: list[Progress]
) -> None:
    local.fault("ExecuteChangeSet", EU, "ExpiredToken")

    with pytest.raises(CredentialsError):
        cloud.deploy_stack(stack(body()), told.append)

    assert cloud.deploy_stack(stack(body()), told.append).status.value == "CREATE_COMPLETE"


def test_a_table_is_protected_left_by_its_stack_imported_and_deleted(cloud: AwsCloud, told: list[Progress]) -> None:
    properties = {
        "TableName": "shop-control",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "DeletionProtectionEnabled": True,
    }
    table = {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain", "Properties": properties}
    template = {"Resources": {"Table": table}}
    row = ControlRow(region=US, drained=True, by="deploy")
    cloud.deploy_stack(stack(template), told.append)
    cloud.put_control_row("shop-control", EU, row)
    cloud.delete_stack("shop-main", EU, None, told.append)
    settings = cloud.table_settings("shop-control", EU)
    assert settings is not None
    assert replace(settings, tags={}) == DeployedSettings(deletion_protection=True)
    assert settings.tags["aws:cloudformation:stack-name"] == "shop-main"
    assert cloud.table_settings("shop-control", US) is None

    imported = cloud.deploy_stack(stack(template, imports={"Table": {"TableName": "shop-control"}}), told.append)

    assert imported.status.value == "IMPORT_COMPLETE"
    assert cloud.control_rows("shop-control", EU) == (row,)
    with pytest.raises(AwsError, match="deletion protection"):
        cloud.delete_table("shop-control", EU, told.append)
    cloud.protect_table("shop-control", EU, on=False)
    cloud.delete_table("shop-control", EU, told.append)
    assert cloud.table("shop-control", EU) is None


def test_names_in_use_are_those_of_the_region_also_of_a_queue_that_left_its_stack(
    cloud: AwsCloud, told: list[Progress]
) -> None:
    code = {"ZipFile": "def handler(event, context): ..."}
    function = {"FunctionName": "shop_worker", "Runtime": "python3.13", "Handler": "index.handler", "Code": code}
    function["Role"] = f"arn:aws:iam::{ACCOUNT}:role/execution"
    uuid = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}
    name = {"Fn::Join": ["-", ["shop_mails", {"Fn::Select": [0, {"Fn::Split": ["-", uuid]}]}]]}
    queue = {"Type": "AWS::SQS::Queue", "DeletionPolicy": "RetainExceptOnCreate", "Properties": {"QueueName": name}}
    other = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "other"}}
    kept = {"Worker": {"Type": "AWS::Lambda::Function", "Properties": function}, "Other": other}
    cloud.deploy_stack(stack({"Resources": {**kept, "Mails": queue}}), told.append)
    after = cloud.deploy_stack(stack({"Resources": kept}), told.append)

    mails = physical_name(name, after.stack_id)

    assert cloud.function_names(EU) == {"shop_worker"}
    assert cloud.queue_names(EU, "shop_") == {mails}
    assert cloud.queue_names(EU, "") == {mails, "other"}
    assert (cloud.function_names(US), cloud.queue_names(US, "")) == (frozenset(), frozenset())
