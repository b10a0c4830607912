"""Runs in Lambda: calls a migration of the app when CloudFormation asks for a version of it that has not run yet.

The item of a migration in the control table has the versions that have run, so that a roll-back, which asks for the
previous one, runs nothing; and the last request that was begun, so that one that comes twice is carried out once.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# The whole answer has to stay within 4,096 bytes, and a character may have six in JSON.
MOST_CHARACTERS = 500

# IAM takes some seconds until new rights are known everywhere.
PAUSES = (5, 10, 15)

LOG = logging.getLogger()
LOG.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> None:
    """Called by CloudFormation; answers to the address that it names, whatever happens."""
    # It waits as long as a function can run, and never calls a second time by itself.
    config = Config(read_timeout=900, retries={"total_max_attempts": 1})
    try:
        failure = carried_out(event, boto3.client("dynamodb"), boto3.client("lambda", config=config))
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
    if failure is not None:
        answer(event, failure)


def carried_out(event: dict[str, Any], dynamodb: Any, functions: Any) -> str | None:
    """Why it failed; empty where all is well; `None` where another call of this one is at work, and has to answer."""
    if event["RequestType"] == "Delete":
        return ""
    asked = event["ResourceProperties"]
    item = {"TableName": os.environ["CONTROL_TABLE"], "Key": {"pk": {"S": f"migration#{asked['Function']}"}}}
    try:
        begun = patiently(lambda: dynamodb.update_item(**item, **begin(event["RequestId"])))["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        # The other call may have ended since, and its answer may be lost: then this is the answer.
        return "" if has_run(asked, error.response.get("Item", {})) else None
    if has_run(asked, begun):
        return ""
    failure = called(asked, functions)
    if not failure:
        dynamodb.update_item(
            **item,
            UpdateExpression="ADD #versions :version",
            ExpressionAttributeNames={"#versions": "versions"},
            ExpressionAttributeValues={":version": {"SS": [asked["Version"]]}},
        )
    return failure


def begin(request: str) -> dict[str, Any]:
    """The update that begins a request, and fails where it has begun already."""
    return {
        "UpdateExpression": "SET #request = :request",
        "ConditionExpression": "attribute_not_exists(#request) OR #request <> :request",
        "ExpressionAttributeNames": {"#request": "request"},
        "ExpressionAttributeValues": {":request": {"S": request}},
        "ReturnValues": "ALL_NEW",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def has_run(asked: dict[str, Any], item: dict[str, Any]) -> bool:
    """Whether the version is among those of a migration's item."""
    return asked["Version"] in item.get("versions", {}).get("SS", ())


def called(asked: dict[str, Any], functions: Any) -> str:
    """Calls the user's function and waits for it: why it failed, or nothing."""
    payload = json.dumps({"migration": asked["Function"], "version": asked["Version"]}).encode()
    response = patiently(lambda: functions.invoke(FunctionName=asked["FunctionArn"], Payload=payload))
    if "FunctionError" not in response:
        return ""
    text = response["Payload"].read().decode(errors="replace")
    try:
        error = json.loads(text)
        text = f"{error.get('errorType', 'Error')}: {error.get('errorMessage', '')}"
    except (AttributeError, ValueError):
        pass
    return f"the migration {asked['Function']} failed: {text}"


def patiently(call: Callable[[], Any], sleep: Callable[[float], object] = time.sleep) -> Any:
    """A call, made again for a while where it is not allowed: nothing has happened by then."""
    for pause in PAUSES:
        try:
            return call()
        except ClientError as error:
            if not error.response["Error"]["Code"].startswith("AccessDenied"):
                raise
            sleep(pause)
    return call()


def answer(event: dict[str, Any], failure: str) -> None:
    """Tells CloudFormation. The physical id never changes: another one would mean that the old is to be deleted."""
    told = {
        "Status": "FAILED" if failure else "SUCCESS",
        "Reason": failure[:MOST_CHARACTERS],
        "PhysicalResourceId": event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    LOG.info(json.dumps(told))
    # Lambda would send the default type of urllib along, and the address is signed for none.
    request = Request(event["ResponseURL"], json.dumps(told).encode(), {"Content-Type": ""}, method="PUT")
    with urlopen(request, timeout=30):
        pass
