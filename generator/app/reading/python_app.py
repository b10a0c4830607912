"""An app file in Python: `app = App(…)`, or `def app(environment: str) -> App` with `ENVIRONMENTS = ("prod", "dev")`.

    A120  the file fails            A121  it does not give an `App`

What it makes is written out and read again like a YAML document, so both languages meet the same checks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Final

import msgspec

from generator.app.declarations import App
from generator.app.reading.complaints import Complaints
from generator.app.reading.document import Document
from generator.app.reading.environments import DEFAULT_ENVIRONMENT
from generator.app.reading.nodes import Node, entries, from_plain, with_entries
from generator.app.reading.scalar_reader import read_text
from generator.app.reading.shapes import Text, record
from generator.app.reading.user_code import execute, failure, importable, interruption
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
        with importable(os.path.dirname(os.path.abspath(path)), _MODULE) as module:
            _guarded(path, lambda: execute(source, path, module))
            return _documents(module, path), ()
    except _Failed as failed:
        return {}, failed.findings


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
    except KeyboardInterrupt as stop:
        raise interruption("the app file", stop, path) from stop
    except BaseException as error:
        file, line, message = failure(error, path)
        raise _Failed(_error("A120", file, line, message, "correct the Python code")) from None


def _error(id: str, file: str, line: int, message: str, advice: str = "") -> Finding:
    return Finding(id=id, severity="error", message=message, advice=advice, file=file, line=line)
