"""What pip has installed, without what differs from one machine to the next.

Scripts begin with the path of this machine's Python; the records hold their hashes, and where each file came from.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

from generator.assets.inputs import SourceFile, every_file

_DROPPED: Final = (
    "*.dist-info/INSTALLER",
    "*.dist-info/RECORD",
    "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json",
)
_SCRIPTS: Final = "bin/"
_SCRIPT: Final = (b"#!", b"MZ")
"""How a script begins, and the program that starts it on Windows. A program of a wheel's own, an ELF file, stays."""


def installed_files(folder: str) -> tuple[SourceFile, ...]:
    """What goes into a package of a folder that pip has installed into, sorted by path; it may be nothing."""
    return tuple(file for file in every_file(folder) if not _is_dropped(file))


def _is_dropped(file: SourceFile) -> bool:
    if any(fnmatchcase(file.path, pattern) for pattern in _DROPPED) and file.path.count("/") == 1:
        return True
    return file.path.startswith(_SCRIPTS) and _is_script(file)


def _is_script(file: SourceFile) -> bool:
    with open(file.location, "rb") as content:
        return content.read(2).startswith(_SCRIPT)
