from __future__ import annotations

from threading import Event

from generator.deploy.control import Control
from generator.deploy.executor import execute
from generator.deploy.model import AwaitTtl, PlannedStep
from generator.errors import (
    Detached,
    OperationError,
)
from tests.support.fake_calls import Call
from tests.support.fake_cloud import FakeCloud
from tests.support.plans import Log, plan, stack, step
from tests.unit.deploy.executed import MAIN, outcomes, three_in_a_row


def test_after_a_stop_no_step_begins_and_running_ones_are_waited_for() -> None:
    control = Control()

    def stop(what: str, number: int) -> None:
        if (what, number) == ("started", 1):
            control.stop()

    log = Log(stop)

    report = execute(plan(*three_in_a_row()), FakeCloud(), log, control, workers=1)

    assert outcomes(report) == ["done", "interrupted", "interrupted", "interrupted"]
    assert (report.exit_code, report.detached, report.is_interrupted) == (130, False, True)
    assert report.results[1].reason == "not begun"


def test_a_stop_after_the_last_step_has_begun_changes_nothing() -> None:
    control = Control()
    log = Log(lambda what, number: control.stop() if what == "started" else None)

    report = execute(plan(step(1, stack())), FakeCloud(), log, control)

    assert (outcomes(report), report.exit_code) == (["done"], 0)


def test_a_stop_before_the_first_step_begins_none() -> None:
    control = Control()
    control.stop()
    cloud = FakeCloud()

    report = execute(plan(*three_in_a_row()), cloud, Log(), control)

    assert outcomes(report) == ["interrupted"] * 4
    assert cloud.calls == []


def test_what_failed_before_a_stop_stays_told() -> None:
    control = Control()
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, OperationError("rolled back"))
    log = Log(lambda what, number: control.stop() if what == "failed" else None)

    report = execute(plan(*three_in_a_row()), cloud, log, control, workers=1)

    assert outcomes(report) == ["failed", "skipped", "skipped", "interrupted"]
    assert (report.exit_code, [result.number for result in report.failed]) == (130, [1])


class Waiting(FakeCloud):
    """A cloud whose waits are those of a control, as AWS's are."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control

    def sleep(self, seconds: float) -> None:
        self._control.sleep(seconds)


def wait_for_ever(number: int, *needs: int) -> PlannedStep:
    return step(number, AwaitTtl(region=MAIN, seconds=10_000), *needs)


def test_after_detaching_nothing_is_waited_for() -> None:
    control = Control()
    began: list[int] = []

    def stop_twice(what: str, number: int) -> None:
        if what == "started":
            began.append(number)
        if len(began) == 2:
            control.stop()
            control.stop()

    log = Log(stop_twice)

    report = execute(
        plan(wait_for_ever(1), wait_for_ever(2), step(3, stack(), 1)), Waiting(control), log, control, workers=2
    )

    assert outcomes(report) == ["interrupted", "interrupted", "interrupted"]
    assert (report.exit_code, report.detached) == (130, True)
    assert report.results[0].reason == "AWS goes on with it"
    assert report.results[2].reason == "not begun"


def test_a_request_that_hangs_does_not_keep_the_user_who_detached() -> None:
    control = Control()
    cloud = FakeCloud()
    released, hanging = Event(), Event()

    def hang(call: Call) -> None:
        if call.method == "deploy_stack":
            hanging.set()
            control.stop()
            control.stop()
            released.wait(10)

    cloud.before = hang
    log = Log()

    report = execute(plan(step(1, stack())), cloud, log, control)
    told = list(log.events)
    released.set()

    assert hanging.is_set()
    assert (outcomes(report), report.detached) == (["interrupted"], True)
    assert told == ["started 1", "interrupted 1"]


def test_detached_is_told_even_when_the_executor_began_after_it() -> None:
    control = Control()
    control.stop()
    control.stop()

    report = execute(plan(step(1, stack())), FakeCloud(), Log(), control)

    assert (outcomes(report), report.exit_code) == (["interrupted"], 130)


def test_what_needs_a_step_that_was_not_waited_for_is_interrupted_too() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, Detached())

    report = execute(plan(step(1, stack()), step(2, stack(), 1), step(3, stack(), 2)), cloud, Log(), Control())

    assert (outcomes(report), report.exit_code) == (["interrupted"] * 3, 130)


def test_callbacks_of_a_control_are_called_once() -> None:
    control = Control()
    called: list[str] = []
    control.on_detach(lambda: called.append("before"))

    for _ in range(3):
        control.stop()
    control.on_detach(lambda: called.append("after"))

    assert called == ["before", "after"]
