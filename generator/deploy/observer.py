"""Who is told what happens while a plan is carried out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from generator.aws.model import Progress
    from generator.deploy.model import PlannedStep, StepResult


class Observer(Protocol):
    """Is told by one thread at a time. When it raises, no step begins any more, and the roll-out ends with that."""

    def started(self, step: PlannedStep) -> None:
        """A step begins."""

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        """Something happens in a step that runs."""

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        """A step is done, or will never be; it need not have begun."""


class OneVoice:
    """An observer for several threads: passes on, one call at a time, until the other one fails or it is closed."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._lock = Lock()
        self._is_closed = False
        self._error: Exception | None = None

    @property
    def has_failed(self) -> bool:
        """Whether the observer raised: its errors are not those of the step that it was told about."""
        return self._error is not None

    def started(self, step: PlannedStep) -> None:
        """See `Observer`."""
        self._tell(partial(self._observer.started, step))

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        """See `Observer`."""
        self._tell(partial(self._observer.progress, step, progress))

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        """See `Observer`."""
        self._tell(partial(self._observer.ended, step, result))

    def close(self) -> None:
        """Say nothing more: a step that nobody waits for has nothing to tell. Raises what the observer raised."""
        with self._lock:
            self._is_closed = True
        if self._error is not None:
            raise self._error

    def _tell(self, say: Callable[[], None]) -> None:
        with self._lock:
            if self._is_closed or self._error is not None:
                return
            try:
                say()
            except Exception as error:
                self._error = error
