"""Ctrl-C and SIGTERM, for as long as something has to be ended in good order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from generator.cli.early import heeded


@contextmanager
def caught(call: Callable[[], None]) -> Iterator[None]:
    """While it lasts, each of the two signals calls `call` instead of ending the process; what was before is restored.
    `call` runs in a thread of its own: a signal comes in the middle of anything, also while the main thread holds the
    very lock that `call` needs. A signal that is ignored stays so. Only the main thread can catch signals; in another
    this changes nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def received(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=call, daemon=True).start()

    before = {number: signal.signal(number, received) for number in heeded()}
    try:
        yield
    finally:
        for number, action in before.items():
            # None: it was not Python that set it, and Python cannot set it again.
            signal.signal(number, signal.SIG_DFL if action is None else action)
