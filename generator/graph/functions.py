"""The functions of a region and what calls them, read from its template.

Who calls whom is read from references. Names are those of the app file, as logical ids have them: one resource has the
same logical id in every region, and it never changes. What of a key does not fit there, an underscore before a digit,
is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.assembly.model import Json
from generator.cloudformation.names import MIGRATION_RUNNER
from generator.graph.reading import resources, targets, text

# As `templates.logical_ids` makes them: a plain word has no hash, and several words have one.
_PLAIN = re.compile(r"[A-Z][a-z0-9]*")
_HASHED = re.compile(r"(?<=.)[0-9a-f]{8}\Z")
_BETWEEN = re.compile(r"(?<=.)(?=[A-Z])")

Found = Mapping[str, Mapping[str, Json]]


class Function(Struct, frozen=True, kw_only=True):
    """`routes`: how many lead to it. `authorizes`: an authorizer asks it. `migrates`: it changes data, once for each
    version of its code. `uses_tables`: it is told the name of one."""

    name: str
    routes: int
    authorizes: bool
    migrates: bool
    uses_tables: bool


class Queue(Struct, frozen=True, kw_only=True):
    """Its messages come from the functions of `senders`, and from the API if `from_api`; they go to those of `takers`.

    Where messages end that failed again and again is no such queue.
    """

    name: str
    senders: tuple[str, ...]
    from_api: bool
    takers: tuple[str, ...]


class Schedule(Struct, frozen=True, kw_only=True):
    """`when` as EventBridge Scheduler takes it, with the time zone if it is not UTC."""

    when: str
    functions: tuple[str, ...]


class Stream(Struct, frozen=True, kw_only=True):
    """The writes of all regions to a table, given to functions."""

    table: str
    functions: tuple[str, ...]


class Called(Struct, frozen=True, kw_only=True):
    """All of a region, each sorted by name."""

    functions: tuple[Function, ...] = ()
    queues: tuple[Queue, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    streams: tuple[Stream, ...] = ()


def called_of(body: Json, region: str, tables: frozenset[str]) -> Called:
    """What a template makes of it in a region. `tables`: the physical names of all tables."""
    found = {name: own for name, own in resources(body, "AWS::Lambda::Function") if name != MIGRATION_RUNNER}
    return Called(
        functions=_functions(body, found, tables),
        queues=_queues(body, found),
        schedules=_schedules(body, found, region),
        streams=_streams(body, found, region),
    )


def _functions(body: Json, found: Found, tables: frozenset[str]) -> tuple[Function, ...]:
    led_to = [targets(own.get("Integration")) for _, own in resources(body, "AWS::ApiGateway::Method")]
    asked = _all_targets(own.get("AuthorizerUri") for _, own in resources(body, "AWS::ApiGateway::Authorizer"))
    migrating = _all_targets(own for _, own in resources(body, "AWS::CloudFormation::CustomResource"))
    functions = (
        Function(
            name=_name(logical_id, "Function"),
            routes=sum(logical_id in each for each in led_to),
            authorizes=logical_id in asked,
            migrates=logical_id in migrating,
            uses_tables=not tables.isdisjoint(_variables(own)),
        )
        for logical_id, own in found.items()
    )
    return tuple(sorted(functions, key=lambda function: function.name))


def _queues(body: Json, found: Found) -> tuple[Queue, ...]:
    all_queues = dict(resources(body, "AWS::SQS::Queue"))
    sources = [own for _, own in resources(body, "AWS::Lambda::EventSourceMapping")]
    of_failures = _all_targets(own.get("RedrivePolicy") for own in all_queues.values())
    of_failures |= _all_targets(own.get("DestinationConfig") for own in sources)
    sent_by_api = _all_targets(own.get("Integration") for _, own in resources(body, "AWS::ApiGateway::Method"))
    queues = (
        Queue(
            name=_name(logical_id, "Queue"),
            senders=_names(name for name, own in found.items() if logical_id in targets(own.get("Environment"))),
            from_api=logical_id in sent_by_api,
            takers=_takers(found, sources, logical_id),
        )
        # In an order of their own: two may have the same name here.
        for logical_id in sorted(all_queues.keys() - of_failures)
    )
    return tuple(sorted(queues, key=lambda queue: queue.name))


def _schedules(body: Json, found: Found, region: str) -> tuple[Schedule, ...]:
    """Those that call a function; what else is done by schedule is not the app's."""
    schedules = [
        Schedule(when=_when(own, region), functions=_names(called))
        for _, own in resources(body, "AWS::Scheduler::Schedule")
        if (called := found.keys() & targets(own.get("Target")))
    ]
    return tuple(sorted(schedules, key=lambda schedule: (schedule.functions, schedule.when)))


def _when(schedule: Mapping[str, Json], region: str) -> str:
    expression = text(schedule.get("ScheduleExpression"), region)
    zone = text(schedule.get("ScheduleExpressionTimezone", "UTC"), region)
    return expression if zone == "UTC" else f"{expression} {zone}"


def _streams(body: Json, found: Found, region: str) -> tuple[Stream, ...]:
    sources = [own for _, own in resources(body, "AWS::Lambda::EventSourceMapping")]
    streams = (
        Stream(table=text(own.get("TableName", logical_id), region), functions=_takers(found, sources, logical_id))
        for logical_id, own in resources(body, "AWS::DynamoDB::GlobalTable")
    )
    return tuple(sorted((stream for stream in streams if stream.functions), key=lambda stream: stream.table))


def _takers(found: Found, sources: list[Mapping[str, Json]], logical_id: str) -> tuple[str, ...]:
    """The functions that event sources call with what is in a queue or a stream."""
    of_it = [own for own in sources if logical_id in targets(own.get("EventSourceArn"))]
    return _names(found.keys() & _all_targets(own.get("FunctionName") for own in of_it))


def _variables(function: Mapping[str, Json]) -> Iterator[str]:
    environment = function.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, Mapping) else None
    values = variables.values() if isinstance(variables, Mapping) else ()
    return (value for value in values if isinstance(value, str))


def _all_targets(values: Iterator[Json]) -> frozenset[str]:
    return frozenset().union(*map(targets, values))


def _names(functions: Iterator[str] | set[str]) -> tuple[str, ...]:
    return tuple(sorted(_name(logical_id, "Function") for logical_id in functions))


def _name(logical_id: str, kind: str) -> str:
    """The key that an id was made of, `AddTitles13627528Function` → `add_titles`; an id of another making as it is."""
    words, is_hashed = _HASHED.subn("", logical_id.removesuffix(kind))
    if not logical_id.endswith(kind) or not (is_hashed or _PLAIN.fullmatch(words)):
        return logical_id
    return _BETWEEN.sub("_", words).lower()
