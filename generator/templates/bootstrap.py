"""The bootstrap template: what every region of an account has once, for all apps and environments.

The artifact bucket, from which larger templates are deployed [aws-facts 2.20], and the role by which API Gateway writes
logs. That role is one setting of the whole region, where the last writer wins, and deleting it breaks everybody's logs
[3.10]: the parameter `ApiGatewayAccount` leaves alone what somebody else has set, and nothing here is ever deleted.

The template is the same for everybody. It only ever grows, and `VERSION` with it: a higher version that is already
deployed is left alone.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from generator.cloudformation.names import ACCOUNT_PARAMETER, artifact_bucket
from generator.templates.context import architecture, why
from generator.templates.section import Json, JsonObject

VERSION: Final = 1
STACK_NAME: Final = "multi-region-bootstrap"

_BUCKET: Final = "ArtifactBucket"
_BUCKET_POLICY: Final = "ArtifactBucketPolicy"
_LOG_ROLE: Final = "ApiGatewayLogRole"
_ACCOUNT: Final = "ApiGatewayAccountSettings"
_CONDITION: Final = "OwnsApiGatewayAccount"
# A first create that fails must leave no bucket behind, for its name would be taken at the next one [aws-facts 11.7].
_KEPT: Final = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
_LOG_POLICY: Final = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
_TAGS: Final = [{"Key": "app", "Value": STACK_NAME}]
_DAYS: Final = 30


@cache
def bootstrap() -> JsonObject:
    """The template as plain JSON."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{STACK_NAME}: artifact bucket and API Gateway's log role, for all apps of this region.",
        "Metadata": architecture(
            "API Gateway -> log role -> CloudWatch Logs; deployments -> artifact bucket -> CloudFormation",
            (
                "One stack per region and account, shared by all apps and never deleted with one of them.",
                "Later versions only add: whatever is here is in use by somebody.",
            ),
        ),
        "Parameters": {
            ACCOUNT_PARAMETER: {
                "Type": "String",
                "AllowedValues": ["ours", "theirs"],
                "Default": "ours",
                "Description": "Whether API Gateway's log role of this region is ours, or somebody else's.",
            }
        },
        "Conditions": {_CONDITION: {"Fn::Equals": [{"Ref": ACCOUNT_PARAMETER}, "ours"]}},
        "Resources": {
            _BUCKET: _bucket(),
            _BUCKET_POLICY: _bucket_policy(),
            _LOG_ROLE: _log_role(),
            _ACCOUNT: _account(),
        },
        "Outputs": {
            "Version": {"Description": "Version of this template.", "Value": str(VERSION)},
            "BucketName": {"Description": "Name of the artifact bucket.", "Value": {"Ref": _BUCKET}},
        },
    }


def _bucket() -> JsonObject:
    return {
        "Type": "AWS::S3::Bucket",
        **_KEPT,
        "Metadata": why("Templates that are too large to be sent inline, and what stacks of this region are made of."),
        "Properties": {
            "BucketName": {"Fn::Sub": artifact_bucket("${AWS::AccountId}", "${AWS::Region}")},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
            "LifecycleConfiguration": {"Rules": [_expiry()]},
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "Tags": _TAGS,
            "VersioningConfiguration": {"Status": "Enabled"},
        },
    }


def _expiry() -> JsonObject:
    return {
        "Id": "old-versions",
        "Status": "Enabled",
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        "NoncurrentVersionExpiration": {"NoncurrentDays": _DAYS},
    }


def _bucket_policy() -> JsonObject:
    bucket: Json = {"Fn::GetAtt": [_BUCKET, "Arn"]}
    return {
        "Type": "AWS::S3::BucketPolicy",
        **_KEPT,
        "Metadata": why("Nobody reads or writes it without TLS."),
        "Properties": {
            "Bucket": {"Ref": _BUCKET},
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "TlsOnly",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [bucket, {"Fn::Sub": f"${{{_BUCKET}.Arn}}/*"}],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            },
        },
    }


def _log_role() -> JsonObject:
    return {
        "Type": "AWS::IAM::Role",
        "Condition": _CONDITION,
        **_KEPT,
        "Metadata": why("API Gateway writes every API's logs of this region by it, whoever owns the API."),
        "Properties": {
            "Path": f"/{STACK_NAME}/",
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "apigateway.amazonaws.com"},
                        "Action": ["sts:AssumeRole"],
                    }
                ],
            },
            "ManagedPolicyArns": [{"Fn::Sub": _LOG_POLICY}],
            "Tags": _TAGS,
        },
    }


def _account() -> JsonObject:
    return {
        "Type": "AWS::ApiGateway::Account",
        "Condition": _CONDITION,
        **_KEPT,
        "Metadata": why("The setting is one for the whole region; stages cannot log without it."),
        "Properties": {"CloudWatchRoleArn": {"Fn::GetAtt": [_LOG_ROLE, "Arn"]}},
    }
