"""The least that whoever plans, deploys, asks for the status and destroys has to be allowed: an IAM policy document.

Everything of the app but its roles is made by the execution role, so the caller needs little: stacks by name, reading,
and in the caller's own name what the stacks `<id>-roles` and `multi-region-bootstrap` hold. That little is a lot: who
may write the policy of the execution role can give it, and so themselves, any right.

Statements have an id each, so that people can leave out what they do not use: `Destroy` without `destroy`; `Role…` and
`Policies`, or `Bootstrap…`, where somebody else deploys these stacks. The whole is made for a role's own policy
(10,240 characters); for managed policies (6,144) it may have to be parted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator.assembly.model import Assembly, Bootstrap, Json
from generator.cloudformation.handler_permissions import needed_actions
from generator.cloudformation.names import CHANGE_SET, artifact_bucket, instance_stacks

_STACKS: Final = (
    "CreateChangeSet",
    "DeleteChangeSet",
    "DeleteStack",
    "DescribeChangeSet",
    "DescribeEvents",
    "DescribeStackEvents",
    "DescribeStacks",
    "ExecuteChangeSet",
    "GetTemplate",
    "TagResource",
    "UntagResource",
    "UpdateTerminationProtection",
)
_INSTANCES: Final = ("DeleteStack", "DescribeStackEvents", "DescribeStacks", "GetTemplate")
_STACK_SETS: Final = (
    "CreateStackInstances",
    "DeleteStackInstances",
    "DeleteStackSet",
    "DescribeStackSet",
    "DescribeStackSetOperation",
    "ListStackInstances",
    "ListStackSetOperationResults",
    "ListStackSetOperations",
    "TagResource",
    "UntagResource",
    "UpdateStackInstances",
    "UpdateStackSet",
)
# The last three of tables without a stack only, which are imported as they are.
_TABLES: Final = ("DescribeTable", "DescribeContinuousBackups", "DescribeTimeToLive", "ListTagsOfResource")
# What the bucket of the bootstrap template is made of; its handlers could write far more than it asks for.
_BUCKET: Final = (
    "s3:CreateBucket",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:TagResource",
    "s3:UntagResource",
)
_BUCKET_TYPES: Final = ("AWS::S3::Bucket", "AWS::S3::BucketPolicy")
_CLOUDFORMATION: Final = "cloudformation.amazonaws.com"
_LOG_POLICY: Final = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
_ATTACHING: Final = frozenset({"iam:AttachRolePolicy", "iam:DetachRolePolicy"})
# Roles have their own names and policies here: these would only open more.
_UNUSED: Final = frozenset({"iam:PassRole", "iam:PutRolePermissionsBoundary"})


def deployer_policy(assembly: Assembly, account: str | None) -> dict[str, Json]:
    """The policy for one environment; `account` is the one that it is deployed to, `None`: whichever the caller is in.

    Every name in it is of the app, so that it allows nothing on another app or environment of the same account; only
    what is read of the whole account, and API Gateway's settings, cannot be told apart.
    """
    names = _Names(assembly, account or "*")
    statements = [
        *_cloudformation(names),
        *_reading(names),
        *_writing(names),
        *_roles(names),
        *([] if assembly.bootstrap is None else _bootstrap(names, assembly.bootstrap)),
    ]
    return {"Version": "2012-10-17", "Statement": statements}


class _Names:
    """How the things of an app are called in ARNs."""

    def __init__(self, assembly: Assembly, account: str) -> None:
        self.assembly = assembly
        self.account = account
        self.stacks = sorted(entry.stack_name for entry in assembly.templates if entry.deployed_as == "stack")
        self.stack_sets = sorted(entry.stack_name for entry in assembly.templates if entry.deployed_as == "stack_set")
        self.tables = sorted(_table_names(assembly))

    def arn(self, service: str, resource: str, region: str = "*") -> str:
        """ARN of something of the account."""
        return f"arn:aws:{service}:{region}:{self.account}:{resource}"

    def iam(self, resource: str) -> str:
        """ARN of something of IAM, which has no region."""
        return self.arn("iam", resource, "")

    @property
    def role_arns(self) -> list[str]:
        """The roles that CloudFormation takes on."""
        roles = self.assembly.roles
        return [self.iam(f"role/{roles.administration}"), self.iam(f"role/{roles.execution}")]

    @property
    def table_arns(self) -> list[str]:
        """Every table of the app, in every region."""
        return [self.arn("dynamodb", f"table/{name}") for name in self.tables]

    @property
    def control_table_arn(self) -> str:
        """The control table in every region."""
        return self.arn("dynamodb", f"table/{self.assembly.control_table}")

    @property
    def bucket_arn(self) -> str:
        """The artifact bucket in every region."""
        return f"arn:aws:s3:::{artifact_bucket(self.account, '*')}"


def _table_names(assembly: Assembly) -> Iterator[str]:
    for entry in assembly.templates:
        for resource in entry.body["Resources"].values():
            if resource["Type"] == "AWS::DynamoDB::GlobalTable":
                yield resource["Properties"]["TableName"]


def _allow(
    sid: str, actions: Iterable[str], resources: Iterable[str], condition: Mapping[str, Json] | None = None
) -> dict[str, Json]:
    statement = {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": sorted(resources)}
    return statement if condition is None else {**statement, "Condition": condition}


def _cloudformation(names: _Names) -> Iterator[dict[str, Json]]:
    bootstrap = names.assembly.bootstrap
    stacks = [*names.stacks, *([] if bootstrap is None else [bootstrap.stack_name])]
    yield _allow("Stacks", _of("cloudformation", _STACKS), _stacks(names, stacks))
    # Asked by the ARN of a change set, which does not name its stack.
    yield _allow(
        "ChangeSets", ["cloudformation:DescribeEvents"], [names.arn("cloudformation", f"changeSet/{CHANGE_SET}*/*")]
    )
    if names.stack_sets:
        sets = [f"{kind}/{name}:*" for kind in ("stackset", "stackset-target") for name in names.stack_sets]
        kinds = "arn:aws:cloudformation:*::type/resource/*"
        # What is not there yet has no ARN for IAM to look at.
        yield _allow("CreateStackSet", ["cloudformation:CreateStackSet"], ["*"])
        yield _allow(
            "StackSets",
            _of("cloudformation", _STACK_SETS),
            [kinds, *(names.arn("cloudformation", one) for one in sets)],
        )
        instances = _stacks(names, map(instance_stacks, names.stack_sets))
        yield _allow("Instances", _of("cloudformation", _INSTANCES), instances)
    yield _allow(
        "PassRoles",
        ["iam:PassRole"],
        names.role_arns,
        {"StringEquals": {"iam:PassedToService": _CLOUDFORMATION}},
    )


def _stacks(names: _Names, stacks: Iterable[str]) -> list[str]:
    return [names.arn("cloudformation", f"stack/{name}/*") for name in stacks]


def _of(service: str, actions: Iterable[str]) -> list[str]:
    return [f"{service}:{action}" for action in actions]


def _reading(names: _Names) -> Iterator[dict[str, Json]]:
    yield _allow(
        "ReadAccount",
        [
            "account:ListRegions",
            "cloudwatch:GetMetricData",
            "dynamodb:ListTables",
            "lambda:GetAccountSettings",
            "lambda:ListFunctions",
            "route53:GetAccountLimit",
            "sqs:ListQueues",
            "sts:GetCallerIdentity",
        ],
        ["*"],
    )
    yield _allow(
        "ReadApiGateway", ["apigateway:GET"], [f"arn:aws:apigateway:*::/{path}" for path in ("account", "domainnames")]
    )
    yield _allow("ReadTables", _of("dynamodb", _TABLES), names.table_arns)
    domain = names.assembly.domain
    if domain is not None:
        yield _allow(
            "ReadZone",
            ["route53:GetHostedZone", "route53:GetHostedZoneLimit", "route53:ListResourceRecordSets"],
            [f"arn:aws:route53:::hostedzone/{domain.hosted_zone_id}"],
        )
        yield _allow("ReadHealth", ["route53:GetHealthCheckStatus"], ["arn:aws:route53:::healthcheck/*"])


def _writing(names: _Names) -> Iterator[dict[str, Json]]:
    yield _allow("Artifacts", ["s3:GetObject", "s3:PutObject"], [f"{names.bucket_arn}/*"])
    # Without it S3 says that an object is forbidden where it should say that there is none.
    yield _allow("FindArtifacts", ["s3:ListBucket"], [names.bucket_arn])
    yield _allow("Drain", _of("dynamodb", ("DeleteItem", "PutItem", "Scan")), [names.control_table_arn])
    # Replicas are deleted by an update of the table.
    yield _allow("Destroy", _of("dynamodb", ("DeleteTable", "DeleteTableReplica", "UpdateTable")), names.table_arns)


def _roles(names: _Names) -> Iterator[dict[str, Json]]:
    """What the stack of the roles holds, which is made in the caller's own name."""
    actions = needed_actions(_types(entry.body for entry in names.assembly.templates if entry.name == "roles"))
    policies = [names.iam(f"policy/{names.assembly.id}/*")]
    plain = {action for action in actions if "Role" in action} - _ATTACHING - _UNUSED
    yield _allow("Roles", plain, names.role_arns)
    yield _allow("RolePolicies", actions & _ATTACHING, names.role_arns, {"ArnLike": {"iam:PolicyARN": policies}})
    yield _allow("Policies", {action for action in actions if "Role" not in action}, policies)


