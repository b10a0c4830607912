"""AWS as the tests of the embedded one use it: plain boto3, and the example's templates."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

from generator.local.remote import Local

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[3]
ACCOUNT = "000000000000"
MAIN, SECONDARY = "us-east-1", ("eu-west-1", "ap-southeast-2")
ZONE, NAME = "Z0123456789ABCDEFGHIJ", "api.example.com"
PATIENCE = 60
"""Seconds until something is taken to have failed: a busy machine is slow, and that is no failure."""
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
ROLES = {"AdministrationRoleARN": f"arn:aws:iam::{ACCOUNT}:role/app/administration", "ExecutionRoleName": "execution"}


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: Any


@cache
def _client(service: str, region: str, url: str) -> Any:
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    once = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    return boto3.client(service, region_name=region, endpoint_url=url, config=once, **keys)


class Aws:
    """Every service in every region of one embedded AWS."""

    def __init__(self, local: Local) -> None:
        self.local = local

    def client(self, service: str, region: str = MAIN) -> Any:
        return _client(service, region, self.local.url)

    def make_roles(self) -> None:
        iam = self.client("iam")
        iam.create_role(RoleName="administration", Path="/app/", AssumeRolePolicyDocument=TRUST)
        iam.create_role(RoleName="execution", AssumeRolePolicyDocument=TRUST)

    def deploy(self, name: str, body: Mapping[str, Any], region: str = MAIN, **parameters: str) -> Mapping[str, Any]:
        """Create or update a stack, and wait. The stack as it is then, whether it worked or not."""
        cloudformation = self.client("cloudformation", region)
        stacks = [stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]]
        call = cloudformation.update_stack if name in stacks else cloudformation.create_stack
        given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
        call(StackName=name, Parameters=given, Capabilities=["CAPABILITY_NAMED_IAM"], **self._template(body))
        return until(lambda: self.stack(name, region), lambda stack: not _is_busy(stack["StackStatus"]))

    def _template(self, body: Mapping[str, Any]) -> dict[str, str]:
        """A template as CloudFormation takes it: above 51,200 bytes from a bucket."""
        text = compact(body)
        if len(text) <= 51_200:
            return {"TemplateBody": text}
        self.client("s3").create_bucket(Bucket="large-templates")
        self.client("s3").put_object(Bucket="large-templates", Key="template", Body=text)
        return {"TemplateURL": "https://large-templates.s3.us-east-1.amazonaws.com/template"}

    def stack(self, name: str, region: str = MAIN) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.client("cloudformation", region).describe_stacks(StackName=name)["Stacks"][0]
        return found

    def make_set(self, body: Mapping[str, Any], **more: Any) -> None:
        given = {"ManagedExecution": {"Active": True}, **ROLES, **more}
        self.client("cloudformation").create_stack_set(StackSetName="set", TemplateBody=compact(body), **given)

    def operate(self, call: str, **given: Any) -> Mapping[str, Any]:
        """Start an operation of the StackSet `set` and wait for its end."""
        name = getattr(self.client("cloudformation"), call)(StackSetName="set", **given)["OperationId"]
        return self.ended(name)

    def ended(self, operation: str) -> Mapping[str, Any]:
        def look() -> Mapping[str, Any]:
            asked = {"StackSetName": "set", "OperationId": operation}
            told: Mapping[str, Any] = self.client("cloudformation").describe_stack_set_operation(**asked)
            operation_now: Mapping[str, Any] = told["StackSetOperation"]
            return operation_now

        return until(look, lambda told: told["Status"] not in ("QUEUED", "RUNNING"))

    def create_instances(self, regions: Sequence[str] = SECONDARY, **more: Any) -> Mapping[str, Any]:
        return self.operate("create_stack_instances", Accounts=[ACCOUNT], Regions=list(regions), **more)

    def results(self, operation: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        """Region ─▶ status and reason."""
        asked = {"StackSetName": "set", "OperationId": operation["OperationId"]}
        told = self.client("cloudformation").list_stack_set_operation_results(**asked)["Summaries"]
        return {one["Region"]: (one["Status"], one.get("StatusReason", "")) for one in told}

    def instances(self) -> dict[str, Mapping[str, Any]]:
        listed = self.client("cloudformation").list_stack_instances(StackSetName="set")["Summaries"]
        return {instance["Region"]: instance for instance in listed}

    def http(self, method: str, name: str, path: str, body: Any = None, **headers: str) -> Answer:
        """A request to an app: `name` is the host, as it is in DNS."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Host": name, "Content-Type": "application/json", **headers}
        request = Request(self.local.url + path, data=data, method=method, headers=sent)
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return _answer(answer)
        except HTTPError as refusal:
            with refusal:
                return _answer(refusal)


def _answer(answer: Any) -> Answer:
    """JSON is parsed; pictures are bytes, and nothing is `None`."""
    content = answer.read()
    if answer.headers.get_content_maintype() != "image":
        content = json.loads(content) if content.strip() else None
    return Answer(answer.status, dict(answer.headers), content)


def until(look: Callable[[], T], done: Callable[[T], bool]) -> T:
    """What `look` sees when it is done."""
    limit = time.monotonic() + PATIENCE
    while not done(seen := look()):
        assert time.monotonic() < limit, seen
        time.sleep(0.01)
    return seen


def compact(body: Mapping[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"))


def template(name: str) -> dict[str, Any]:
    """A template of the example, as it is committed."""
    found: dict[str, Any] = json.loads((ROOT / "build" / "prod" / f"{name}.template.json").read_text())
    return found


def outputs(stack: Mapping[str, Any]) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", ())}


def _is_busy(status: str) -> bool:
    return status.endswith("_IN_PROGRESS")
