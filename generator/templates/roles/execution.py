"""The role by which CloudFormation makes everything of an app but its roles: stacks and the StackSet's instances alike.

What it may do follows from the types of the resources in the templates, how far it reaches from the app's own names.
Unscoped, `iam:CreateRole` with `iam:PassRole` would be the administrator: it makes roles below the app's path and with
the app's boundary only, passes them to API Gateway only, and may touch neither itself nor the boundary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from troposphere import Ref, Tags
from troposphere.iam import ManagedPolicy, Policy, Role

from generator.app.model import ResolvedApp
from generator.cloudformation.handler_permissions import needed_actions
from generator.cloudformation.names import artifact_bucket, instance_stacks
from generator.templates.context import why
from generator.templates.roles.administration import services
from generator.templates.roles.names import administration_resource, arn, execution_name, iam_arn, role_path
from generator.templates.roles.policies import document, statement, trust
from generator.templates.roles.scopes import scopes
from generator.templates.section import JsonObject

_POLICY: Final = "ExecutionPolicy"


def execution(app: ResolvedApp, types: Iterable[str], tags: Mapping[str, str]) -> tuple[Role, ManagedPolicy]:
    """The role and the half of its policy that does not grow with the tables, which are in the role itself: what IAM
    takes there is more [aws-facts 11.12]. `types` are those of all resources that it has to make."""
    tables, rest = grants(app, frozenset(types))
    role = Role(
        "ExecutionRole",
        RoleName=execution_name(app.id),
        AssumeRolePolicyDocument=document(_trusts(app)),
        ManagedPolicyArns=[Ref(_POLICY)],
        Policies=[Policy(PolicyName="tables", PolicyDocument=document(tables))],
        Tags=Tags(dict(tags)),
        Metadata=why(
            "CloudFormation makes the app by it, also when the caller's credentials have expired.",
            "It makes and passes roles below the app's path and with the app's boundary only.",
        ),
    )
    policy = ManagedPolicy(
        _POLICY,
        Path=role_path(app.id),
        PolicyDocument=document([*rest, *_own_stacks(app), *_protected(app)]),
        Metadata=why("What the handlers of the app's resource types need, and no more."),
    )
    return role, policy


def grants(app: ResolvedApp, types: frozenset[str]) -> tuple[list[JsonObject], list[JsonObject]]:
    """A statement for each scope that any of the types' actions is in: those on tables, and all others.

    `ValueError` for an action that no scope knows: a resource type has come with a service of its own.
    """
    left = needed_actions(types)
    tables: list[JsonObject] = []
    rest: list[JsonObject] = []
    for scope in scopes(app, types):
        held = scope.held(left)
        left -= held
        if held:
            of = tables if scope.is_of_tables else rest
            of.append(statement(held, scope.resources, scope.condition))
    if left:
        raise ValueError(f"nothing says how far {', '.join(sorted(left))} reaches")
    return tables, rest


def _trusts(app: ResolvedApp) -> list[JsonObject]:
    # The account with a condition, not the role itself: IAM would keep the id of a role that may be made anew.
    account = {"AWS": {"Fn::Sub": iam_arn("root")}}
    administration = {"ArnEquals": {"aws:PrincipalArn": {"Fn::GetAtt": ["AdministrationRole", "Arn"]}}}
    # A role cannot be passed from another account, so this needs no condition.
    return [trust(account, administration), trust({"Service": services((app.main_region,))})]


def _own_stacks(app: ResolvedApp) -> list[JsonObject]:
    """What StackSets do in a region before any resource is made.

    The guide asks for all of CloudFormation, S3 and SNS [aws-facts 2.3]. Of S3 it is enough to read templates: the
    StackSet's own by its URL, in the artifact bucket of the main region, and AWS's copy. No stack notifies a topic.
    """
    stacks = instance_stacks(f"{app.id}-secondary")
    templates = artifact_bucket("${AWS::AccountId}", "*")
    account = {"Ref": "AWS::AccountId"}
    return [
        statement(["cloudformation:*"], [arn("cloudformation", "*", f"stack/{stacks}/*")]),
        statement(["cloudformation:ValidateTemplate", "cloudformation:GetTemplateSummary"], ["*"]),
        statement(["s3:GetObject"], [f"arn:${{AWS::Partition}}:s3:::{templates}/*"]),
        # StackSets hand the template over in a bucket of AWS's own, whose name is not documented.
        statement(
            ["s3:GetObject"],
            ["arn:${AWS::Partition}:s3:::*/*"],
            {"StringNotEquals": {"aws:ResourceAccount": account}},
        ),
    ]


def _protected(app: ResolvedApp) -> list[JsonObject]:
    """The boundary would be worth nothing to a role that can change it, or itself."""
    roles = [f"role/{administration_resource(app.id)}", f"role/{execution_name(app.id)}", f"policy{role_path(app.id)}*"]
    return [statement(["iam:*"], map(iam_arn, roles), effect="Deny")]
