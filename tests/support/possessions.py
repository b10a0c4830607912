"""What an environment has a name for, as requests to change it: what no other environment may be allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.assembly.model import Assembly
from generator.templates.alarm import TOPIC
from tests.support.policies import ACCOUNT, Context, physical

# Type ─▶ the property with its name, an action, and what stands before the name in its ARN.
NAMED = {
    "AWS::Lambda::Function": ("FunctionName", "lambda:UpdateFunctionCode", "function:"),
    "AWS::SQS::Queue": ("QueueName", "sqs:DeleteQueue", ""),
    "AWS::SNS::Topic": ("TopicName", "sns:DeleteTopic", ""),
}
UUID = "01234567-89ab-cdef-0123-456789abcdef"


class Request(NamedTuple):
    """A request as IAM sees it."""

    action: str
    resource: str
    context: Context | None = None


def of_execution(assembly: Assembly) -> Iterator[Request]:
    """What the execution role changes of an environment: by names of the environment's own."""
    for name in tables(assembly):
        arn = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{name}"
        for action in ("DeleteTable", "UpdateTable", "CreateTableReplica", "PutItem", "GetItem"):
            yield Request(f"dynamodb:{action}", arn)
    stack = f"StackSet-{assembly.id}-secondary-{UUID}"
    yield Request("cloudformation:DeleteStack", f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{stack}/{UUID}")
    role = f"arn:aws:iam::{ACCOUNT}:role/{assembly.id}/{assembly.id}-main-ApiRole-1A2B"
    bounded = {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/{assembly.id}/{assembly.id}-boundary"}
    yield Request("iam:CreateRole", role, bounded)
    yield Request("iam:PutRolePolicy", role, bounded)
    yield Request("iam:DeleteRole", role)
    yield Request("iam:UpdateAssumeRolePolicy", role)
    yield Request("iam:PassRole", role, {"iam:PassedToService": "apigateway.amazonaws.com"})
    yield from _named(assembly)
    yield from _of_watching(assembly)
    yield from _of_domain(assembly)


def _named(assembly: Assembly) -> Iterator[Request]:
    """What has a name of its own, besides tables."""
    for entry in assembly.templates:
        for resource in entry.body["Resources"].values():
            key, action, rest = NAMED.get(resource["Type"], ("", "", ""))
            if key in resource["Properties"]:
                service, name = action.partition(":")[0], physical(resource["Properties"][key])
                yield Request(action, f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{rest}{name}")


def calls(assembly: Assembly) -> Iterator[Request]:
    """What the roles of an environment do with its functions and queues, or some of it."""
    actions = {"lambda": ("lambda:InvokeFunction",), "sqs": ("sqs:SendMessage", "sqs:ReceiveMessage")}
    for request in _named(assembly):
        for action in actions.get(request.action.partition(":")[0], ()):
            yield Request(action, request.resource)


def _of_watching(assembly: Assembly) -> Iterator[Request]:
    """What is named after a stack or the app, among what watches it."""
    found = {name: one["Type"] for entry in assembly.templates for name, one in entry.body["Resources"].items()}
    types = {*found.values()}
    stack = f"{assembly.id}-main"
    if "AWS::CloudWatch::Alarm" in types:
        alarm = f"alarm:{stack}-AlarmLatency-1A2B"
        yield Request("cloudwatch:DeleteAlarms", f"arn:aws:cloudwatch:eu-west-1:{ACCOUNT}:{alarm}")
    if TOPIC in found:
        yield Request("sns:DeleteTopic", f"arn:aws:sns:eu-west-1:{ACCOUNT}:{stack}-{TOPIC}-1A2B")
    if "AWS::Scheduler::Schedule" in types:
        for name in ("heartbeat", "event-nightly-0a1b2c3d"):
            schedule = f"schedule/default/{assembly.id}-{name}"
            yield Request("scheduler:DeleteSchedule", f"arn:aws:scheduler:eu-west-1:{ACCOUNT}:{schedule}")
    if "AWS::CloudWatch::Dashboard" in types:
        yield Request("cloudwatch:DeleteDashboards", f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{assembly.id}")


def _of_domain(assembly: Assembly) -> Iterator[Request]:
    if assembly.domain is None:
        return
    zone = f"arn:aws:route53:::hostedzone/{assembly.domain.hosted_zone_id}"
    for name in (assembly.domain.name, *(f"{region}.{assembly.domain.name}" for region in assembly.regions)):
        yield Request("apigateway:DELETE", f"arn:aws:apigateway:eu-west-1::/domainnames/{name}")
        yield Request(
            "route53:ChangeResourceRecordSets",
            zone,
            {"route53:ChangeResourceRecordSetsNormalizedRecordNames": [name, f"_0a1b.{name}"]},
        )
        yield Request("acm:RequestCertificate", "*", {"acm:DomainNames": [name]})


def of_the_caller(assembly: Assembly) -> Iterator[Request]:
    """What who deploys an environment changes in the caller's own name."""
    for entry in assembly.templates:
        if entry.deployed_as == "stack":
            stack = f"stack/{entry.stack_name}/{UUID}"
            yield Request("cloudformation:DeleteStack", f"arn:aws:cloudformation:eu-west-1:{ACCOUNT}:{stack}")
        else:
            arn = f"arn:aws:cloudformation:eu-west-1:{ACCOUNT}:stackset/{entry.stack_name}:{UUID}"
            stack = f"stack/StackSet-{entry.stack_name}-{UUID}/{UUID}"
            yield Request("cloudformation:DeleteStackSet", arn)
            yield Request("cloudformation:DeleteStack", f"arn:aws:cloudformation:eu-west-1:{ACCOUNT}:{stack}")
    to_cloudformation = {"iam:PassedToService": "cloudformation.amazonaws.com"}
    for role in (assembly.roles.execution, assembly.roles.administration):
        arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
        yield Request("iam:PutRolePolicy", arn)
        yield Request("iam:PassRole", arn, to_cloudformation)
    boundary = f"policy/{assembly.id}/{assembly.id}-boundary"
    yield Request("iam:CreatePolicyVersion", f"arn:aws:iam::{ACCOUNT}:{boundary}")
    for name in tables(assembly):
        yield Request("dynamodb:DeleteTable", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{name}")
    yield Request("dynamodb:PutItem", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{assembly.control_table}")


def tables(assembly: Assembly) -> Iterator[str]:
    """Names of the tables of an environment."""
    for entry in assembly.templates:
        for resource in entry.body["Resources"].values():
            if resource["Type"] == "AWS::DynamoDB::GlobalTable":
                yield resource["Properties"]["TableName"]
