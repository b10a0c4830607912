"""An app file in Python: `app = App(…)`, or `def app(environment: str) -> App` with `ENVIRONMENTS = ("prod", "dev")`.

    A120  the file fails            A121  it does not give an `App`

What it makes is written out and read again like a YAML document, so both languages meet the same checks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType, TracebackType
from typing import Final

import msgspec

from generator.app.declarations import App
from generator.app.reading.complaints import Complaints
from generator.app.reading.document import Document
from generator.app.reading.environments import DEFAULT_ENVIRONMENT
from generator.app.reading.nodes import Node, entries, from_plain, with_entries
from generator.app.reading.scalar_reader import read_text
from generator.app.reading.shapes import Text, record
from generator.findings import Finding

_MODULE: Final = "__app_file__"
_EXPECTED: Final = "define `app = App(…)`, or `def app(environment: str) -> App` and `ENVIRONMENTS`"


class _Failed(Exception):
    """The file cannot be used; the findings say why."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings


def read_python(source: bytes, path: str) -> tuple[Mapping[str, Document], tuple[Finding, ...]]:
    """Runs an app file and gives each environment's document, and the mistakes that belong to none of them.

    Its folder can be imported from while it runs; `sys.path`, `sys.modules` and the working folder are then as before.
    """
    try:
        with _importable(os.path.dirname(os.path.abspath(path))) as module:
            _guarded(path, lambda: _execute(source, path, module))
            return _documents(module, path), ()
    except _Failed as failed:
        return {}, failed.findings


def _execute(source: bytes, path: str, module: ModuleType) -> None:
    module.__file__ = os.path.abspath(path)
    exec(compile(source, path, "exec"), module.__dict__)


def _documents(module: ModuleType, path: str) -> dict[str, Document]:
    made = getattr(module, "app", None)
    names = getattr(module, "ENVIRONMENTS", None)
    if isinstance(made, App):
        if names is not None:
            raise _Failed(_error("A121", path, 0, "`ENVIRONMENTS` needs a function that makes each of them", _EXPECTED))
        return {str(made.environment): _document(made, path)}
    if not callable(made):
        there = "there is no `app`" if made is None else f"`app` is of type {type(made).__name__}, not an `App`"
        raise _Failed(_error("A121", path, 0, there, _EXPECTED))
    return {name: _environment(made, name, path) for name in _names(names, path)}


def _names(names: object, path: str) -> tuple[str, ...]:
    if names is None:
        return (DEFAULT_ENVIRONMENT,)
    findings: list[Finding] = []
    shape = record(App).fields["environment"].shape
    assert isinstance(shape, Text)
    if not isinstance(names, tuple | list) or not names:
        message = "`ENVIRONMENTS` must be a tuple of names"
        raise _Failed(_error("A121", path, 0, message, 'write for example ENVIRONMENTS = ("prod", "dev")'))
    for name in names:
        read_text(Node(name), shape, ("ENVIRONMENTS",), Complaints(findings))
    if findings:
        raise _Failed(*findings)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            raise _Failed(_error("A121", path, 0, f'`ENVIRONMENTS` names "{name}" twice', "name each of them once"))
    return tuple(names)


def _environment(make: Callable[[str], object], name: str, path: str) -> Document:
    """The document of one environment, or the mistake that kept it from being made."""
    try:
        made = _guarded(path, lambda: make(name))
        if not isinstance(made, App):
            message = f'app("{name}") gives a value of type {type(made).__name__}, not an `App`'
            return Document(None, (_error("A121", path, 0, message, "return an `App`"),))
        document = _document(made, path)
    except _Failed as failed:
        return Document(None, failed.findings)
    if document.root is None:
        return document
    return Document(with_entries(document.root, {**entries(document.root), "environment": Node(name)}), ())


def _document(app: App, path: str) -> Document:
    """An app as nodes without places."""
    try:
        return Document(from_plain(msgspec.to_builtins(app, str_keys=True)), ())
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError) as error:
        reason = str(error) or type(error).__name__
        advice = "use text, numbers, booleans, None, lists and dicts"
        return Document(None, (_error("A121", path, 0, f"the app cannot be written as JSON: {reason}", advice),))


def _guarded(path: str, run: Callable[[], object]) -> object:
    """Runs code of the user; whatever it raises becomes a finding at the line of the user's that raised it."""
    try:
        return run()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        file, line = _raised_at(error, path)
        text = _text(error)
        message = f"{type(error).__name__}: {text}" if text else type(error).__name__
        raise _Failed(_error("A120", file, line, message, "correct the Python code")) from None


def _text(error: BaseException) -> str:
    """What an exception says; nothing when the user's class cannot even say that."""
    try:
        return error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        return ""


def _raised_at(error: BaseException, path: str) -> tuple[str, int]:
    """File and line of the innermost frame in the app's folder."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename if error.filename == path else os.path.relpath(error.filename), error.lineno or 0
    found = (path, 0)
    folder = os.path.dirname(os.path.abspath(path))
    frame: TracebackType | None = error.__traceback__
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        if file == path or os.path.dirname(os.path.abspath(file)) == folder:
            found = (file if file == path else os.path.relpath(file), frame.tb_lineno)
        frame = frame.tb_next
    return found


@contextmanager
def _importable(folder: str) -> Iterator[ModuleType]:
    """A module to run the file in; modules of its folder can be imported, and are forgotten afterwards."""
    module = ModuleType(_MODULE)
    search, before, here = list(sys.path), dict(sys.modules), os.getcwd()
    sys.path.insert(0, folder)
    sys.modules[_MODULE] = module
    try:
        yield module
    finally:
        os.chdir(here)
        sys.path[:] = search
        for name in [name for name in sys.modules if name not in before and _lies_in(name, folder)]:
            del sys.modules[name]


def _lies_in(name: str, folder: str) -> bool:
    """Whether a module came from the app's folder. Never `generator`, which may live in the same one."""
    top = name.partition(".")[0]
    if top in (_MODULE, "generator"):
        return top == _MODULE
    file = getattr(sys.modules.get(top), "__file__", None) or ""
    return file in (os.path.join(folder, f"{top}.py"), os.path.join(folder, top, "__init__.py"))


def _error(id: str, file: str, line: int, message: str, advice: str = "") -> Finding:
    return Finding(id=id, severity="error", message=message, advice=advice, file=file, line=line)
