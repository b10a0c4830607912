"""The folder of an app file, for as long as its environments are resolved."""

from __future__ import annotations

import os
from functools import cache
from posixpath import normpath

from generator.assets.inputs import contents
from generator.files import StrPath


class Folder:
    """Every folder of code in it is read once, however many functions and environments are made of it."""

    def __init__(self, path: StrPath) -> None:
        self._path = os.fspath(path)
        self.contents = cache(contents)

    def at(self, name: str) -> str:
        """Where a file or folder lies that the app file names, with slashes."""
        return os.path.join(self._path, *normpath(name).split("/"))

    def is_within(self, location: str) -> bool:
        """Whether `build/` lies in the folder at `location`, or is that, whichever way leads there."""
        ours, theirs = (os.path.realpath(path) for path in (self._path, location))
        return os.path.join(ours, "build", "").startswith(os.path.join(theirs, ""))
