"""The role that API Gateway takes on to call DynamoDB: exactly the actions and tables that the integrations use.

Tables are named by ARN with `AWS::Region`, which is the local replica; an ARN from the main stack would allow only the
main region's [aws-facts 6.6]. No `RoleName`: IAM is global and a name would collide between regions [2.6].
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import Sub
from troposphere.iam import Policy, Role

from generator.app.model import ResolvedTable
from generator.templates.context import why
from generator.templates.regional.integration import Integration, TableAccess
from generator.templates.regional.keys import key_statements
from generator.templates.regional.names import ROLE
from generator.templates.roles.names import of_app
from generator.templates.roles.policies import document, trust


def api_role(
    app_id: str, tags: Mapping[str, str], integrations: Iterable[Integration], tables: Iterable[ResolvedTable]
) -> list[Role]:
    """The API's role, below the path of the app and within its boundary; none when nothing calls DynamoDB.

    `tables` are all that the integrations may use; with those that they do use come their keys.
    """
    access = {grant for integration in integrations for grant in integration.access}
    if not access:
        return []
    role = Role(
        ROLE,
        AssumeRolePolicyDocument=document([trust({"Service": "apigateway.amazonaws.com"})]),
        Policies=[Policy(PolicyName="dynamodb", PolicyDocument=access_policy(access, tables))],
        Metadata=why(
            "What the API's integrations may do in DynamoDB, in this region only.",
            "Every action and table that a mapping template names is allowed here, and nothing else.",
        ),
        **of_app(app_id, tags),
    )
    return [role]


def access_policy(access: Collection[TableAccess], tables: Iterable[ResolvedTable]) -> PolicyDocument:
    """A policy of `access_statements`."""
    return PolicyDocument(Version="2012-10-17", Statement=access_statements(access, tables))


def access_statements(access: Collection[TableAccess], tables: Iterable[ResolvedTable]) -> list[Statement]:
    """One statement for each set of actions, listing the tables and indexes that they are allowed on, and what it takes
    to use the keys of those tables."""
    used = {grant.table_name for grant in access}
    keys = key_statements(table for table in tables if table.table_name in used)
    actions_of: dict[str, set[str]] = {}
    for grant in access:
        actions_of.setdefault(_resource(grant), set()).add(grant.action)
    resources_of: dict[tuple[str, ...], list[str]] = {}
    for resource, actions in sorted(actions_of.items()):
        resources_of.setdefault(tuple(sorted(actions)), []).append(resource)
    return [*(_statement(actions, resources) for actions, resources in sorted(resources_of.items())), *keys]


def _statement(actions: tuple[str, ...], resources: list[str]) -> Statement:
    return Statement(
        Effect=Allow,
        Action=[Action("dynamodb", action) for action in actions],
        Resource=[
            Sub(f"arn:${{AWS::Partition}}:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:{resource}")
            for resource in resources
        ],
    )


def _resource(grant: TableAccess) -> str:
    table = f"table/{grant.table_name}"
    return table if grant.index is None else f"{table}/index/{grant.index}"
