"""The role by which CloudFormation makes everything of an app but its roles: stacks and the StackSet's instances alike.

What it may do follows from the types of the resources in the templates, how far it reaches from the app's own names.
Unscoped, `iam:CreateRole` with `iam:PassRole` would be the administrator: it makes roles below the app's path and with
the app's boundary only, passes them to API Gateway only, and may touch neither itself nor the boundary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from troposphere import Ref, Tags
from troposphere.iam import ManagedPolicy, Policy, Role

from generator.app.model import ResolvedApp
from generator.cloudformation.handler_permissions import needed_actions
from generator.cloudformation.names import artifact_bucket, instance_stacks
from generator.templates.additions import NOTHING, Rights
from generator.templates.context import why
from generator.templates.roles.administration import services
from generator.templates.roles.extensions import allowing_deployment
from generator.templates.roles.functions import giving_layers
from generator.templates.roles.keys import giving_keys
from generator.templates.roles.names import administration_resource, arn, execution_name, iam_arn, role_path
from generator.templates.roles.policies import document, statement, trust
from generator.templates.roles.scopes import scopes, service_scopes
from generator.templates.roles.tables import making_tables
from generator.templates.section import JsonObject

_POLICY: Final = "ExecutionPolicy"
_SERVICES_POLICY: Final = "ExecutionServicesPolicy"
_EXTENSIONS_POLICY: Final = "ExecutionExtensionsPolicy"


class Grants(NamedTuple):
    """Statements of the execution role, by the policy that has room for them."""

    tables: list[JsonObject]
    services: list[JsonObject]
    rest: list[JsonObject]


def execution(
    app: ResolvedApp, types: Iterable[str], tags: Mapping[str, str], rights: Rights = NOTHING.rights
) -> tuple[Role | ManagedPolicy, ...]:
    """The role and its policies. What grows with the tables is in the role itself, with their keys: IAM takes more
    there than in a managed policy [aws-facts 11.12]. `types` are those of all resources that it has to make, but those
    of extensions, which `rights` are about."""
    found = grants(app, frozenset(types))
    policies = _policies(app, found, rights)
    tables = [*found.tables, *making_tables(app.tables.values()), *giving_keys(app.tables.values())]
    role = Role(
        "ExecutionRole",
        RoleName=execution_name(app.id),
        AssumeRolePolicyDocument=document(_trusts(app)),
        ManagedPolicyArns=[Ref(policy) for policy in policies],
        Policies=[Policy(PolicyName="tables", PolicyDocument=document(tables))],
        Tags=Tags(dict(tags)),
        Metadata=why(
            "CloudFormation makes the app by it, also when the caller's credentials have expired.",
            "It makes and passes roles below the app's path and with the app's boundary only.",
        ),
    )
    return (role, *policies)


def _policies(app: ResolvedApp, found: Grants, rights: Rights) -> list[ManagedPolicy]:
    """One for the API, names and roles, one for all services around them, and one for extensions, if there are any."""
    services = [*found.services, *giving_layers(app)]
    documents = {
        _POLICY: [*found.rest, *_own_stacks(app), *_protected(app)],
        _SERVICES_POLICY: services,
        _EXTENSIONS_POLICY: allowing_deployment(app, rights),
    }
    return [
        ManagedPolicy(
            name,
            Path=role_path(app.id),
            PolicyDocument=document(statements),
            Metadata=why("What the handlers of the app's resource types need, and no more."),
        )
        for name, statements in documents.items()
        if statements
    ]


def grants(app: ResolvedApp, types: frozenset[str]) -> Grants:
    """A statement for each scope that any of the types' actions is in.

    `ValueError` for an action that no scope knows: a resource type has come with a service of its own.
    """
    left = needed_actions(types)
    found = Grants([], [], [])
    known = [(scope, found.tables if scope.is_of_tables else found.rest) for scope in scopes(app, types)]
    for scope, policy in [*known, *((scope, found.services) for scope in service_scopes(app))]:
        held = scope.held(left)
        left -= held
        if held:
            policy.append(statement(held, scope.resources, scope.condition))
    if left:
        raise ValueError(f"nothing says how far {', '.join(sorted(left))} reaches")
    return found


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
