"""Migrations: custom resources, one for each, whose `Version` changes with the code of the function.

CloudFormation calls the runner, a function of ours, when a version is another one; the runner calls the user's function
and waits for it. It keeps in the control table which versions have run, so that a roll-back, which asks for the one
before, runs nothing. They come one after the other and after all tables; `generator.deploy` changes the API in an
update after theirs, so that a failing one leaves the API as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from troposphere import AWSObject, GetAtt, Join, Ref, Tags
from troposphere.awslambda import Code, Environment, Function, LoggingConfig, TracingConfig
from troposphere.cloudformation import CustomResource
from troposphere.iam import Policy, Role
from troposphere.logs import LogGroup

from generator.app.functions.model import Migration
from generator.app.model import ResolvedApp
from generator.cloudformation.names import MIGRATION_RUNNER, migration_key
from generator.templates.context import why
from generator.templates.data.tables import CONTROL_TABLE_ID
from generator.templates.logical_ids import logical_id
from generator.templates.regional.functions.names import function_id, function_name
from generator.templates.regional.functions.rights import LOG_ACTIONS
from generator.templates.regional.log_group import log_group
from generator.templates.roles.names import arn, of_app
from generator.templates.roles.policies import document, on_own, statement, trust
from generator.templates.section import JsonObject

RUNNER_ROLE: Final = "MigrationRunnerRole"
RUNNER_LOG_GROUP: Final = "MigrationRunnerLogGroup"

_RUNTIME: Final = "python3.13"
# The longest that Lambda lets a function run, and a minute more until CloudFormation gives up on an answer.
_TIMEOUT: Final = 900
_SERVICE_TIMEOUT: Final = 960


def migration_id(key: str) -> str:
    """Logical id of the migration by a function."""
    return logical_id([key], "Migration")


def migration_parts(app: ResolvedApp, tags: Mapping[str, str]) -> list[AWSObject]:
    """The migrations in their order, and what runs them."""
    return [*_resources(app), _runner(app, tags), _role(app, tags), _log_group(app, tags)]


def _resources(app: ResolvedApp) -> list[CustomResource]:
    before = [*(logical_id([key], "Table") for key in sorted(app.tables)), CONTROL_TABLE_ID]
    found: list[CustomResource] = []
    for migration in app.migrations:
        found.append(_resource(migration, before))
        before = [found[-1].title]
    return found


def _resource(migration: Migration, before: list[str]) -> CustomResource:
    resource = CustomResource(
        migration_id(migration.function),
        ServiceToken=GetAtt(MIGRATION_RUNNER, "Arn"),
        ServiceTimeout=_SERVICE_TIMEOUT,
        DependsOn=before,
        Metadata=why(
            f"The function {migration.function} changes the data, once for each version of its code.",
            "It is changed in an update before that of the API: the API may need what it does.",
        ),
    )
    # What the runner is told: CloudFormation hands on whatever stands there, and troposphere knows none of it.
    resource.properties |= {
        "Function": migration.function,
        "FunctionArn": GetAtt(function_id(migration.function), "Arn"),
        "Version": migration.version,
    }
    return resource


def _runner(app: ResolvedApp, tags: Mapping[str, str]) -> Function:
    return Function(
        MIGRATION_RUNNER,
        # No key of a function has a hyphen.
        FunctionName=function_name(app.id, "migration-runner"),
        Runtime=_RUNTIME,
        Handler="index.handler",
        Code=Code(ZipFile=Join("\n", _source().split("\n"))),
        Role=GetAtt(RUNNER_ROLE, "Arn"),
        Architectures=["x86_64"],
        MemorySize=128,
        Timeout=_TIMEOUT,
        Environment=Environment(Variables={"CONTROL_TABLE": app.control_table.table_name}),
        TracingConfig=TracingConfig(Mode="PassThrough"),
        LoggingConfig=LoggingConfig(LogGroup=Ref(RUNNER_LOG_GROUP)),
        Tags=Tags(dict(tags)),
        Metadata=why("Stands between CloudFormation and migrations, which need not know what a custom resource is."),
    )


def _source() -> str:
    return files("generator.in_lambda").joinpath("migrations.py").read_text(encoding="utf-8")


def _log_group(app: ResolvedApp, tags: Mapping[str, str]) -> LogGroup:
    reason = "Which migrations were asked for, and what came of it."
    return log_group(RUNNER_LOG_GROUP, app.observability.log_retention, reason, tags)


def _role(app: ResolvedApp, tags: Mapping[str, str]) -> Role:
    return Role(
        RUNNER_ROLE,
        AssumeRolePolicyDocument=document([trust({"Service": "lambda.amazonaws.com"})]),
        Policies=[Policy(PolicyName="migrations", PolicyDocument=document(_statements(app)))],
        Metadata=why("What the runner may do: call migrations, and keep which of them have run."),
        **of_app(app.id, tags),
    )


def _statements(app: ResolvedApp) -> list[JsonObject]:
    keys = [migration_key(one.function) for one in app.migrations]
    own = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": sorted(keys)}}
    table = arn("dynamodb", "${AWS::Region}", f"table/{app.control_table.table_name}")
    called = sorted(function_id(one.function) for one in app.migrations)
    return [
        on_own(LOG_ACTIONS, [RUNNER_LOG_GROUP]),
        on_own(["lambda:InvokeFunction"], called),
        statement(["dynamodb:UpdateItem"], [table], own),
    ]
