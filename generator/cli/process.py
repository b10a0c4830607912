"""What the process that a verb runs in gives it: a console, AWS, and Ctrl-C. Tests give their own.

This is the root of the composition: nothing else of the tool knows where these come from.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from generator.cli.console import Console, process_console

if TYPE_CHECKING:
    from generator.assembly.model import Domain
    from generator.deploy.cloud import Cloud
    from generator.deploy.control import Control


class Target(Struct, frozen=True, kw_only=True):
    """Which AWS is meant: that of `profile` (`None`: of the environment), or the embedded one.

    `folder` is where the embedded AWS keeps its state; `None`: AWS itself. `domain` is the app's: the embedded AWS has
    its hosted zone from the start, which on AWS somebody has made before. `home` is the folder of the app file.
    """

    profile: str | None = None
    folder: str | None = None
    home: str = ""
    domain: Domain | None = None

    @property
    def packages(self) -> str:
        """The folder that keeps the code of functions as `deploy` packed it, and uploads it."""
        return os.path.join(self.home, ".multi-region", "assets")

    @property
    def is_local(self) -> bool:
        """Whether the embedded AWS is meant."""
        return self.folder is not None


class Connection(Struct, frozen=True, kw_only=True):
    """AWS, ready to be asked. `url`: where the embedded one listens; `None`: AWS itself.

    `stays`: it was running before and goes on when this command is done.
    """

    cloud: Cloud
    url: str | None = None
    stays: bool = True


class Connect(Protocol):
    """Makes a connection that lasts as long as the context. Raises an `AwsError`, or `UsageError` without MiniStack."""

    def __call__(self, target: Target, control: Control) -> AbstractContextManager[Connection]:
        """A connection to `target` that waits as `control` allows."""


class Interrupts(Protocol):
    """While the context lasts, Ctrl-C and SIGTERM call `call` instead of ending the process."""

    def __call__(self, call: Callable[[], None]) -> AbstractContextManager[None]:
        """`call` is called in a thread of its own, once for each."""


class Process(Struct, frozen=True, kw_only=True):
    """Everything from outside that a verb may use."""

    console: Console
    connect: Connect
    interrupts: Interrupts


def this_process() -> Process:
    """The process that runs, with AWS's own clients."""
    return Process(console=process_console(), connect=_connect, interrupts=_interrupts)


def _connect(target: Target, control: Control) -> AbstractContextManager[Connection]:
    from generator.cli.connection import connected

    return connected(target, control)


def _interrupts(call: Callable[[], None]) -> AbstractContextManager[None]:
    from generator.cli.interrupts import caught

    return caught(call)
