"""Who does what right now: the state of a running plan, region by region. Pure: it is told, and can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.cli.words import one_line
from generator.deploy.model import AwaitReplicas, CreateInstances, DeleteInstances, DeployStackSet
from generator.deploy.report import EVERYWHERE

if TYPE_CHECKING:
    from generator.aws.model import Progress
    from generator.deploy.model import Plan, PlannedStep, StepResult


class Row(Struct, frozen=True, kw_only=True):
    """A region: `state` is `waiting`, `running`, `done`, `failed` or `skipped`; `since` when its step began."""

    region: str
    state: str
    what: str = ""
    now: str = ""
    since: float | None = None


class _Running(Struct, kw_only=True):
    step: PlannedStep
    since: float
    now: dict[str, str]
    """Region ─▶ what it is at."""


class Board:
    """The rows of a plan, in the order of its regions; those that are only left stand below."""

    def __init__(self, plan: Plan) -> None:
        self._open = {step.number: regions_of(step) for step in plan.steps}
        concerned = [region for regions in self._open.values() for region in regions]
        self._regions = tuple(dict.fromkeys(name for name in (*plan.regions, *concerned) if name in concerned))
        self._running: dict[int, _Running] = {}
        self._worst: dict[str, str] = {}

    @property
    def running(self) -> Mapping[int, PlannedStep]:
        """The steps that run, by their numbers."""
        return {number: running.step for number, running in self._running.items()}

    def started(self, step: PlannedStep, at: float) -> None:
        """A step begins."""
        self._running[step.number] = _Running(step=step, since=at, now={})

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        """Something happens in a region of a step."""
        running = self._running.get(step.number)
        if running is not None:
            running.now[progress.region] = what_happens(progress)

    def ended(self, step: PlannedStep, result: StepResult) -> float | None:
        """A step is done, or will never be. When it began; `None`: never."""
        running = self._running.pop(step.number, None)
        for region in self._open.pop(step.number, ()):
            if result.outcome != "done" and self._worst.get(region) != "failed":
                self._worst[region] = result.outcome
        return running.since if running else None

    def now(self, number: int) -> str:
        """What a running step was last seen at; empty before anything was seen."""
        running = self._running.get(number)
        return next(reversed(running.now.values()), "") if running else ""

    def rows(self) -> tuple[Row, ...]:
        """A row for each region that the plan concerns."""
        return tuple(map(self._row, self._regions))

    def _row(self, region: str) -> Row:
        here = [each for each in self._running.values() if region in regions_of(each.step)]
        if here:
            # The step that began last: what a region waits for longest, the others wait for as well.
            latest = here[-1]
            now = latest.now.get(region) or next(reversed(latest.now.values()), "")
            return Row(region=region, state="running", what=latest.step.title, now=now, since=latest.since)
        if region in self._worst:
            return Row(region=region, state=self._worst[region])
        return Row(region=region, state="waiting" if any(region in each for each in self._open.values()) else "done")


def regions_of(step: PlannedStep) -> tuple[str, ...]:
    """The regions where a step changes something or that it is about."""
    what = step.step
    several = isinstance(what, DeployStackSet | CreateInstances | DeleteInstances | AwaitReplicas) and what.regions
    return several or (what.region or EVERYWHERE,)


def what_happens(progress: Progress) -> str:
    """`CREATE_IN_PROGRESS ApiRole`, and the reason where there is one."""
    words = " ".join(part for part in (progress.status, progress.resource) if part)
    return one_line(f"{words}: {progress.reason}" if progress.reason else words)
