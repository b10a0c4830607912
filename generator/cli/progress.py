"""How a running plan is shown: painted on a terminal, line by line in CI, or as events for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Literal, Protocol

from generator.cli.board import Board
from generator.cli.console import NORMAL, Console
from generator.cli.words import about, clock, one_line

if TYPE_CHECKING:
    from generator.aws.model import Progress
    from generator.deploy.model import Plan, PlannedStep, StepResult

Clock = Callable[[], float]

SIGN_OF_LIFE = 45.0
"""Seconds after which a step that says nothing is mentioned again: CI ends what is silent for too long.

It is looked at every quarter of that, so that a minute never passes in silence.
"""


class Display(Protocol):
    """Is told what the executor does, one call at a time, and what else there is to say meanwhile."""

    def started(self, step: PlannedStep) -> None:
        """A step begins."""

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        """Something happens while a step runs."""

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        """A step is done, failed, or will not be begun."""

    def say(self, text: str) -> None:
        """Something else that a person should know now; may be called from any thread."""


def display(console: Console, plan: Plan, form: Literal["text", "json"], now: Clock) -> AbstractContextManager[Display]:
    """The display for these streams: it is there as long as the context."""
    if form == "json":
        return _events(console, plan)
    if console.is_animated and console.verbosity >= NORMAL:
        from generator.cli.live import painted

        return painted(console, plan, now)
    return _lines(console, plan, now)


def ended_line(step: PlannedStep, result: StepResult, total: int, seconds: float | None) -> str:
    """What became of a step, on one line; nothing of one that was interrupted before it began (`seconds` is `None`)."""
    if seconds is None and result.outcome == "interrupted":
        return ""
    took = "" if seconds is None else f" ({about(seconds)})"
    return f"[{step.number}/{total}] {result.outcome}: {one_line(step.title)}{took}"


class Lines:
    """A line per begun and ended step, and a sign of life for one that takes long."""

    def __init__(self, say: Callable[[str], None], plan: Plan, now: Clock) -> None:
        self._say = say
        self._total = len(plan.steps)
        self._now = now
        self._begun = now()
        self._board = Board(plan)
        self._mentioned: dict[int, float] = {}
        self._lock = Lock()

    def started(self, step: PlannedStep) -> None:
        """A line."""
        with self._lock:
            self._board.started(step, self._now())
            self._mention(step.number, f"[{step.number}/{self._total}] {one_line(step.title)}")

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        """Kept for the next sign of life: every resource of every region would be too many lines."""
        with self._lock:
            self._board.progress(step, progress)

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        """A line."""
        with self._lock:
            since = self._board.ended(step, result)
            text = ended_line(step, result, self._total, None if since is None else self._now() - since)
            if text:
                self._mention(step.number, text)

    def say(self, text: str) -> None:
        """A line."""
        with self._lock:
            self._say(text)

    def sign_of_life(self) -> None:
        """A line for each running step that was not mentioned for `SIGN_OF_LIFE`."""
        with self._lock:
            for number, step in self._board.running.items():
                if self._now() - self._mentioned[number] >= SIGN_OF_LIFE:
                    at = self._board.now(number) or "waiting"
                    self._mention(number, f"[{number}/{self._total}] {one_line(step.title)}: {at}")

    def _mention(self, number: int, text: str) -> None:
        self._mentioned[number] = self._now()
        self._say(f"{clock(self._now() - self._begun):>5} {text}")


@contextmanager
def _lines(console: Console, plan: Plan, now: Clock) -> Iterator[Display]:
    lines = Lines(console.say, plan, now)
    over = Event()

    def remind() -> None:
        while not over.wait(SIGN_OF_LIFE / 4):
            lines.sign_of_life()

    reminder = Thread(target=remind, daemon=True)
    reminder.start()
    try:
        yield lines
    finally:
        over.set()
        reminder.join()


class _Events:
    """An event per line on stdout."""

    def __init__(self, console: Console) -> None:
        from generator.cli import rollout_json

        self._console = console
        self._json = rollout_json

    def started(self, step: PlannedStep) -> None:
        self._console.data(self._json.line(self._json.started_event(step)))

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        self._console.data(self._json.line(self._json.progress_event(step, progress)))

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        self._console.data(self._json.line(self._json.ended_event(result)))

    def say(self, text: str) -> None:
        self._console.say(text)


@contextmanager
def _events(console: Console, plan: Plan) -> Iterator[Display]:
    from generator.cli.rollout_json import line, plan_event

    console.data(line(plan_event(plan)))
    yield _Events(console)
