"""What functions take: of the boundary their logs, traces and statements, of the execution role their layers.

The boundary is one for all regions, while a function's role is about its own: where a statement names the region of the
stack, the boundary names all of the app's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.app.functions.model import ResolvedFunction, ResolvedQueue, ResolvedSchedule, ResolvedStream
from generator.app.model import ResolvedApp
from generator.templates.regional.events.rights import LIST_STREAMS, READ_STREAM, RECEIVE, SEND, stream_arns
from generator.templates.regional.functions.rights import LOG_ACTIONS, TRACE_ACTIONS
from generator.templates.roles.names import arn, given_names, own_arns
from generator.templates.roles.policies import statement
from generator.templates.section import JsonObject

_REGION: Final = "${AWS::Region}"


def bounding_functions(app: ResolvedApp) -> list[JsonObject]:
    """Statements of the boundary; none without functions."""
    functions = tuple(app.functions.values())
    if not functions:
        return []
    groups = [arn("logs", "*", f"log-group:{name}") for name in given_names(app.id)]
    found = [statement(LOG_ACTIONS, groups)]
    if any(function.tracing for function in functions):
        found.append(statement(TRACE_ACTIONS, ["*"]))
    found += _bounding_events(app)
    said = {each for function in functions for each in _said(app, function)}
    return found + [statement(actions, resources) for actions, resources in sorted(said)]


def _bounding_events(app: ResolvedApp) -> Iterator[JsonObject]:
    """What schedules, queues, streams and migrations take."""
    events = [event for function in app.functions.values() for event in function.events]
    streams = {app.tables[event.table].table_name for event in events if isinstance(event, ResolvedStream)}
    if app.migrations or any(isinstance(event, ResolvedSchedule) for event in events):
        yield statement(["lambda:InvokeFunction"], [own_arns(app.id, "lambda", "function:")])
    if any(isinstance(event, ResolvedQueue | ResolvedStream) for event in events):
        yield statement([SEND, *RECEIVE], [own_arns(app.id, "sqs")])
    if streams:
        yield statement(READ_STREAM, [stream_arns(app.main_region, table) for table in sorted(streams)])
        yield statement([LIST_STREAMS], ["*"])


def giving_layers(app: ResolvedApp) -> list[JsonObject]:
    """What it takes to make functions with layers, of any region and version; nothing where there are none."""
    layers = {
        layer.replace(f":lambda:{region}:", ":lambda:*:").rpartition(":")[0] + ":*"
        for function in app.functions.values()
        for region, layers in function.layers.items()
        for layer in layers
    }
    return [statement(["lambda:GetLayerVersion"], sorted(layers))] if layers else []


def _said(app: ResolvedApp, function: ResolvedFunction) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for one in function.statements:
        yield one.actions, tuple(each for resource in one.resources for each in everywhere(resource, app.regions))


def everywhere(resource: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    """The resource in all regions of the app: as `*` where an ARN has its region, otherwise one by one."""
    parts = resource.replace("::", "\0").split(":")
    if len(parts) > 3 and parts[3] == _REGION.replace("::", "\0"):
        parts[3] = "*"
    text = ":".join(parts).replace("\0", "::")
    return tuple(text.replace(_REGION, region) for region in regions) if _REGION in text else (text,)
