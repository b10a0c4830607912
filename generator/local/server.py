"""One embedded AWS, served from this process on 127.0.0.1 for as long as a context lasts."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Final

from generator.errors import UsageError
from generator.local.folder import Folder, owned
from generator.local.remote import Local

if TYPE_CHECKING:
    from generator.local.front import Front

HOST: Final = "127.0.0.1"
"""Never another: who can reach it can run code here."""

_ONLY_ONE: Final = Lock()
"""MiniStack keeps its state in its modules."""

_SECONDS_BETWEEN_SAVES: Final = 0.5
_SECONDS_TO_SETTLE: Final = 30


@contextmanager
def serve(folder: str | None, port: int = 0) -> Iterator[Local]:
    """An embedded AWS on a port (0: any free one) of 127.0.0.1, with its state kept in `folder` (`None`: nowhere).

    What CloudFormation has begun is finished before the context ends. Raises `UsageError` when MiniStack is missing,
    the port or the folder is taken, the state is not ours, or this process has one already.
    """
    from generator.local.border import load

    if not _ONLY_ONE.acquire(blocking=False):
        raise UsageError("this process has an embedded AWS already", "use its URL, or stop it first")
    try:
        load()
        with owned(folder) as home, _listening(port) as listener, ThreadPoolExecutor(1, "embedded-aws") as pool:
            begun: Future[Callable[[], object]] = Future()
            served = pool.submit(asyncio.run, _serve(listener, home, begun))
            served.add_done_callback(partial(_not_begun, begun))
            end = begun.result()
            home.announce(listener.getsockname()[1])
            try:
                yield Local(f"http://{HOST}:{listener.getsockname()[1]}")
            finally:
                if not served.done():
                    end()
                served.result()
    finally:
        _ONLY_ONE.release()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(f"cannot listen on port {port}: {error.strerror}", "choose another --port") from error
    with listener:
        yield listener


def _not_begun(begun: Future[Callable[[], object]], served: Future[None]) -> None:
    if not begun.done():
        begun.set_exception(served.exception())


async def _serve(listener: socket.socket, folder: Folder, begun: Future[Callable[[], object]]) -> None:
    """Serve until what `begun` is given is called."""
    from hypercorn.asyncio import serve as hypercorn
    from hypercorn.config import Config
    from ministack import app

    from generator.local import state
    from generator.local.extend import extended
    from generator.local.front import Front
    from generator.local.switches import Switches

    loop, ending, switches = asyncio.get_running_loop(), asyncio.Event(), Switches()
    app._MAIN_LOOP = loop
    front, config = Front(switches, folder), Config()
    # A copy, for the server closes what it is given.
    config.bind, config.errorlog, config.graceful_timeout = [f"fd://{os.dup(listener.fileno())}"], None, 1
    with extended(switches, f"http://{HOST}:{listener.getsockname()[1]}"):
        try:
            _restore(folder)
            begun.set_result(lambda: loop.call_soon_threadsafe(ending.set))
            saving = loop.create_task(_save_now_and_then(front, folder))
            await hypercorn(front, config, shutdown_trigger=ending.wait)
            saving.cancel()
            switches.delay = 0
            await _settled()
            folder.write(state.encoded())
        finally:
            state.reset()
            app._MAIN_LOOP = None


async def _settled() -> None:
    """What CloudFormation has begun goes on, as on AWS, and is waited for."""
    from generator.local import state

    try:
        async with asyncio.timeout(_SECONDS_TO_SETTLE):
            while state.is_busy():
                await asyncio.sleep(0.01)
    except TimeoutError as error:
        waited = f"a stack was still in progress {_SECONDS_TO_SETTLE} seconds after the end"
        raise UsageError(waited, "the state is that of before it began: run the command again") from error


def _restore(folder: Folder) -> None:
    from generator.local import state

    content = folder.read()
    try:
        state.restore(content) if content is not None else state.reset()
    except ValueError as error:
        raise folder.foreign(error) from error


async def _save_now_and_then(front: Front, folder: Folder) -> None:
    """Keep what there is whenever nothing is going on: a killed process loses half a second, and nothing half done."""
    from generator.local import state

    while folder.path is not None:
        await asyncio.sleep(_SECONDS_BETWEEN_SAVES)
        if front.has_changed and not state.is_busy():
            front.has_changed = False
            folder.write(state.encoded())
