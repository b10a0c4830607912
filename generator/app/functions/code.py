"""The code of a function: in the template itself, or a folder that `deploy` packs."""

from __future__ import annotations

import os
import re
from posixpath import normpath
from typing import Final

from generator.app.declarations import Function
from generator.app.folder import Folder
from generator.app.functions.model import Asset, AssetCode, InlineCode
from generator.app.phrases import listed, shown
from generator.app.report import Place, Report
from generator.assets.requirements import REQUIREMENTS_FILE, unpinned
from generator.cloudformation.runtimes import runtimes
from generator.errors import SourceError

# CloudFormation puts inline code into `index`, for these only [aws-facts 6.2].
_INLINE_RUNTIMES: Final = ("nodejs", "python")
_INLINE_HANDLER: Final = re.compile(r"index\.[^.\s]+")
_NAMED: Final = 3


def resolve_code(function: Function, folder: Folder, place: Place, report: Report) -> InlineCode | AssetCode | None:
    """The code, `None` when it cannot be had. Reports A122-A124, A129 and A231."""
    if (function.code is None) == (function.inline is None):
        what = "`code` and `inline` exclude each other" if function.code else "the function has no code"
        report.error("A122", place, what, "write one of `code` (a folder) and `inline`")
        return None
    if function.inline is not None:
        return _inline(function, function.inline, place, report)
    return _asset(function, folder, place, report)


def _inline(function: Function, text: str, place: Place, report: Report) -> InlineCode:
    runtime = function.runtime or ""
    if runtime in runtimes().runtimes and not runtime.startswith(_INLINE_RUNTIMES):
        message = f"code of {runtime} cannot stand in a template"
        report.error("A123", (*place, "runtime"), message, "use a runtime of Node.js or Python, or `code`")
    if not _INLINE_HANDLER.fullmatch(function.handler):
        message = f"{shown(function.handler)} is not in the file index, which inline code is put into"
        report.error("A124", (*place, "handler"), message, "write index. and the name of the function")
    return InlineCode(text)


def _asset(function: Function, folder: Folder, place: Place, report: Report) -> AssetCode | None:
    at, code, runtime = (*place, "code"), function.code or "", function.runtime or ""
    source = normpath(code)
    if set(source.split("/")) <= {".", ".."}:
        message = f"the folder {shown(code)} holds the app file and build/, which would change with the package"
        report.error("A129", at, message, "put the code into a folder of its own")
        return None
    location = folder.at(code)
    try:
        name = folder.fingerprint(location, runtime, function.architecture)
    except SourceError as error:
        report.error("A129", at, error.message, error.advice)
        return None
    _advise_requirements(location, source, at, report)
    asset = Asset(name=f"{name}.zip", source=source, runtime=runtime, architecture=function.architecture)
    return AssetCode(asset)


def _advise_requirements(location: str, source: str, place: Place, report: Report) -> None:
    try:
        with open(os.path.join(location, REQUIREMENTS_FILE), encoding="utf-8") as file:
            loose = unpinned(file.read())
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        message = f"{source}/{REQUIREMENTS_FILE} cannot be read: {error}"
        report.error("A129", place, message, "make it a file in UTF-8 that may be read")
        return
    if loose:
        more = f" and {len(loose) - _NAMED} more" if len(loose) > _NAMED else ""
        message = f"{source}/{REQUIREMENTS_FILE} names no version of {listed(loose[:_NAMED], 'and')}{more}"
        advice = "write name==version: the same code must not become another package tomorrow"
        report.warning("A231", place, message, advice)
