"""The role by which StackSets reach the execution role, in every region [aws-facts 2.3]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from troposphere import Tags
from troposphere.iam import Policy, Role

from generator.cloudformation.regions import OPT_IN_REGIONS
from generator.templates.context import why
from generator.templates.roles.names import administration_name, arn, execution_name, iam_arn, role_path
from generator.templates.roles.policies import document, statement, substituted, trust
from generator.templates.section import JsonObject


def administration_role(app_id: str, regions: Iterable[str], tags: Mapping[str, str]) -> Role:
    """The role; `regions` are those of the app, of which opt-in ones are served by a principal of their own [2.3]."""
    execution = iam_arn(f"role/{execution_name(app_id)}")
    return Role(
        "AdministrationRole",
        RoleName=administration_name(app_id),
        Path=role_path(app_id),
        AssumeRolePolicyDocument=document([trust({"Service": services(regions)}, _of_stack_set(app_id))]),
        Policies=[
            Policy(PolicyName="execution", PolicyDocument=document([statement(["sts:AssumeRole"], [execution])]))
        ],
        Tags=Tags(dict(tags)),
        Metadata=why(
            "StackSets take it on, and by it the execution role.", "It may take on that one role and nothing else."
        ),
    )


def services(regions: Iterable[str]) -> list[str]:
    """CloudFormation as a principal: one name for most regions, another one for each opt-in region [2.3, 2.5]."""
    opt_in = sorted(OPT_IN_REGIONS.intersection(regions))
    return ["cloudformation.amazonaws.com", *(f"cloudformation.{region}.amazonaws.com" for region in opt_in)]


def _of_stack_set(app_id: str) -> JsonObject:
    """Only for the StackSet of this app, in this account."""
    stack_set = arn("cloudformation", "*", f"stackset/{app_id}-secondary:*")
    return {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": substituted(stack_set)},
    }
