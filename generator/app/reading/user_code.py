"""Running Python of the user's: what it may import, and what its exceptions say to people.

Nothing of it stays: `sys.path`, `sys.modules` and the working folder are afterwards as they were before. It cannot end
the process, and a Ctrl-C that ends it says where it was.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, TracebackType
from typing import NamedTuple

from generator.app.reading.ending import unending
from generator.errors import Interrupted


class Failure(NamedTuple):
    """What an exception of the user's says. `file` and `line` are the user's own; 0 when no line is known."""

    file: str
    line: int
    message: str


def execute(source: bytes, path: str, module: ModuleType) -> None:
    """Runs a file of this content in the module. Raises whatever it raises, `SyntaxError` included."""
    module.__file__ = os.path.abspath(path)
    exec(compile(source, path, "exec"), module.__dict__)


def failure(error: BaseException, path: str) -> Failure:
    """What to tell of an exception that came out of the file at `path`."""
    file, line = _raised_at(error, path)
    text = _text(error)
    return Failure(file, line, f"{type(error).__name__}: {text}" if text else type(error).__name__)


def interruption(what: str, error: KeyboardInterrupt, path: str) -> Interrupted:
    """What to raise in place of a Ctrl-C that came while `what` ran, so that the user learns where it was."""
    file, line = _raised_at(error, path)
    return Interrupted(f"interrupted in {what} ({file}:{line})" if line else f"interrupted in {what}")


@contextmanager
def importable(folder: str, name: str) -> Iterator[ModuleType]:
    """A module of this name to run a file in; modules of the folder can be imported, and are forgotten afterwards.

    What ends the process at once raises `SystemExit` meanwhile.
    """
    module = ModuleType(name)
    search, before, here = list(sys.path), dict(sys.modules), os.getcwd()
    sys.path.insert(0, folder)
    sys.modules[name] = module
    try:
        with unending():
            yield module
    finally:
        os.chdir(here)
        sys.path[:] = search
        for known in [known for known in sys.modules if known not in before and _lies_in(known, folder, name)]:
            del sys.modules[known]


def _lies_in(known: str, folder: str, name: str) -> bool:
    """Whether a module came from the folder. Never `generator`, which may live in the same one."""
    top = known.partition(".")[0]
    if top in (name, "generator"):
        return top == name
    file = getattr(sys.modules.get(top), "__file__", None) or ""
    return file in (os.path.join(folder, f"{top}.py"), os.path.join(folder, top, "__init__.py"))


def _text(error: BaseException) -> str:
    """What an exception says; nothing when the user's class cannot even say that."""
    try:
        return error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        return ""


def _raised_at(error: BaseException, path: str) -> tuple[str, int]:
    """File and line of the innermost frame in the folder of the file."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename if error.filename == path else os.path.relpath(error.filename), error.lineno or 0
    found = (path, 0)
    folder = os.path.dirname(os.path.abspath(path))
    frame: TracebackType | None = error.__traceback__
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        # Not of what has no file, such as "<string>": made absolute, it would lie in the working folder.
        if file == path or os.path.dirname(file) == folder:
            found = (file if file == path else os.path.relpath(file), frame.tb_lineno)
        frame = frame.tb_next
    return found
