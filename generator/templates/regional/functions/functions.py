"""A function of a region with its log group and role, and what lets the API call it.

A function is named after the app, the environment and its key: a name that CloudFormation gives is cut, and then no
policy could tell whose it is. The code lies in the artifact bucket of the region [aws-facts 6.1], under a name made of
what it is made of: a change of the code is a change of the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from troposphere import AWSHelperFn, AWSObject, FindInMap, GetAtt, Join, Ref, Sub, Tags
from troposphere.awslambda import Code, Environment, LoggingConfig, Permission, TracingConfig
from troposphere.awslambda import Function as LambdaFunction
from troposphere.logs import LogGroup

from generator.app.functions.environment import queue_variable, table_variable
from generator.app.functions.model import AssetCode, InlineCode, ResolvedFunction
from generator.app.model import FunctionOperation, ResolvedApp
from generator.cloudformation.names import ASSET_PREFIX, artifact_bucket
from generator.templates.completed import completed, uncompleted
from generator.templates.context import why
from generator.templates.regional.events.names import queue_id
from generator.templates.regional.events.queues import queue_parts
from generator.templates.regional.events.schedules import schedule_parts
from generator.templates.regional.functions.names import (
    LAYERS_MAPPING,
    function_id,
    function_name,
    log_group_id,
    permission_id,
    role_id,
)
from generator.templates.regional.functions.permission import api_permission
from generator.templates.regional.functions.role import function_role
from generator.templates.regional.log_group import log_group
from generator.templates.section import JsonObject, Section, rendered


def functions(app: ResolvedApp, tags: Mapping[str, str]) -> Section:
    """All functions that every region has."""
    called = called_by_api(app)
    objects = [item for one in everywhere(app) for item in function_parts(app, one, tags)]
    permissions = [_permission(key) for key in sorted(called)]
    return Section(resources=rendered([*objects, *permissions]), mappings=layers_mapping(app))


def called_by_api(app: ResolvedApp) -> frozenset[str]:
    """The functions that API Gateway calls, by key."""
    operations = (route.operation for route in app.api.routes)
    return frozenset(one.function for one in operations if isinstance(one, FunctionOperation))


def layers_mapping(app: ResolvedApp) -> dict[str, JsonObject]:
    """The layers of every such function that has any, by region: each region has versions of its own."""
    layered = [function for function in everywhere(app) if function.layers]
    by_region = {
        region: {function_id(function.key): list(function.layers[region]) for function in layered}
        for region in sorted(app.regions)
    }
    return {LAYERS_MAPPING: by_region} if layered else {}


def everywhere(app: ResolvedApp) -> list[ResolvedFunction]:
    """The functions that every region has."""
    return [function for function in app.functions.values() if function.run_in == "every_region"]


def function_parts(app: ResolvedApp, function: ResolvedFunction, tags: Mapping[str, str]) -> list[AWSObject]:
    """A function with its log group, its role, its schedules and its queues."""
    own = [_log_group(function, tags), function_role(app, function, tags), _function(app, function, tags)]
    events = [*schedule_parts(app.id, function, tags), *queue_parts(app.id, function, tags)] if function.events else []
    return [*own, *events]


def _log_group(function: ResolvedFunction, tags: Mapping[str, str]) -> LogGroup:
    reason = f"What the function {function.key} logs, for {function.log_retention} days."
    return log_group(log_group_id(function.key), function.log_retention, reason, tags)


def _function(app: ResolvedApp, function: ResolvedFunction, tags: Mapping[str, str]) -> LambdaFunction:
    return LambdaFunction(
        function_id(function.key),
        FunctionName=function_name(app.id, function.key),
        Runtime=function.runtime,
        Handler=function.handler,
        Code=_code(function.code),
        Role=GetAtt(role_id(function.key), "Arn"),
        Architectures=[function.architecture],
        MemorySize=function.memory_size,
        Timeout=function.timeout,
        TracingConfig=TracingConfig(Mode="Active" if function.tracing else "PassThrough"),
        LoggingConfig=LoggingConfig(LogGroup=Ref(log_group_id(function.key))),
        Tags=Tags(dict(tags)),
        Metadata=why(f"Function {function.key} of the app file; it works on the data of its own region."),
        **_optional(app, function),
    )


def _optional(app: ResolvedApp, function: ResolvedFunction) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if variables := _variables(app, function):
        found["Environment"] = Environment(Variables=variables)
    if function.layers and function.run_in == "main_region":
        found["Layers"] = list(function.layers[app.main_region])
    elif function.layers:
        found["Layers"] = FindInMap(LAYERS_MAPPING, Ref("AWS::Region"), function_id(function.key))
    if function.reserved_concurrency is not None:
        found["ReservedConcurrentExecutions"] = function.reserved_concurrency
    return found


def _variables(app: ResolvedApp, function: ResolvedFunction) -> dict[str, str | AWSHelperFn]:
    tables = {table_variable(grant.table): app.tables[grant.table].table_name for grant in function.access}
    queues = {queue_variable(name): Ref(queue_id(name)) for name in function.send_to}
    own = {name: completed(text) for name, text in function.environment.items()}
    return dict(sorted({**tables, **queues, **own}.items()))


def _code(code: InlineCode | AssetCode) -> Code:
    match code:
        case InlineCode(text=text):
            # Line by line: one changed line is then one changed line in a review of `build/`.
            lines = [_line(line) for line in text.split("\n")]
            return Code(ZipFile=Join("\n", lines) if len(lines) > 1 else lines[0])
        case AssetCode(asset=asset):
            bucket = artifact_bucket("${AWS::AccountId}", "${AWS::Region}")
            return Code(S3Bucket=Sub(bucket), S3Key=f"{ASSET_PREFIX}{asset.name}")
        case _ as never:
            assert_never(never)


def _line(text: str) -> str | AWSHelperFn:
    """A line of code as it is."""
    return uncompleted(text) if "${AWS::" in text else text


def _permission(key: str) -> Permission:
    reason = f"The API of this region, and no other, calls the function {key}."
    return api_permission(permission_id(key), key, "*", reason)
