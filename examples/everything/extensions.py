"""A queue in every region for what auditors want to know, and `POST /audits`, which fills it."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Sub, Tags
from troposphere.apigateway import Integration, IntegrationResponse, Method, MethodResponse
from troposphere.iam import Policy, Role
from troposphere.sqs import Queue

from generator import Site

_REFUSED = '{"error": {"code": "Unavailable", "message": "try again", "request_id": "$context.extendedRequestId"}}'


def add_audit_queue(site: Site) -> None:
    """The same in every region: what is said in a region is kept there."""
    if site.kind == "dns":
        return
    queue = Queue(
        "AuditQueue",
        QueueName=site.name("Audit"),
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        MessageRetentionPeriod=14 * 24 * 60 * 60,
        SqsManagedSseEnabled=True,
        Tags=Tags(site.tags),
    )
    role = Role(
        "AuditRole",
        Path=site.role_path,
        PermissionsBoundary=site.permissions_boundary,
        AssumeRolePolicyDocument=_policy(Principal={"Service": "apigateway.amazonaws.com"}, Action="sts:AssumeRole"),
        Policies=[
            Policy(PolicyName="sqs", PolicyDocument=_policy(Action="sqs:SendMessage", Resource=GetAtt(queue, "Arn")))
        ],
        Tags=Tags(site.tags),
    )
    site.template.add_resource([queue, role])
    site.add_method("POST /audits", Method(None, AuthorizationType="AWS_IAM", **_sending(role)))
    site.allow_deployment("AWS::SQS::Queue", site.arns("sqs"))
    site.allow_roles(["sqs:SendMessage"], site.arns("sqs"))


def _policy(**statement: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def _sending(role: Role) -> dict[str, Any]:
    queue = "sqs:path/${AWS::AccountId}/${AuditQueue.QueueName}"
    return {
        "Integration": Integration(
            Type="AWS",
            IntegrationHttpMethod="POST",
            Uri=Sub(f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{queue}"),
            Credentials=GetAtt(role, "Arn"),
            PassthroughBehavior="NEVER",
            RequestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
            RequestTemplates={"application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"},
            IntegrationResponses=[
                IntegrationResponse(
                    StatusCode="202", SelectionPattern="200", ResponseTemplates={"application/json": "{}"}
                ),
                IntegrationResponse(StatusCode="503", ResponseTemplates={"application/json": _REFUSED}),
            ],
        ),
        "MethodResponses": [MethodResponse(StatusCode="202"), MethodResponse(StatusCode="503")],
    }
