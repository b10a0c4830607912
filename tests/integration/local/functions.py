"""A function of the embedded AWS, for tests: a stack with it, its code in a bucket, and what it answers."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.integration.local.aws import Aws

REGION = "eu-west-1"


def zipped(files: dict[str, str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def template(runtime: str = "python3.13", **more: Any) -> dict[str, Any]:
    """A function whose code lies in the bucket `code`."""
    properties = {
        "FunctionName": "say",
        "Runtime": runtime,
        "Handler": "index.handler",
        "Role": "arn:aws:iam::000000000000:role/any",
        "Code": {"S3Bucket": "code", "S3Key": "assets/a.zip"},
        "Timeout": 20,
        **more,
    }
    return {"Resources": {"Say": {"Type": "AWS::Lambda::Function", "Properties": properties}}}


def put(aws: Aws, files: dict[str, str]) -> None:
    s3 = aws.client("s3", REGION)
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="code", Key="assets/a.zip", Body=zipped(files))


def said(aws: Aws, event: Any = None) -> Any:
    answer = aws.client("lambda", REGION).invoke(FunctionName="say", Payload=json.dumps(event))
    return json.loads(answer["Payload"].read())
