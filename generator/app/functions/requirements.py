"""What a function in Python needs besides its own code: `requirements.txt` and the files that it names."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Final

from generator.app.phrases import listed, shown
from generator.app.report import Place, Report
from generator.assets.requirements import REQUIREMENTS_FILE, needs, without_credentials

_NAMED: Final = 3


def check_requirements(location: str, source: str, paths: Collection[str], place: Place, report: Report) -> None:
    """Reports files that cannot be read or are not in the package (A129), and what has no version (A231).

    `location` is the folder, `source` its name in the app file, `paths` are those of its files.
    """

    def read(path: str) -> str:
        with open(os.path.join(location, *path.split("/")), encoding="utf-8") as file:
            return file.read()

    try:
        found = needs(read, paths.__contains__)
    except (OSError, ValueError) as error:
        message = f"{source}/{REQUIREMENTS_FILE} cannot be read: {error}"
        report.error("A129", place, message, "make it a file in UTF-8 that may be read")
        return
    for file, written, path in found.files:
        if path not in paths and not any(one.startswith(f"{path}/") for one in paths):
            message = f"{source}/{file} names {shown(written)}, which is not in the package"
            advice = "put it into the folder, or do not ignore it: nothing else goes into a package"
            report.error("A129", place, message, advice)
    if loose := found.unpinned:
        more = f" and {len(loose) - _NAMED} more" if len(loose) > _NAMED else ""
        first = listed([without_credentials(line) for line in loose[:_NAMED]], "and")
        message = f"{source}/{REQUIREMENTS_FILE} names no version of {first}{more}"
        advice = "write name==version: the same code must not become another package tomorrow"
        report.warning("A231", place, message, advice)
