"""Extensions: functions of the user's that add to the templates. `generator.extensions` runs them, here they are found.

A142  extension that is not there, or named twice
"""

from __future__ import annotations

import os

from generator.app.declarations import App
from generator.app.folder import Folder
from generator.app.model import ResolvedExtension
from generator.app.phrases import shown
from generator.app.report import Report


def resolve_extensions(app: App, folder: Folder, report: Report) -> tuple[ResolvedExtension, ...]:
    """The extensions in the order of the app file. Whether a file has the function is only known when it is run."""
    found: list[ResolvedExtension] = []
    for number, name in enumerate(app.extensions):
        file, _, function = name.rpartition(":")
        path = folder.at(file)
        place = ("extensions", number)
        if any((one.path, one.function) == (path, function) for one in found):
            report.error("A142", place, f"the extension {shown(name)} is named twice", "remove one of the two")
        elif not os.path.isfile(path):
            message = f"there is no file {shown(file)}"
            report.error("A142", place, message, "write it relative to the folder of the app file")
        found.append(ResolvedExtension(name=name, path=path, function=function))
    return tuple(found)
