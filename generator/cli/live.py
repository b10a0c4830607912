"""A running plan on a terminal: finished steps scroll away above, and below them each region says what it is at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from rich.live import Live
from rich.table import Table

from generator.cli.board import Board, Row
from generator.cli.progress import Display, ended_line
from generator.cli.words import clock

if TYPE_CHECKING:
    from generator.aws.model import Progress
    from generator.cli.console import Console
    from generator.deploy.model import Plan, PlannedStep, StepResult

_STYLES = {"waiting": "dim", "running": "", "done": "green", "failed": "red", "skipped": "dim", "interrupted": "yellow"}


class Painted:
    """The board, painted four times a second by rich, in a thread of its own; `line` makes a line above it."""

    def __init__(self, line: Callable[[str, str], None], plan: Plan, now: Callable[[], float]) -> None:
        self._line = line
        self._total = len(plan.steps)
        self._now = now
        self._board = Board(plan)
        self._lock = Lock()

    def started(self, step: PlannedStep) -> None:
        """The rows of its regions show it."""
        with self._lock:
            self._board.started(step, self._now())

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        """The row of the region shows it."""
        with self._lock:
            self._board.progress(step, progress)

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        """A line above the board, to stay."""
        with self._lock:
            since = self._board.ended(step, result)
        text = ended_line(step, result, self._total, None if since is None else self._now() - since)
        if text:
            self._line(text, _STYLES[result.outcome])

    def say(self, text: str) -> None:
        """A line above the board, to stay."""
        self._line(text, "yellow")

    def table(self) -> Table:
        """The board as it is now: region, elapsed, step, current resource."""
        with self._lock:
            rows = self._board.rows()
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        for row in rows:
            table.add_row(*self._cells(row), style=_STYLES[row.state])
        return table

    def _cells(self, row: Row) -> tuple[str, str, str, str]:
        if row.since is None:
            return row.region, "", row.state, ""
        return row.region, clock(self._now() - row.since), row.what.removeprefix(f"{row.region}: "), row.now


@contextmanager
def painted(console: Console, plan: Plan, now: Callable[[], float]) -> Iterator[Display]:
    """The display, as long as the context; the board goes away with it, the lines above stay."""
    painter = console.painter()
    board = Painted(partial(console.paint_line, painter), plan, now)
    with Live(
        console=painter, get_renderable=board.table, transient=True, redirect_stdout=False, redirect_stderr=False
    ):
        yield board
