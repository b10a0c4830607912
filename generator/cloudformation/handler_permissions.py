"""What CloudFormation needs to be allowed in order to make, change, read and delete a resource of a type.

`data/handler_permissions.json` is what the provider schemas say of their handlers. They lack some actions and have
others that no resource of ours needs or that IAM does not know [aws-facts 1.26, 11.12]: the tables below mend that, a
reason to each line. Read when first asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from os.path import dirname, join
from typing import Final

from msgspec import Struct
from msgspec.json import decode

LACKING: Final[Mapping[str, tuple[str, ...]]] = {
    # API Gateway makes its service-linked role with the first custom domain name of an account.
    "AWS::ApiGateway::DomainName": ("iam:CreateServiceLinkedRole",),
    # It has no handlers: CloudFormation calls the function that is its service [aws-facts 11.12].
    "AWS::CloudFormation::CustomResource": ("lambda:InvokeFunction",),
    # The schema names them among the permissions for tags, and leaves them out of the handlers.
    "AWS::IAM::Role": ("iam:ListRoleTags",),
    "AWS::Lambda::Function": ("lambda:ListTags",),
}
"""Actions that a type needs besides those of its handlers."""

NEEDLESS: Final[frozenset[str]] = frozenset(
    {
        # A private certificate authority: our certificates are public ones.
        "acm-pca:GetCertificate",
        "acm-pca:IssueCertificate",
        # A resource policy on the API: none of ours has one, and it could open an API to other accounts.
        "apigateway:UpdateRestApiPolicy",
        # Web ACLs of other services, and rule groups that are shared: ours stand before a stage of API Gateway.
        "amplify:AssociateWebACL",
        "amplify:DisassociateWebACL",
        "amplify:GetWebACLForResource",
        "apprunner:AssociateWebAcl",
        "apprunner:DescribeWebAclForService",
        "apprunner:DisassociateWebAcl",
        "appsync:AssociateWebACL",
        "appsync:DisassociateWebACL",
        "appsync:GetWebACLForResource",
        "appsync:SetWebACL",
        "bedrock-agentcore:GatewayAssociateWebACL",
        "bedrock-agentcore:GatewayDisassociateWebACL",
        "bedrock-agentcore:GatewayGetWebACLForResource",
        "cognito-idp:AssociateWebACL",
        "cognito-idp:DisassociateWebACL",
        "cognito-idp:GetWebACLForResource",
        "ec2:AssociateVerifiedAccessInstanceWebAcl",
        "ec2:DescribeVerifiedAccessInstanceWebAclAssociations",
        "ec2:DisassociateVerifiedAccessInstanceWebAcl",
        "ec2:GetVerifiedAccessInstanceWebAcl",
        "elasticloadbalancing:CreateWebACLAssociation",
        "elasticloadbalancing:DeleteWebACLAssociation",
        "elasticloadbalancing:GetLoadBalancerWebACL",
        "elasticloadbalancing:SetWebACL",
        "wafv2:GetPermissionPolicy",
        "wafv2:PutPermissionPolicy",
        # A health check that follows a routing control: ours ask by HTTPS, or count others.
        "route53-recovery-control-config:DescribeRoutingControl",
        # A replica that becomes a table of its own: we delete replicas, or keep them.
        "dynamodb:DisassociateTableReplica",
        # A policy on a table: none of ours has one, and it could open a table to other accounts.
        "dynamodb:DeleteResourcePolicy",
        "dynamodb:PutResourcePolicy",
        # A stream into Kinesis, and its records in anybody's stream.
        "kinesis:DescribeStream",
        "kinesis:ListStreams",
        "kinesis:PutRecords",
        # Keys of the user's own: `templates.roles.keys` says which, for those tables that have one.
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:ListAliases",
        "kms:RevokeGrant",
        # Roles keep their boundary, and policies belong to roles only.
        "iam:AttachGroupPolicy",
        "iam:AttachUserPolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DetachGroupPolicy",
        "iam:DetachUserPolicy",
        # The body of an API in a bucket, and objects in buckets: our APIs are made of resources, buckets start empty.
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:PutObjectAcl",
        # Versions of objects: what a function is made of has a name of its own, which the execution role may read.
        "s3:GetObjectVersion",
        # Functions in a network or on machines of the user's own, on file systems, signed, or with versions: none is.
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "elasticfilesystem:DescribeMountTargets",
        "lambda:AssociateRuntimeAlias",
        "lambda:DeleteFunctionCodeSigningConfig",
        "lambda:GetCodeSigningConfig",
        # Layers: `templates.roles.functions` says which, for those functions that have some.
        "lambda:GetLayerVersion",
        "lambda:PassCapacityProvider",
        "lambda:PublishVersion",
        "lambda:PutFunctionCodeSigningConfig",
        "lambda:PutFunctionRecursionConfig",
        "lambda:PutFunctionScalingConfig",
        "lambda:PutRuntimeManagementConfig",
        "s3files:ListMountTargets",
        # Environment variables and logs under a key of the user's own.
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "logs:AssociateKmsKey",
        "logs:DisassociateKmsKey",
        # Log groups that are masked, indexed, protected, open to other accounts or delivered elsewhere.
        # API Gateway brings access logs of a REST API there itself, by the account's role [aws-facts 3.10].
        "firehose:TagDeliveryStream",
        "logs:CreateLogDelivery",
        "logs:DeleteDataProtectionPolicy",
        "logs:DeleteIndexPolicy",
        "logs:DeleteResourcePolicy",
        "logs:PutBearerTokenAuthentication",
        "logs:PutDataProtectionPolicy",
        "logs:PutIndexPolicy",
        "logs:PutLogGroupDeletionProtection",
        "logs:PutResourcePolicy",
        # Topics whose messages are masked, and subscriptions that change: all that ours say of themselves is fixed.
        "sns:PutDataProtectionPolicy",
        "sns:SetSubscriptionAttributes",
        # No action of IAM at all [aws-facts 11.12].
        "s3:REST.PUT.OBJECT",
    }
)
"""Actions of handlers that no resource of ours makes them call."""

EXPANDED: Final[Mapping[str, tuple[str, ...]]] = {
    # By name, so that what AWS adds tomorrow is not allowed today.
    "dynamodb:Describe*": (
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeContributorInsights",
        "dynamodb:DescribeKinesisStreamingDestination",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTableReplicaAutoScaling",
        "dynamodb:DescribeTimeToLive",
    ),
    "application-autoscaling:Describe*": (
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingPolicies",
        "application-autoscaling:DescribeScheduledActions",
    ),
}
"""Actions that handlers give with a wildcard, spelled out."""

SERVICE_LINKED_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "AWS::ApiGateway::DomainName": ("ops.apigateway.amazonaws.com",),
    "AWS::DynamoDB::GlobalTable": (
        "dynamodb.application-autoscaling.amazonaws.com",
        "replication.dynamodb.amazonaws.com",
    ),
}
"""The services whose own role is made together with the first resource of a type [aws-facts 1.27]."""


class _Data(Struct, frozen=True, kw_only=True):
    source: str
    types: Mapping[str, tuple[str, ...]]


@cache
def handler_permissions() -> Mapping[str, tuple[str, ...]]:
    """Type ─▶ the actions that its handlers say they need, as AWS spells them."""
    with open(join(dirname(__file__), "data", "handler_permissions.json"), "rb") as file:
        return decode(file.read(), type=_Data).types


def needed_actions(types: Iterable[str]) -> frozenset[str]:
    """The actions that resources of these types need. `KeyError` for a type that we do not generate."""
    said = {action for type_ in types for action in (*handler_permissions()[type_], *LACKING.get(type_, ()))}
    spelled = {name for action in said for name in EXPANDED.get(action, (action,))}
    return frozenset(spelled) - NEEDLESS


def linked_services(types: Iterable[str]) -> tuple[str, ...]:
    """The services whose service-linked role resources of these types may be the first to need, sorted."""
    return tuple(sorted({service for type_ in types for service in SERVICE_LINKED_ROLES.get(type_, ())}))
