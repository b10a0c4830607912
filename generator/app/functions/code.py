"""The code of a function: in the template itself, or a folder that `deploy` packs."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import Final

from generator.app.declarations import Function
from generator.app.folder import Folder
from generator.app.functions.entry_point import check_handler
from generator.app.functions.model import Asset, AssetCode, InlineCode
from generator.app.functions.requirements import check_requirements
from generator.app.phrases import shown
from generator.app.report import Place, Report
from generator.assets.platforms import python_version
from generator.assets.requirements import REQUIREMENTS_FILE
from generator.cloudformation.runtimes import runtimes
from generator.errors import SourceError

# CloudFormation puts inline code into `index`, for these only [aws-facts 6.2].
_INLINE_RUNTIMES: Final = ("nodejs", "python")
_INLINE_HANDLER: Final = re.compile(r"index\.[^.\s]+")


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
    source, location = normpath(code), folder.at(code)
    if folder.is_within(location):
        message = f"the folder {shown(code)} holds what is built, which would change with the package"
        report.error("A129", at, message, "put the code into a folder of its own")
        return None
    try:
        contents = folder.contents(location)
    except SourceError as error:
        report.error("A129", at, error.message, error.advice)
        return None
    check_handler(function, source, contents.paths, place, report)
    if REQUIREMENTS_FILE in contents.paths and python_version(runtime) is not None:
        check_requirements(location, source, contents.paths, at, report)
    name = f"{contents.fingerprint(runtime, function.architecture)}.zip"
    return AssetCode(Asset(name=name, source=source, runtime=runtime, architecture=function.architecture))
