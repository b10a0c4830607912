"""Connections to AWS and to the embedded one, as far as that needs neither."""

from __future__ import annotations

import pytest

from generator.cli.connection import LONGEST_WAIT, ShortWaits, zone_name
from generator.deploy.control import Control
from generator.errors import Detached


class Patient(Control):
    """Writes down how long it was asked to wait, and does not."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    def now(self) -> float:
        return sum(self.waited)


def test_waits_for_the_embedded_aws_are_short_and_the_clock_shows_them_in_full() -> None:
    control = Patient()
    waits = ShortWaits(control)

    waits.sleep(90)
    waits.sleep(0.01)

    assert control.waited == [LONGEST_WAIT, 0.01]
    assert waits.now() == pytest.approx(90.01)


def test_who_does_not_want_to_wait_does_not() -> None:
    control = Control()
    control.stop()
    control.stop()

    with pytest.raises(Detached):
        ShortWaits(control).sleep(90)


@pytest.mark.parametrize(
    ("domain", "zone"),
    [("api.example.com", "example.com"), ("a.b.c.example.com", "example.com"), ("example.com", "example.com")],
)
def test_the_environments_of_an_app_share_a_zone(domain: str, zone: str) -> None:
    assert zone_name(domain) == zone
