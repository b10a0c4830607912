"""The list of steps that is being made: each gets the next number, and says which of the earlier ones it needs."""

from __future__ import annotations

from collections.abc import Iterable

from generator.deploy.model import PlannedStep, Step
from generator.diff.meaning.view import listed

Number = int | None
"""Of a step to be waited for; `None`: there is nothing to wait for."""


class Steps:
    """Grows only, so what a step needs always stands before it. A need that another one brings along is left out."""

    def __init__(self) -> None:
        self._steps: list[PlannedStep] = []
        self._before: list[frozenset[int]] = []  # of each step, all that has to be done before it

    @property
    def planned(self) -> tuple[PlannedStep, ...]:
        """All steps so far."""
        return tuple(self._steps)

    @property
    def ends(self) -> tuple[int, ...]:
        """The steps that no other needs: who needs them, needs all."""
        needed = {need for step in self._steps for need in step.needs}
        return tuple(step.number for step in self._steps if step.number not in needed)

    def add(self, step: Step, title: str, reason: str, *, needs: Iterable[Number] = (), estimate: int) -> int:
        """Append a step and return its number. `title` begins with the region that `step` is about."""
        number = len(self._steps) + 1
        known = {need for need in needs if need is not None}
        implied = frozenset[int]().union(*(self._before[need - 1] for need in known))
        self._before.append(implied | known)
        self._steps.append(
            PlannedStep(
                number=number,
                step=step,
                title=title,
                reason=reason,
                needs=tuple(sorted(known - implied)),
                estimate=estimate,
            )
        )
        return number


def places(regions: Iterable[str], *, most: int = 4, noun: str = "regions") -> str:
    """`a, b and c`; only how many there are where they are many."""
    names = list(regions)
    return f"{len(names)} {noun}" if len(names) > most else listed(names)


def named(words: Iterable[str], noun: str, *, most: int = 3) -> str:
    """`table orders`, `tables items and orders`; only how many there are where they are many."""
    names = sorted(words)
    plural = f"{noun}{'es' if noun.endswith('x') else 's'}"
    if len(names) > most:
        return f"{len(names)} {plural}"
    return f"{noun if len(names) == 1 else plural} {listed(names)}"
