"""Ctrl-C and SIGTERM, which mean the same, from the first moment of the process to its last.

Imported before all else, so it imports next to nothing.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_SOON = 0.01


def heeded() -> list[signal.Signals]:
    """Those of the two that are not ignored, as a shell has them for a job in the background: such a one stays so."""
    return [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]


class Early:
    """The two signals, kept until somebody is there who can tell that they came.

    Raised at once, they would tear an import apart, with a traceback or without any effect. One that is ignored stays
    so. To be made and used in the main thread.
    """

    def __init__(self) -> None:
        self._has_come = False
        self._numbers = heeded()
        self._unraisable = sys.unraisablehook
        self._set(self._keep)

    def release(self) -> None:
        """From now on each of them raises `KeyboardInterrupt`; now, if one has come already."""
        sys.unraisablehook = self._once_more
        self._set(signal.default_int_handler)
        if self._has_come:
            raise KeyboardInterrupt

    def leave(self) -> None:
        """The command is over: from now on they end the process, for Python tells its own end with a traceback."""
        self._set(signal.SIG_DFL)
        sys.unraisablehook = self._unraisable

    def _set(self, action: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
        for number in self._numbers:
            signal.signal(number, action)

    def _keep(self, number: int, frame: FrameType | None) -> None:
        self._has_come = True

    def _once_more(self, lost: sys.UnraisableHookArgs) -> None:
        """It was raised where nothing can be raised, in a callback of Python's own imports: again, a moment later."""
        if lost.exc_type is not KeyboardInterrupt:
            self._unraisable(lost)
            return
        from threading import Timer

        Timer(_SOON, signal.raise_signal, [signal.SIGINT]).start()
