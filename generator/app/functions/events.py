"""What calls functions besides the API, and where functions have to run for it.

A167  function in the wrong regions           A189  event or queue that cannot be

A235  schedule of every region                A237  several readers of a stream
A236  stream of the main region               A238  messages stay in their region
                                              A239  function that calls itself
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, assert_never

from generator.app.declarations import AnyEvent, App, Function, FunctionRoute, QueueEvent, ScheduleEvent, StreamEvent
from generator.app.functions.model import ResolvedEvent, ResolvedQueue, ResolvedSchedule, ResolvedStream
from generator.app.functions.schedules import check_schedule, check_timezone, is_rate
from generator.app.model import ResolvedTable
from generator.app.phrases import shown
from generator.app.report import Mistake, Place, Report, one_of

# Characters of one pattern [Lambda Developer Guide, "Control which events Lambda sends to your function"].
_LONGEST_PATTERN: Final = 4096


def is_main_only(function: Function) -> bool:
    """Whether it runs in the main region and nowhere else."""
    return function.run_in == "main_region"


def resolve_events(
    app: App, key: str, tables: Mapping[str, ResolvedTable], report: Report
) -> tuple[ResolvedEvent, ...]:
    """The events of a function, sorted by name. Reports A155, A167, A189, A235, A236 and A238."""
    function, place = app.functions[key], ("functions", key)
    if function.events and function.run_in is None:
        message = "`run_in` is missing: what calls it would do so in every region, or in one"
        advice = "write `run_in: every_region` or `run_in: main_region`"
        report.error("A167", place, message, advice)
    found: list[ResolvedEvent] = []
    for name, event in sorted(function.events.items()):
        at = (*place, "events", name)
        match event:
            case ScheduleEvent():
                found.append(_schedule(app, function, name, event, (at, report)))
            case StreamEvent():
                found += _stream(app, function, name, event, (tables, at, report))
            case QueueEvent():
                found.append(_queue(app, function, name, event, (at, report)))
            case _:
                assert_never(event)
    return tuple(found)


def check_queues(app: App, report: Report) -> None:
    """Reports queues of two events, unknown ones, and those that are elsewhere than who sends to them."""
    consumers = _consumers(app, report)
    for key, function in sorted(app.functions.items()):
        for index, queue in enumerate(function.send_to):
            at: Place = ("functions", key, "send_to", index)
            if queue in function.send_to[:index]:
                report.error("A189", at, f"{queue} is listed twice", "keep one")
            elif queue in consumers:
                _check_reach(app, function, consumers[queue], (at, report))
            else:
                advice = one_of(queue, sorted(consumers), f"add an event `{{queue: {queue}}}` to a function")
                report.error("A189", at, f"no event has a queue {queue}", advice)


def _consumers(app: App, report: Report) -> Mapping[str, str]:
    """Queue ─▶ the function that takes its messages."""
    found: dict[str, str] = {}
    for key, name, event in _events(app):
        if isinstance(event, QueueEvent) and event.queue in found:
            at = ("functions", key, "events", name, "queue")
            message = f"{event.queue} is the queue of an event of {found[event.queue]} already"
            report.error("A189", at, message, "give each event a queue of its own: a message is taken only once")
        elif isinstance(event, QueueEvent):
            found[event.queue] = key
    return found


def check_streams(app: App, report: Report) -> None:
    """Reports streams that several events read (A237), and functions that write what calls them (A239)."""
    readers: dict[str, str] = {}
    for key, name, event in _events(app):
        at = ("functions", key, "events", name, "stream")
        # A filter can leave its own writes out; whether it does, only the code can tell.
        if isinstance(event, StreamEvent) and not event.filter and _writes(app.functions[key], event.stream):
            message = f"each write to {event.stream} calls the function, its own too: it may call itself for ever"
            advice = f"write a `filter` that leaves its own writes out, or `access: {{{event.stream}: read}}`"
            report.warning("A239", at, message, advice)
        if isinstance(event, StreamEvent) and event.stream in readers:
            message = f"functions.{readers[event.stream]} reads the stream of {event.stream} too"
            advice = "let one function read it and hand on: AWS recommends one reader for a global table"
            report.warning("A237", at, message, advice)
        elif isinstance(event, StreamEvent):
            readers[event.stream] = f"{key}.events.{name}"


def _writes(function: Function, table: str) -> bool:
    return function.access.get(table) in ("write", "read_write")


def check_callers(app: App, report: Report) -> None:
    """Reports routes and authorizers whose function is not where they are (A167)."""
    for place, key in _callers(app):
        function = app.functions.get(key)
        if function is not None and is_main_only(function):
            message = f"the API of every region would call {key}, which runs in the main region only"
            advice = f"write `run_in: every_region` for {key}, or split it: a region must not depend on another"
            report.error("A167", place, message, advice)


def _events(app: App) -> Iterator[tuple[str, str, AnyEvent]]:
    for key, function in sorted(app.functions.items()):
        yield from ((key, name, event) for name, event in sorted(function.events.items()))


def _callers(app: App) -> Iterator[tuple[Place, str]]:
    for key, route in sorted(app.api.routes.items()):
        if isinstance(route, FunctionRoute):
            yield ("api", "routes", key, "function"), route.function
    for key, authorizer in sorted(app.api.authorizers.items()):
        yield ("api", "authorizers", key, "function"), authorizer.function


def _check_reach(app: App, sender: Function, consumer: str, told: tuple[Place, Report]) -> None:
    at, report = told
    if is_main_only(app.functions[consumer]) and not is_main_only(sender):
        message = f"{consumer} has its queue in the main region only, and every region would send there"
        advice = f"write `run_in: every_region` for {consumer}: a region must not depend on another"
        report.error("A167", at, message, advice)


def _is_everywhere(app: App, function: Function) -> bool:
    return bool(app.regions.secondary) and function.run_in == "every_region"


def _schedule(
    app: App, function: Function, name: str, event: ScheduleEvent, told: tuple[Place, Report]
) -> ResolvedSchedule:
    at, report = told
    try:
        check_schedule(event.schedule)
    except Mistake as mistake:
        report.mistake((*at, "schedule"), mistake)
    _check_timezone(event, (*at, "timezone"), report)
    if _is_everywhere(app, function):
        message = f"it runs {1 + len(app.regions.secondary)} times each time: once in every region"
        advice = "let it work on what is of its own region, or write `run_in: main_region`"
        report.info("A235", (*at, "schedule"), message, advice)
    return ResolvedSchedule(key=name, expression=event.schedule, timezone=event.timezone or "UTC")


def _check_timezone(event: ScheduleEvent, place: Place, report: Report) -> None:
    if event.timezone is None:
        return
    if is_rate(event.schedule):
        report.error("A189", place, "a rate has no time of day", "remove `timezone`, or use cron")
        return
    try:
        check_timezone(event.timezone)
    except Mistake as mistake:
        report.mistake(place, mistake)


def _stream(
    app: App,
    function: Function,
    name: str,
    event: StreamEvent,
    told: tuple[Mapping[str, ResolvedTable], Place, Report],
) -> Iterator[ResolvedStream]:
    tables, at, report = told
    _check_filter(event, at, report)
    if function.run_in == "every_region":
        message = "the stream of a replica is known in the main region only, and each has the writes of all regions"
        advice = "write `run_in: main_region`: it gets every write once; in every region it would get it once in each"
        report.error("A167", (*at, "stream"), message, advice)
    elif app.regions.secondary:
        message = "it gets the writes of all regions, each once, but nothing while the main region is down"
        advice = (
            "the stream keeps them for 24 hours; of several writes from elsewhere to an item it may get the last only"
        )
        report.info("A236", (*at, "stream"), message, advice)
    if event.stream not in tables:
        report.no_table((*at, "stream"), event.stream, tables)
        return
    yield ResolvedStream(
        key=name,
        table=event.stream,
        batch_size=event.batch_size,
        starting_position=event.starting_position,
        maximum_retry_attempts=event.maximum_retry_attempts,
        filter=event.filter,
    )


def _queue(app: App, function: Function, name: str, event: QueueEvent, told: tuple[Place, Report]) -> ResolvedQueue:
    at, report = told
    if _is_everywhere(app, function):
        message = "a message is worked on in the region that it was sent in, and waits there while that is down"
        report.info("A238", (*at, "queue"), message)
    return ResolvedQueue(
        key=name, queue=event.queue, batch_size=event.batch_size, max_receive_count=event.max_receive_count
    )


def _check_filter(event: StreamEvent, at: Place, report: Report) -> None:
    import json

    for index, pattern in enumerate(event.filter):
        place = (*at, "filter", index)
        length = len(json.dumps(pattern, separators=(",", ":"), ensure_ascii=False))
        if length > _LONGEST_PATTERN:
            message = f"the pattern has {length:,} characters, Lambda takes {_LONGEST_PATTERN:,}"
            report.error("A189", place, message, "say it with fewer values, or sort records out in the function")
        for wrong, value in _no_lists(pattern, ()):
            empty = isinstance(value, Mapping | list | tuple)
            message = "nothing fits this" if empty else f"{shown(value)} is no list of what may be there"
            advice = "write a list of what may be there" if empty else f"write [{value}]"
            report.error("A189", (*place, *wrong), message, advice)


def _no_lists(pattern: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, object]]:
    """The innermost values of a pattern that are no lists, or empty ones, with their places."""
    if not pattern:
        yield place, pattern
    for key, value in pattern.items():
        if isinstance(value, Mapping):
            yield from _no_lists(value, (*place, key))
        elif not isinstance(value, list | tuple) or not value:
            yield (*place, key), value
