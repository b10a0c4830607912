"""Migrations: functions that change data, each once for every version of what it is made of.

A199  migration that cannot be                A246  folder of a migration and others
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from json import dumps
from typing import Final

from generator.app.declarations import App
from generator.app.folder import Folder
from generator.app.functions.events import is_main_only
from generator.app.functions.model import AssetCode, Migration, ResolvedFunction
from generator.app.report import Report

# Who calls it waits for it on a connection that says nothing meanwhile, and such are cut after 350 s on some ways
# (boto3#2424, boto3#2510).
_MOST_SECONDS: Final = 300


def resolve_migrations(
    app: App, functions: Mapping[str, ResolvedFunction], folder: Folder, report: Report
) -> tuple[Migration, ...]:
    """The migrations in their order. Reports A128, A167, A199 and A246."""
    for index, key in enumerate(app.migrations):
        place = ("migrations", index)
        function = app.functions.get(key)
        if function is None:
            report.no_function(place, key, app.functions)
            continue
        if key in app.migrations[:index]:
            report.error("A199", place, f"{key} is listed twice", "keep one: a version runs once")
        if not is_main_only(function):
            message = f"{key} changes the data of all regions, and would be in each of them"
            report.error("A167", place, message, f"write `run_in: main_region` for {key}")
        if function.timeout > _MOST_SECONDS:
            message = f"{key} may take {function.timeout} s, and a migration {_MOST_SECONDS}"
            advice = (
                f"use at most {_MOST_SECONDS}, and change large tables in parts: one function, or one run, for each"
            )
            report.error("A199", ("functions", key, "timeout"), message, advice)
        if function.reserved_concurrency == 0:
            message = f"{key} may run 0 times at once, and so never"
            report.error("A199", ("functions", key, "reserved_concurrency"), message, "use at least 1, or leave it out")
    _advise_folders(app, functions, folder, report)
    return tuple(
        Migration(function=key, version=_version(functions[key])) for key in app.migrations if key in functions
    )


def _advise_folders(app: App, functions: Mapping[str, ResolvedFunction], folder: Folder, report: Report) -> None:
    """Reports migrations that a change of other code would run again, for their folders hold it (A246)."""
    sources = {
        key: folder.at(one.code.asset.source)
        for key, one in functions.items()
        if app.migrations and isinstance(one.code, AssetCode)
    }
    for key in sorted(sources.keys() & {*app.migrations}):
        others = [other for other in sorted(sources.keys() - {key}) if _holds(folder, sources[key], sources[other])]
        if others:
            message = f"the folder has code of {', '.join(others)} too, and a change of that runs {key} again"
            report.warning("A246", ("functions", key, "code"), message, f"give {key} a folder of its own")


def _holds(folder: Folder, one: str, other: str) -> bool:
    """Whether the folders are the same, or the other lies in the first and is packed with it."""
    around, within = os.path.realpath(one), os.path.realpath(other)
    if around == within:
        return True
    below = f"{os.path.relpath(within, around)}{os.sep}".replace(os.sep, "/")
    return any(path.startswith(below) for path in folder.contents(one).paths)


def _version(function: ResolvedFunction) -> str:
    """What tells one version from another: the code, and what it is started by; not its memory, or the like."""
    code = function.code.asset.name if isinstance(function.code, AssetCode) else function.code.text
    return sha256(dumps([code, function.handler, function.runtime]).encode()).hexdigest()
