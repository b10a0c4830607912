from __future__ import annotations

from itertools import islice

import pytest

from generator.aws.waiting import LONGEST, OUTAGE, SHORTEST, Clock, intervals, persist, poll
from generator.errors import AwsError, Detached, NetworkError, Place, ThrottlingError
from tests.support.recording import FakeClock


def test_intervals_grow_up_to_a_longest_one() -> None:
    some = list(islice(intervals(), 30))

    assert some[0] == SHORTEST
    assert some == sorted(some)
    assert some[-1] == LONGEST


def test_it_is_asked_until_there_is_an_answer() -> None:
    clock = FakeClock()
    answers = iter([None, None, "done"])

    assert poll(Clock(clock.sleep, clock.now), lambda: next(answers)) == "done"
    assert len(clock.naps) == 2


def test_a_wait_of_twenty_hours_is_a_wait() -> None:
    clock = FakeClock()

    poll(Clock(clock.sleep, clock.now), lambda: True if clock.time > 20 * 3600 else None)

    assert clock.time > 20 * 3600


@pytest.mark.parametrize(
    "error",
    [NetworkError("cut"), ThrottlingError("slower"), AwsError("sorry", place=Place(code="ServiceUnavailable"))],
)
def test_a_short_outage_does_not_end_a_wait(error: AwsError) -> None:
    clock = FakeClock()

    def ask() -> str | None:
        if clock.time < OUTAGE - 2 * LONGEST:
            raise error
        return "done"

    assert poll(Clock(clock.sleep, clock.now), ask) == "done"


def test_an_outage_that_lasts_ends_a_wait() -> None:
    clock = FakeClock()

    def ask() -> None:
        raise NetworkError("cut")

    with pytest.raises(NetworkError):
        poll(Clock(clock.sleep, clock.now), ask)

    assert OUTAGE < clock.time < OUTAGE + 2 * LONGEST


def test_other_errors_end_a_wait_at_once() -> None:
    clock = FakeClock()

    def ask() -> None:
        raise AwsError("no", place=Place(code="ValidationError"))

    with pytest.raises(AwsError):
        poll(Clock(clock.sleep, clock.now), ask)

    assert clock.naps == []


def test_nobody_waits_longer_than_wanted() -> None:
    def leave(_: float) -> None:
        raise Detached

    with pytest.raises(Detached):
        poll(Clock(leave, lambda: 0.0), lambda: None)


def test_errors_that_may_pass_are_tried_again_for_a_while() -> None:
    clock = FakeClock()

    def call() -> None:
        raise AwsError("not yet" if clock.time < 1000 else "never")

    with pytest.raises(AwsError, match="not yet"):
        persist(Clock(clock.sleep, clock.now), call, when=lambda error: error.message == "not yet", seconds=30)

    assert 30 <= clock.time < 30 + LONGEST


def test_errors_that_do_not_pass_are_raised_at_once() -> None:
    clock = FakeClock()

    def call() -> None:
        raise AwsError("never")

    with pytest.raises(AwsError):
        persist(Clock(clock.sleep, clock.now), call, when=lambda _: False, seconds=30)

    assert clock.naps == []
