"""How a user stops a roll-out: first no new steps, then no more waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, RLock

from generator.errors import Detached


class Control:
    """Told by whoever catches Ctrl-C, obeyed by the executor and by everything that waits."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._detached = Event()
        self._lock = RLock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def is_stopping(self) -> bool:
        """No step begins any more; those that run are waited for."""
        return self._stopping.is_set()

    @property
    def is_detached(self) -> bool:
        """Nothing is waited for any more; what AWS has begun goes on."""
        return self._detached.is_set()

    def stop(self) -> None:
        """The first request stops, the second one detaches."""
        if self._stopping.is_set():
            self._detach()
        self._stopping.set()

    def on_detach(self, call: Callable[[], None]) -> None:
        """Let `call` be called, once, when nothing is to be waited for any more; now if that is so already."""
        with self._lock:
            if not self._detached.is_set():
                self._callbacks.append(call)
                return
        call()

    def sleep(self, seconds: float) -> None:
        """Wait; raises `Detached`, at once, when nothing is to be waited for any more."""
        if self._detached.wait(seconds):
            raise Detached

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return time.monotonic()

    def _detach(self) -> None:
        with self._lock:
            self._detached.set()
            calls, self._callbacks = self._callbacks, []
        for call in calls:
            call()
