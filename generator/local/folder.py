"""The folder of an embedded AWS: one owner at a time, and the file in which the state is kept between runs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from generator.errors import UsageError
from generator.files import make_folder, read_bytes, remove_files, write_file
from generator.local.found import RUNNING

_STATE: Final = "state.json"
_LOCK: Final = "lock"


class Folder:
    """Where the state is kept; `path` `None`: nowhere."""

    def __init__(self, path: str | None) -> None:
        self.path = path

    def read(self) -> bytes | None:
        """The state as it was written last; `None` when there is none yet."""
        return None if self.path is None else read_bytes(os.path.join(self.path, _STATE))

    def write(self, state: bytes) -> None:
        """Keep the state, atomically."""
        if self.path is not None:
            write_file(os.path.join(self.path, _STATE), state)

    def announce(self, port: int) -> None:
        """Let `found.find` find the one that listens here."""
        if self.path is not None:
            write_file(os.path.join(self.path, RUNNING), json.dumps({"port": port, "pid": os.getpid()}).encode())

    def foreign(self, reason: object) -> UsageError:
        """What to say of a state that is not ours, or not whole."""
        return UsageError(f"{self.path}: not the state of an embedded AWS: {reason}", f"delete the folder {self.path}")


@contextmanager
def owned(path: str | None) -> Iterator[Folder]:
    """The folder for as long as the context lasts; `UsageError` when another process, or another `serve`, owns it."""
    if path is None:
        yield Folder(None)
        return
    make_folder(path)
    write_file(os.path.join(path, ".gitignore"), b"*\n")
    with open(os.path.join(path, _LOCK), "wb") as lock:
        if not _locked(lock.fileno()):
            raise UsageError(f"another embedded AWS runs with the state in {path}", "use it, or stop it first")
        try:
            yield Folder(path)
        finally:
            remove_files(path, (RUNNING,))


def _locked(descriptor: int) -> bool:
    """Lock a file until it is closed, also by the end of the process; whether nobody else has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
