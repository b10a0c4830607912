"""How long a plan takes: what does not need one another runs at the same time."""

from __future__ import annotations

from collections.abc import Sequence

from generator.deploy.model import PlannedStep


def duration(steps: Sequence[PlannedStep]) -> int:
    """Seconds until the last step is done, each step starting as soon as all that it needs is done.

    A step's needs stand before it, as in every plan.
    """
    ends: dict[int, int] = {}
    for step in steps:
        ends[step.number] = step.estimate + max((ends[number] for number in step.needs), default=0)
    return max(ends.values(), default=0)
