"""Steps for the executor, and what became of them."""

from __future__ import annotations

from generator.deploy.model import PlannedStep, Report
from tests.support.plans import stack, step

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"


def three_in_a_row() -> tuple[PlannedStep, ...]:
    """`1 ─▶ 2 ─▶ 3`, and 4 beside them."""
    return (
        step(1, stack(MAIN, "one")),
        step(2, stack(MAIN, "two"), 1),
        step(3, stack(MAIN, "three"), 2),
        step(4, stack(SECOND, "four")),
    )


def outcomes(report: Report) -> list[str]:
    return [result.outcome for result in report.results]
