"""Asking again until it is done, with a clock that is given.

A wait has no end of its own: CloudFormation may work on a replica for twenty hours [aws-facts 1.4], and what AWS has
begun goes on whether or not we look. It ends when AWS says so, or when `sleep` raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeVar

from generator.aws.errors import is_passing
from generator.errors import AwsError

T = TypeVar("T")

SHORTEST: Final = 0.25
LONGEST: Final = 10.0
GROWTH: Final = 1.5
OUTAGE: Final = 300.0


class Clock(NamedTuple):
    """`sleep` waits for some seconds, and raises when nobody wants to wait any longer; `now` only goes forward."""

    sleep: Callable[[float], None]
    now: Callable[[], float]


def intervals() -> Iterator[float]:
    """Seconds to wait before the next question: short at first, for most of it is over soon, then longer."""
    interval = SHORTEST
    while True:
        yield interval
        interval = min(interval * GROWTH, LONGEST)


def poll(clock: Clock, ask: Callable[[], T | None]) -> T:
    """What `ask` answers as soon as it is not `None`.

    A cut connection or a fault of AWS's does not end the wait before it has lasted five minutes: the operation goes on
    all the same, and a laptop may just have changed its network.
    """
    heard = clock.now()
    for interval in intervals():
        try:
            answer = ask()
            heard = clock.now()
        except AwsError as error:
            if not is_passing(error) or clock.now() - heard > OUTAGE:
                raise
            answer = None
        if answer is not None:
            return answer
        clock.sleep(interval)
    raise AssertionError("intervals never end")


def persist(clock: Clock, call: Callable[[], T], *, when: Callable[[AwsError], bool], seconds: float) -> T:
    """What `call` returns; errors that `when` accepts are tried again for about `seconds`, then raised."""
    begun = clock.now()
    for interval in intervals():
        try:
            return call()
        except AwsError as error:
            if not when(error) or clock.now() - begun >= seconds:
                raise
        clock.sleep(interval)
    raise AssertionError("intervals never end")
