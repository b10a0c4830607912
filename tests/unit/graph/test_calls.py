"""How functions and what calls them are drawn: which boxes, which arrows, and what is summed up."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from generator.graph.functions import Called, Function, Queue, Schedule, Stream
from generator.graph.mermaid import mermaid
from generator.graph.picture import Picture, Region, Table


def function(name: str, *, routes: int = 0, authorizes: bool = False, uses_tables: bool = False) -> Function:
    return Function(name=name, routes=routes, authorizes=authorizes, migrates=False, uses_tables=uses_tables)


def queue(name: str, senders: str = "", takers: str = "", *, from_api: bool = False) -> Queue:
    return Queue(name=name, senders=tuple(senders.split()), from_api=from_api, takers=tuple(takers.split()))


def drawn(main: Called, *others: Called, tables: Iterable[str] = ("items",)) -> str:
    places = tuple(
        Region(
            name=f"r{at}", is_main=at == 0, own_name=None, record=None, signed=0, authorized=0, public=1, called=called
        )
        for at, called in enumerate((main, *others))
    )
    data = tuple(Table(name=name, is_control=False, regions=tuple(place.name for place in places)) for name in tables)
    return mermaid(Picture(app="a", environment="e", shared_name=None, regions=places, tables=data))


def arrows(drawing: str) -> set[str]:
    """Those of the main region, but for what every region has."""
    lines = {line.strip() for line in drawing.splitlines() if "-->" in line and "_r0" in line}
    return lines - {"clients --> api_r0", "api_r0 --> data_r0", "data_r0 <--> tables"}


def box(drawing: str, node: str) -> list[str]:
    """The lines of a box; none where it is not drawn."""
    found = re.search(rf'^ *{node}\["(.*)"\]', drawing, re.MULTILINE)
    return found[1].replace("#8594;", "→").split("<br>") if found else []


def test_functions_that_other_regions_lack_stand_apart() -> None:
    everywhere = (function("a"), function("b"))
    drawing = drawn(Called(functions=(*everywhere, function("c"))), Called(functions=everywhere))

    assert box(drawing, "functions_r0") == box(drawing, "functions_r1") == ["Lambda functions", "a", "b"]
    assert box(drawing, "own_r0") == ["Lambda functions, only here", "c"]
    assert box(drawing, "own_r1") == []


def test_an_only_region_has_no_functions_of_its_own() -> None:
    assert box(drawn(Called(functions=(function("a"),))), "functions_r0") == ["Lambda functions", "a"]


def test_a_function_says_what_asks_it() -> None:
    migration = Function(name="m", routes=0, authorizes=False, migrates=True, uses_tables=False)
    drawing = drawn(Called(functions=(function("a", routes=2), function("b", routes=1, authorizes=True), migration)))

    assert box(drawing, "functions_r0")[1:] == ["a (2 routes)", "b (1 route, authorizer)", "m (migration)"]


@pytest.mark.parametrize(("routes", "authorizes"), [(1, False), (0, True)])
def test_the_api_calls_the_functions_of_its_routes_and_authorizers(routes: int, authorizes: bool) -> None:
    asked = function("a", routes=routes, authorizes=authorizes)

    assert arrows(drawn(Called(functions=(asked,)))) == {"api_r0 --> functions_r0"}
    assert arrows(drawn(Called(functions=(function("a"),)))) == set()


def test_functions_lead_to_the_data_if_they_use_it_and_it_is_there() -> None:
    called = Called(functions=(function("a", uses_tables=True),))

    assert arrows(drawn(called)) == {"functions_r0 --> data_r0"}
    assert arrows(drawn(called, tables=())) == set()


@pytest.mark.parametrize(
    ("made", "line", "expected"),
    [
        (queue("q", "a", "b"), "a → q → b", {"functions_r0 <--> queues_r0"}),
        (queue("q", "a"), "a → q", {"functions_r0 --> queues_r0"}),
        (queue("q", "", "a b"), "q → a, b", {"queues_r0 --> functions_r0"}),
        (queue("q", "a", "own"), "a → q → own", {"functions_r0 --> queues_r0", "queues_r0 --> own_r0"}),
        (queue("q", from_api=True), "API → q", {"api_r0 --> queues_r0"}),
        (queue("q", "a", from_api=True), "API, a → q", {"api_r0 --> queues_r0", "functions_r0 --> queues_r0"}),
        (queue("q", "a b c d"), "4 functions → q", {"functions_r0 --> queues_r0"}),
    ],
)
def test_a_queue_is_drawn_with_who_sends_and_who_takes(made: Queue, line: str, expected: set[str]) -> None:
    everywhere = tuple(map(function, "abcd"))
    drawing = drawn(Called(functions=(*everywhere, function("own")), queues=(made,)), Called(functions=everywhere))

    assert box(drawing, "queues_r0") == ["SQS queues", line]
    assert arrows(drawing) == expected


def test_schedules_and_streams_lead_to_what_they_call() -> None:
    called = Called(
        functions=(function("a"), function("own")),
        schedules=(
            Schedule(when="rate(1 day)", functions=("a",)),
            Schedule(when="rate(1 hour)", functions=("own",)),
        ),
        streams=(Stream(table="items", functions=("own",)),),
    )
    drawing = drawn(called, Called(functions=(function("a"),)))

    assert box(drawing, "schedules_r0") == ["schedules", "rate(1 day) → a", "rate(1 hour) → own"]
    assert box(drawing, "streams_r0") == ["table streams", "items → own"]
    assert arrows(drawing) == {
        "schedules_r0 --> functions_r0",
        "schedules_r0 --> own_r0",
        "streams_r0 --> own_r0",
    }


@pytest.mark.parametrize(("count", "shown", "last"), [(8, 8, "f07"), (9, 8, "and 2 more"), (30, 8, "and 23 more")])
def test_what_is_too_much_for_a_box_is_counted(count: int, shown: int, last: str) -> None:
    names = [f"f{at:02}" for at in range(count)]
    schedules = tuple(Schedule(when="rate(1 day)", functions=(name,)) for name in names)
    drawing = drawn(Called(functions=tuple(map(function, names)), schedules=schedules))

    assert len(box(drawing, "functions_r0")) == len(box(drawing, "schedules_r0")) == shown + 1
    assert box(drawing, "functions_r0")[-1] == last
    assert box(drawing, "schedules_r0")[-1].startswith(last if count > 8 else "rate")
