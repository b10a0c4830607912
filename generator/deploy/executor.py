"""`execute(plan, …) -> Report`: carries a plan out. A step begins as soon as what it needs is done, in its own thread.

A step that fails skips only what depends on it. When the user stops, no step begins any more and those that run are
waited for; when the user detaches, nothing is waited for. Whatever happens, the report has one result for each step.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from generator.deploy.calls import carry_out
from generator.deploy.model import Report, StepResult
from generator.deploy.observer import Observer, OneVoice
from generator.deploy.report import urls
from generator.deploy.results import is_credentials, result_of
from generator.errors import Detached

if TYPE_CHECKING:
    from generator.aws.model import Progress
    from generator.deploy.cloud import Cloud
    from generator.deploy.control import Control
    from generator.deploy.model import Outcome, Plan, PlannedStep

GRACE: Final = 0.5
"""Seconds that steps have, when the user detaches, to tell how far they came: a request may hang for far longer."""


def execute(plan: Plan, cloud: Cloud, observer: Observer, control: Control, *, workers: int = 16) -> Report:
    """Carry `plan` out, at most `workers` steps at a time. Raises nothing but what `observer` raises, at the end."""
    run = _Run(plan, cloud, observer, control)
    run.through(workers)
    report = Report(plan=plan, results=tuple(run.results[step.number] for step in plan.steps))
    if control.is_detached:
        return replace(report, detached=report.is_interrupted)
    return replace(report, urls=urls(plan, cloud)) if report.exit_code == 0 else report


class _End(NamedTuple):
    """How a step came out of its thread."""

    number: int
    error: BaseException | None
    seconds: float


class _Run:
    """A plan that is being carried out. All but `_work` and what it tells happens in the caller's thread."""

    def __init__(self, plan: Plan, cloud: Cloud, observer: Observer, control: Control) -> None:
        self.results: dict[int, StepResult] = {}
        self._plan = plan
        self._cloud = cloud
        self._control = control
        self._observer = OneVoice(observer)
        self._waiting = {step.number: step for step in plan.steps}
        self._running: dict[int, PlannedStep] = {}
        self._ended: SimpleQueue[_End | None] = SimpleQueue()
        self._expired = ""

    def through(self, workers: int) -> None:
        """Run until nothing is left that can begin, and nothing that is waited for."""
        self._control.on_detach(lambda: self._ended.put(None))
        while True:
            self._skip_hopeless()
            self._begin(workers)
            if not self._running:
                break
            end = self._ended.get()
            if end is None:
                self._let_go()
                break
            self._end(end)
        self._leave_rest()
        self._observer.close()

    @property
    def _is_cut_short(self) -> bool:
        return any(result.outcome == "interrupted" for result in self.results.values())

    @property
    def _begins_no_more(self) -> bool:
        return self._control.is_stopping or bool(self._expired) or self._observer.has_failed

    def _begin(self, workers: int) -> None:
        """Let every step begin that has what it needs, the first ones first."""
        for step in tuple(self._waiting.values()):
            if self._begins_no_more or len(self._running) >= workers:
                return
            if all(need in self.results and self.results[need].outcome == "done" for need in step.needs):
                self._running[step.number] = self._waiting.pop(step.number)
                self._observer.started(step)
                Thread(target=self._work, args=(step,), name=f"step {step.number}", daemon=True).start()

    def _work(self, step: PlannedStep) -> None:
        """Carry out one step, in its own thread. Whatever happens there, the caller's thread gets to know it."""

        def watch(progress: Progress) -> None:
            self._observer.progress(step, progress)

        begun = self._cloud.now()
        error: BaseException | None = None
        try:
            carry_out(step, self._plan, self._cloud, watch)
        except BaseException as raised:
            error = raised
        self._ended.put(_End(step.number, error, self._cloud.now() - begun))

    def _end(self, end: _End) -> None:
        if is_credentials(end.error):
            self._expired = str(end.error)
        step = self._running.pop(end.number)
        self._note(step, replace(result_of(step, end.error), seconds=end.seconds))

    def _skip_hopeless(self) -> None:
        """Steps are in the order of their needs, so one pass reaches everything that depends on a failed step."""
        for step in tuple(self._waiting.values()):
            needed = [self.results[need] for need in step.needs if need in self.results]
            reason = next((_obstacle(result) for result in needed if result.outcome in ("failed", "skipped")), "")
            if reason:
                self._leave(step, "skipped", reason)

    def _let_go(self) -> None:
        """The user detached: what still runs may say how far it came, and is left alone otherwise."""
        deadline = self._cloud.now() + GRACE
        while self._running:
            try:
                end = self._ended.get(timeout=max(0.0, deadline - self._cloud.now()))
            except Empty:
                break
            if end is not None:
                self._end(end)
        for number in tuple(self._running):
            self._end(_End(number, Detached(), 0.0))

    def _leave_rest(self) -> None:
        """Whatever has not begun by now never will."""
        for step in tuple(self._waiting.values()):
            if self._control.is_stopping or self._is_cut_short:
                self._leave(step, "interrupted", "not begun")
            elif self._expired:
                self._leave(step, "skipped", f"not begun: {self._expired}")
            else:
                self._leave(step, "skipped", "not begun: what it needs is not in the plan, or nothing can be told")

    def _leave(self, step: PlannedStep, outcome: Outcome, reason: str) -> None:
        del self._waiting[step.number]
        self._note(step, StepResult(number=step.number, outcome=outcome, reason=reason))

    def _note(self, step: PlannedStep, result: StepResult) -> None:
        self.results[step.number] = result
        self._observer.ended(step, result)


def _obstacle(result: StepResult) -> str:
    """Why what needs this step cannot begin: the step that failed first, however far back."""
    return result.reason if result.outcome == "skipped" else f"step {result.number} failed"
