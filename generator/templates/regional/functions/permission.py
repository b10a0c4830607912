"""What lets the API of a region call a function of it."""

from __future__ import annotations

from troposphere import GetAtt, Sub
from troposphere.awslambda import Permission

from generator.templates.context import why
from generator.templates.regional.functions.names import function_id
from generator.templates.regional.names import REST_API


def api_permission(logical_id: str, function: str, part: str, reason: str) -> Permission:
    """A permission for one part of the API, as it stands in its ARN: `*` are all routes.

    No `SourceAccount`: the ARN has the account already, and not every service tells it [CloudFormation, "not supported
    by all event sources"; terraform-provider-aws#4116]. Where one does not, every call would be refused.
    """
    resource = f"${{{REST_API}}}/{part}"
    return Permission(
        logical_id,
        Action="lambda:InvokeFunction",
        FunctionName=GetAtt(function_id(function), "Arn"),
        Principal="apigateway.amazonaws.com",
        SourceArn=Sub(f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"),
        Metadata=why(reason),
    )
