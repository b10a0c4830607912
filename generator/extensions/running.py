"""Running extensions: each with its file run anew, in a module that is forgotten afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType, ModuleType
from typing import Final

import msgspec
from msgspec.structs import replace
from troposphere import AWSObject

from generator.app.model import ResolvedApp, ResolvedExtension
from generator.app.phrases import nearest, shown
from generator.app.reading.user_code import execute, failure, importable, interruption
from generator.errors import GeneratorError, UsageError
from generator.extensions.checking import OURS
from generator.extensions.made import Made, made_of
from generator.extensions.site import Asked, Kind, Site
from generator.findings import Finding
from generator.templates.additions import Origin, finding

_MODULE: Final = "__extension__"


class Failed(Exception):
    """An extension cannot be run to its end: the finding says why, the cause is what it raised."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def run(extension: ResolvedExtension, app: ResolvedApp) -> tuple[Made, ...]:
    """What an extension makes of each template. Raises `Failed` (A142, A147) with the first of its failures.

    The folder of its file can be imported from meanwhile; `sys.path`, `sys.modules` and the working folder are then as
    they were before.
    """
    origin = Origin(extension=extension.name, file=extension.path, line=0)
    with importable(os.path.dirname(os.path.abspath(extension.path)), _MODULE) as module:
        source = _source(extension)
        with _translated(origin, extension.path, ""):
            execute(source, extension.path, module)
        function = _function(extension, module)
        begin = _begin(function, origin)
        return tuple(_made(extension, begin, function, (app, kind)) for kind in _kinds(app))


def _begin(function: object, origin: Origin) -> Origin:
    """The origin with the place where the function begins, which may be another file."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return origin
    file = origin.file if code.co_filename == origin.file else os.path.relpath(code.co_filename)
    return replace(origin, file=file, line=code.co_firstlineno)


def _kinds(app: ResolvedApp) -> tuple[Kind, ...]:
    secondary: tuple[Kind, ...] = ("secondary",) if app.secondary_regions else ()
    dns: tuple[Kind, ...] = () if app.domain is None else ("dns",)
    return ("main", *secondary, *dns)


def _source(extension: ResolvedExtension) -> bytes:
    try:
        with open(extension.path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Failed(_missing(extension, f"{extension.path} cannot be read: {reason}", "check the file")) from error


def _function(extension: ResolvedExtension, module: ModuleType) -> Callable[[Site], object]:
    function: Callable[[Site], object] | None = getattr(module, extension.function, None)
    if function is None or not callable(function):
        there = [name for name, one in vars(module).items() if isinstance(one, FunctionType)]
        near = nearest(extension.function, there)
        advice = f"write {near}" if near else f"define `def {extension.function}(site: Site) -> None`"
        raise Failed(_missing(extension, f"{extension.path} has no function {shown(extension.function)}", advice))
    return function


def _made(
    extension: ResolvedExtension, origin: Origin, function: Callable[[Site], object], at: tuple[ResolvedApp, Kind]
) -> Made:
    app, kind = at
    before, asked = msgspec.json.encode(app), Asked()
    site = Site(app, kind, asked)
    with _translated(origin, extension.path, f" on the {kind} template"):
        _refuse_result(function(site))
        if msgspec.json.encode(app) != before:
            raise UsageError("it changes site.app", "only read it: what is built is what the app file says")
        for resource in site.template.resources.values():
            if isinstance(resource, AWSObject) and resource.resource_type in OURS:
                # Refused, or filled in: what it lacks would hide that.
                resource.no_validation()
        return made_of(site.template, origin, kind, asked)


def _refuse_result(result: object) -> None:
    """Nothing comes back from an extension; a generator or a coroutine has not even begun."""
    if result is None:
        return
    if isinstance(result, Generator | Coroutine):
        result.close()
    advice = "write a plain function that adds to its site and returns nothing"
    raise UsageError(f"it returns a value of type {type(result).__name__}", advice)


@contextmanager
def _translated(origin: Origin, path: str, where: str) -> Iterator[None]:
    """While code of the user's runs: whatever it raises becomes a finding at the line of the user's that raised it."""
    try:
        yield
    except KeyboardInterrupt as stop:
        raise interruption(f"the extension {origin.extension}", stop, path) from stop
    except BaseException as error:
        file, line, message = failure(error, path)
        if not line:
            file, line = origin.file, origin.line
        advice = "correct the extension; with --debug its traceback is shown"
        if isinstance(error, GeneratorError):
            message, advice = error.message, error.advice or advice
        where_it_failed = replace(origin, file=file, line=line)
        raise Failed(finding("A147", where_it_failed, f"fails{where}: {message}", advice)) from error


def _missing(extension: ResolvedExtension, message: str, advice: str) -> Finding:
    return Finding(
        id="A142", severity="error", message=message, advice=advice, path=("extensions",), file=extension.path
    )
