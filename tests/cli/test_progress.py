"""A running plan as it is shown: on a terminal, in CI, and to programs."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.text import Text

from generator.cli.board import Board, Row, regions_of
from generator.cli.console import Console
from generator.cli.live import Painted
from generator.cli.progress import SIGN_OF_LIFE, Display, Lines, display
from generator.deploy.model import DeployStackSet
from generator.deploy.report import EVERYWHERE
from tests.cli.plans import FIRST, MAIN, SECOND, STEPS, plan, progress, result, stack, step
from tests.cli.support import Terminal

ONE, TWO, REPLICAS, INSTANCES, SMOKE = STEPS


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def on(*, terminal: bool, **environ: str) -> tuple[Console, StringIO, StringIO]:
    out, err = (Terminal(), Terminal()) if terminal else (StringIO(), StringIO())
    return Console(out, err, environ=environ), out, err


def run_through(shown: Display, watch: Watch) -> None:
    """Two regions at the same time; one of them fails, and the rest is skipped."""
    shown.started(ONE)
    shown.started(TWO)
    watch.time += 7
    shown.progress(TWO, progress(FIRST))
    shown.ended(ONE, result(1))
    watch.time += 60
    shown.ended(TWO, result(2, "failed", reason="no", region=FIRST))
    shown.ended(REPLICAS, result(3, "skipped", seconds=0, reason="step 2 failed"))


def test_ci_gets_a_line_for_what_begins_and_what_ends() -> None:
    lines: list[str] = []
    watch = Watch()

    run_through(Lines(lines.append, plan(), watch), watch)

    assert lines == [
        " 0:00 [1/5] us-east-1: create the bootstrap stack",
        " 0:00 [2/5] eu-west-1: create the bootstrap stack",
        " 0:07 [1/5] done: us-east-1: create the bootstrap stack (7 s)",
        " 1:07 [2/5] failed: eu-west-1: create the bootstrap stack (67 s)",
        " 1:07 [3/5] skipped: us-east-1: wait for the replicas",
    ]


def test_what_never_began_is_not_listed_when_somebody_stops_it() -> None:
    lines: list[str] = []
    shown = Lines(lines.append, plan(), Watch())
    shown.started(ONE)

    shown.ended(ONE, result(1, "interrupted"))
    shown.ended(TWO, result(2, "interrupted"))

    assert lines[1:] == [" 0:00 [1/5] interrupted: us-east-1: create the bootstrap stack (0 s)"]


def test_ci_gets_a_sign_of_life_from_what_takes_long() -> None:
    lines: list[str] = []
    watch = Watch()
    shown = Lines(lines.append, plan(), watch)
    shown.started(ONE)
    shown.started(TWO)
    shown.progress(TWO, progress(FIRST, reason="made\nanew\x1b[2J"))
    watch.time += SIGN_OF_LIFE - 1
    shown.sign_of_life()
    watch.time += 1

    shown.sign_of_life()
    shown.sign_of_life()

    assert lines[2:] == [
        " 0:45 [1/5] us-east-1: create the bootstrap stack: waiting",
        " 0:45 [2/5] eu-west-1: create the bootstrap stack: CREATE_IN_PROGRESS ApiRole: made anew\\x1b[2J",
    ]


@pytest.mark.parametrize(
    ("terminal", "environ"), [(False, {}), (True, {"CI": "true"}), (True, {"TERM": "dumb"})], ids=str
)
def test_what_keeps_its_output_gets_plain_lines(terminal: bool, environ: dict[str, str]) -> None:
    console, out, err = on(terminal=terminal, NO_COLOR="1", **environ)
    watch = Watch()

    with display(console, plan(), "text", watch) as shown:
        run_through(shown, watch)
        shown.say("stopping")

    assert out.getvalue() == ""
    assert len(err.getvalue().splitlines()) == 6
    assert "\x1b" not in err.getvalue()


def test_a_program_gets_an_event_per_line_and_nothing_else_on_stdout() -> None:
    console, out, err = on(terminal=False)
    watch = Watch()

    with display(console, plan(), "json", watch) as shown:
        run_through(shown, watch)
        shown.say("stopping")

    events = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [event["event"] for event in events] == [
        "plan",
        "started",
        "started",
        "progress",
        "ended",
        "ended",
        "ended",
    ]
    assert events[0]["schema_version"] == 1
    assert events[0]["estimated_seconds"] == 970
    assert [one["kind"] for one in events[0]["steps"]][2:] == ["await-replicas", "create-instances", "smoke-test"]
    assert events[1] == {"event": "started", "number": 1, "region": MAIN, "title": ONE.title}
    assert events[3] == {
        "event": "progress",
        "number": 2,
        "region": FIRST,
        "status": "CREATE_IN_PROGRESS",
        "resource": "ApiRole",
        "reason": "",
    }
    assert events[5]["outcome"] == "failed"
    assert err.getvalue() == "stopping\n"


def test_a_terminal_keeps_a_line_per_ended_step_above_what_is_painted() -> None:
    console, out, err = on(terminal=True, NO_COLOR="1")
    watch = Watch()

    with display(console, plan(), "text", watch) as shown:
        run_through(shown, watch)
        shown.say("stopping")

    assert out.getvalue() == ""
    for line in ("done: us-east-1", "failed: eu-west-1", "skipped: us-east-1: wait", "stopping"):
        assert line in err.getvalue()
    assert "\x1b[3" not in err.getvalue(), "NO_COLOR is obeyed; only the cursor is moved"


def test_the_colour_of_a_line_does_not_spread_to_what_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    console, _, err = on(terminal=True)
    watch = Watch()

    with display(console, plan(), "text", watch) as shown:
        shown.started(ONE)
        shown.started(TWO)
        shown.ended(ONE, result(1))

    green = "32m"
    assert f"{green}[1/5] done: " in err.getvalue()
    assert f"{green}{FIRST}" not in err.getvalue()


def test_each_region_says_what_it_is_at_and_since_when() -> None:
    board = Board(plan())
    board.started(ONE, 100)
    board.progress(ONE, progress(MAIN))
    board.started(TWO, 101)
    board.ended(TWO, result(2, "failed"))

    assert board.rows() == (
        Row(region=MAIN, state="running", what=ONE.title, now="CREATE_IN_PROGRESS ApiRole", since=100),
        Row(region=FIRST, state="failed"),
        Row(region=SECOND, state="waiting"),
    )


def test_a_step_of_several_regions_shows_in_each_of_them_what_happens_there() -> None:
    board = Board(plan())
    board.started(INSTANCES, 100)
    board.progress(INSTANCES, progress(FIRST, resource="RestApi"))
    board.progress(INSTANCES, progress(SECOND, resource="Stage"))

    assert [(row.region, row.now) for row in board.rows()] == [
        (MAIN, ""),
        (FIRST, "CREATE_IN_PROGRESS RestApi"),
        (SECOND, "CREATE_IN_PROGRESS Stage"),
    ]


def test_a_region_is_done_when_no_step_of_it_is_left() -> None:
    board = Board(plan())
    for each in STEPS:
        board.started(each, 0)
        board.ended(each, result(each.number))

    assert {row.state for row in board.rows()} == {"done"}


def test_a_region_that_failed_stays_failed_whatever_is_skipped_there_later() -> None:
    board = Board(plan())
    board.ended(TWO, result(2, "failed"))
    board.ended(REPLICAS, result(3, "skipped"))

    assert [row.state for row in board.rows()] == ["waiting", "failed", "skipped"]


def test_progress_of_a_step_that_does_not_run_is_nothing() -> None:
    board = Board(plan())

    board.progress(ONE, progress(MAIN))

    assert board.now(1) == ""
    assert board.running == {}


def test_a_step_of_no_region_is_one_of_all() -> None:
    update = DeployStackSet(region=MAIN, stack_set_name="s", body={})

    assert regions_of(step(1, stack(""), "x")) == (EVERYWHERE,)
    assert regions_of(step(1, update, "x")) == (MAIN,)
    assert regions_of(INSTANCES) == (FIRST, SECOND)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_row_fits_the_terminal_whatever_it_says(width: int) -> None:
    watch = Watch()
    painted = Painted(lambda text, style: None, plan(), watch)
    painted.started(REPLICAS)
    painted.progress(REPLICAS, progress(SECOND, resource="Ü" * 300, reason="漢字" * 100))
    watch.time += 3723
    painter = Console(StringIO(), Terminal(), environ={"NO_COLOR": "1"}).painter()
    painter.width = width

    with painter.capture() as capture:
        painter.print(painted.table())

    lines = [line.plain for line in Text.from_ansi(capture.get()).split()]
    assert len(lines) == 3
    assert all(cell_len(line) <= width for line in lines)
    assert "1:02:03" in lines[1]
