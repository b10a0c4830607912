"""Hypothesis strategies for what calls functions besides the API, for functions of the main region, and migrations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec.structs import replace

from generator.app.declarations import AnyEvent, Function, QueueEvent, ScheduleEvent, StreamEvent, Table
from tests.function_strategies import functions

_NAMES = ("nightly", "on_write", "e1")
_SCHEDULES = st.one_of(
    st.builds(ScheduleEvent, schedule=st.sampled_from(["rate(1 minute)", "rate(12 hours)"])),
    st.builds(
        ScheduleEvent,
        schedule=st.sampled_from(["cron(0 3 * * ? *)", "cron(0/5 8-17 ? * MON-FRI 2030)", "at(2030-01-31T03:00:00)"]),
        timezone=st.sampled_from([None, "Europe/Berlin", "Etc/GMT+3"]),
    ),
)
_FILTERS = st.sampled_from([(), ({"eventName": ["INSERT"]},), ({"dynamodb": {"NewImage": {"ü": {"S": ["$x"]}}}},)])


class Called(NamedTuple):
    """Functions with what calls them, and the keys of those that are migrations."""

    functions: dict[str, Function]
    migrations: tuple[str, ...]


def _streams(tables: Sequence[str]) -> st.SearchStrategy[StreamEvent]:
    return st.builds(
        StreamEvent,
        stream=st.sampled_from(tables),
        batch_size=st.integers(1, 10000),
        starting_position=st.sampled_from(["TRIM_HORIZON", "LATEST"]),
        maximum_retry_attempts=st.integers(0, 10000),
        filter=_FILTERS,
    )


def _queues(name: str) -> st.SearchStrategy[QueueEvent]:
    numbers = {"batch_size": st.integers(1, 10), "max_receive_count": st.integers(1, 1000)}
    return st.builds(QueueEvent, queue=st.just(name), **numbers)


@st.composite
def called(draw: st.DrawFn, everywhere: Mapping[str, Function], tables: Mapping[str, Table], main: str) -> Called:
    """These functions, some of them with events, and up to two more of the main region only."""
    own = {
        name: replace(
            draw(functions(tables, [main])),
            run_in="main_region",
            timeout=draw(st.integers(1, 300)),
            reserved_concurrency=draw(st.sampled_from([None, 1, 1000])),
        )
        for name in draw(st.lists(st.sampled_from(["backfill", "count_writes"]), max_size=2, unique=True))
    }
    found = {key: draw(_with_events(key, one, sorted(tables))) for key, one in {**everywhere, **own}.items()}
    queues = {
        key: [event.queue for event in one.events.values() if isinstance(event, QueueEvent)]
        for key, one in found.items()
    }
    regional = [queue for key in everywhere for queue in queues[key]]
    any_queue = [queue for names in queues.values() for queue in names]
    sending = {key: draw(_sending(one, any_queue if key in own else regional)) for key, one in found.items()}
    migrations = draw(st.lists(st.sampled_from(sorted(own)), unique=True)) if own else []
    return Called(sending, tuple(migrations))


@st.composite
def _with_events(draw: st.DrawFn, key: str, function: Function, tables: Sequence[str]) -> Function:
    found: dict[str, AnyEvent] = {}
    for name in draw(st.lists(st.sampled_from(_NAMES), max_size=2, unique=True)):
        kinds: list[st.SearchStrategy[AnyEvent]] = [_SCHEDULES, _queues(f"{key}_{name}")]
        if function.run_in == "main_region" and tables:
            kinds.append(_streams(tables))
        found[name] = draw(st.one_of(kinds))
    return replace(function, events=found, run_in=function.run_in or ("every_region" if found else None))


@st.composite
def _sending(draw: st.DrawFn, function: Function, queues: Sequence[str]) -> Function:
    names = draw(st.lists(st.sampled_from(queues), unique=True, max_size=2)) if queues else []
    return replace(function, send_to=tuple(names))
