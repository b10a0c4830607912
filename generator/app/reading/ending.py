"""Code of the user's cannot end the process: the exit code would be its own, and could say that all is well."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

# What ends a process at once; the other `exec…` of Python call these.
_ENDS: Final = ("_exit", "execv", "execve")


@contextmanager
def unending() -> Iterator[None]:
    """While it lasts, what ends this process at once raises `SystemExit` instead.

    A process that is forked meanwhile may do as it likes but go on afterwards: it would do everything a second time, so
    `SystemExit` is raised there.
    """
    process, before = os.getpid(), {name: getattr(os, name) for name in _ENDS}

    def refusing(name: str, end: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(*given: Any, **named: Any) -> Any:
            if os.getpid() != process:
                return end(*given, **named)
            raise SystemExit(f"os.{name} would end the command before it is done")

        return refuse

    for name, end in before.items():
        setattr(os, name, refusing(name, end))
    try:
        yield
    finally:
        for name, end in before.items():
            setattr(os, name, end)
        if os.getpid() != process:
            raise SystemExit("error: a process that was forked here has come to the end of the code, and is ended")