def _bootstrap(names: _Names, bootstrap: Bootstrap) -> Iterator[dict[str, Json]]:
    """What the bootstrap stack of a region holds, which is made in the caller's own name."""
    roles = [names.iam(f"role/{bootstrap.stack_name}/*")]
    of_roles = needed_actions(["AWS::IAM::Role"])
    # Whatever a bucket can be set to is read back by its handlers.
    reading = {action for action in needed_actions(_BUCKET_TYPES) if action.startswith(("s3:Get", "s3:List"))}
    yield _allow("BootstrapBucket", {*_BUCKET, *reading}, [names.bucket_arn])
    # A first create that fails is rolled back; nobody else has a reason to delete what all apps share.
    yield _allow(
        "BootstrapRollback",
        ["s3:DeleteBucket", "s3:DeleteBucketPolicy"],
        [names.bucket_arn],
        {"ForAnyValue:StringEquals": {"aws:CalledVia": [_CLOUDFORMATION]}},
    )
    # It has no policy of its own, so nobody has to be able to write one.
    yield _allow("BootstrapRole", of_roles - _ATTACHING - _UNUSED - {"iam:PutRolePolicy"}, roles)
    yield _allow("BootstrapRolePolicy", of_roles & _ATTACHING, roles, {"ArnEquals": {"iam:PolicyARN": _LOG_POLICY}})
    yield _allow(
        "BootstrapPassRole",
        ["iam:PassRole"],
        roles,
        {"StringEquals": {"iam:PassedToService": "apigateway.amazonaws.com"}},
    )
    yield _allow("BootstrapApiGateway", ["apigateway:PATCH"], ["arn:aws:apigateway:*::/account"])


def _types(bodies: Iterable[Mapping[str, Json]]) -> set[str]:
    return {resource["Type"] for body in bodies for resource in body["Resources"].values()}
