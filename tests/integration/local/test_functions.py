"""Lambda functions of the embedded AWS: where their code comes from, and what their processes know."""

from __future__ import annotations

import pytest

from tests.integration.local.aws import Aws
from tests.integration.local.functions import REGION, put, said, template, zipped
from tests.support.pipes import LEAVES_PIPES

pytestmark = [LEAVES_PIPES, pytest.mark.usefixtures("collected")]

PYTHON = """\
import os
import boto3

def handler(event, context):
    names = boto3.client("dynamodb").list_tables()["TableNames"]
    return {"tables": names, "profile": os.environ.get("AWS_PROFILE"), "region": os.environ["AWS_REGION"]}
"""
NODE = "exports.handler = async (event) => ({ said: event.said, region: process.env.AWS_REGION });\n"
LAYER = "word = 'from the layer'\n"
LAYERED = "from layered import word\n\ndef handler(event, context):\n    return word\n"


def test_code_that_is_not_in_the_bucket_makes_no_function(aws: Aws) -> None:
    stack = aws.deploy("app", template(), REGION)

    events = aws.client("cloudformation", REGION).describe_stack_events(StackName="app")["StackEvents"]
    reasons = [event.get("ResourceStatusReason", "") for event in events]
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("NoSuchKey: s3://code/assets/a.zip" in reason for reason in reasons)


def test_a_process_asks_this_aws_whatever_the_environment_says(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    key = {"AttributeName": "id", "KeyType": "HASH"}
    attribute = {"AttributeName": "id", "AttributeType": "S"}
    aws.client("dynamodb", REGION).create_table(
        TableName="here", KeySchema=[key], AttributeDefinitions=[attribute], BillingMode="PAY_PER_REQUEST"
    )
    put(aws, {"index.py": PYTHON})

    assert aws.deploy("app", template(), REGION)["StackStatus"] == "CREATE_COMPLETE"
    aws.client("lambda", REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_PROFILE", "production")

    assert said(aws) == {"tables": ["here"], "profile": None, "region": REGION}


def test_node_runs_where_it_is_installed_and_is_asked_for_where_not(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    put(aws, {"index.js": NODE})
    aws.deploy("app", template("nodejs22.x"), REGION)
    found = said(aws, {"said": "hello"})
    monkeypatch.setenv("PATH", "")
    aws.deploy("app", template("nodejs22.x", MemorySize=256), REGION)

    missing = said(aws)

    needs = "nodejs22.x needs Node.js here: install it, so that `node` is found"
    assert found == {"said": "hello", "region": REGION} or found["errorMessage"] == needs
    assert missing["errorMessage"] == needs


def test_layers_are_found(aws: Aws) -> None:
    content = {"ZipFile": zipped({"python/layered.py": LAYER})}
    layer = aws.client("lambda", REGION).publish_layer_version(LayerName="layered", Content=content)
    put(aws, {"index.py": LAYERED})

    aws.deploy("app", template(Layers=[layer["LayerVersionArn"]]), REGION)

    assert said(aws) == "from the layer"


def test_logs_go_to_the_group_that_is_named(aws: Aws) -> None:
    put(aws, {"index.py": "def handler(event, context):\n    print('seen')\n"})
    aws.client("logs", REGION).create_log_group(logGroupName="own")
    aws.deploy("app", template(LoggingConfig={"LogGroup": "own"}), REGION)

    said(aws)

    events = aws.client("logs", REGION).filter_log_events(logGroupName="own")["events"]
    assert "seen" in "".join(event["message"] for event in events)


def test_a_region_has_the_concurrency_that_aws_gives_it_at_first(aws: Aws) -> None:
    put(aws, {"index.py": PYTHON})
    aws.deploy("app", template(ReservedConcurrentExecutions=50), REGION)

    limit = aws.client("lambda", REGION).get_account_settings()["AccountLimit"]

    assert (limit["ConcurrentExecutions"], limit["UnreservedConcurrentExecutions"]) == (1000, 1000)
