"""Which files of a source folder are left out of the package.

What tools leave behind is never in it. A file `.lambdaignore` in the folder leaves out more, in the syntax of
`.gitignore`; as there, nothing below an excluded folder can be included again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Final

IGNORE_FILE: Final = ".lambdaignore"

# `node_modules` is not among them: nobody but the user installs those.
ALWAYS: Final = (
    IGNORE_FILE,
    ".DS_Store",
    ".git",
    ".hg",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".venv",
    "__pycache__",
    "*.pyc",
    "Thumbs.db",
)
"""Names of files and folders, at any depth, that no package holds."""

Ignored = Callable[[str], bool]


def ignored_in(folder: str) -> Ignored:
    """Whether a path below `folder`, relative and with slashes, is left out; a folder's ends with a slash.

    Raises `OSError` or `UnicodeDecodeError` when the ignore file is there and cannot be read, `ValueError` when it
    holds a pattern that is none.
    """
    lines = _lines(os.path.join(folder, IGNORE_FILE))
    if not lines:
        return _always
    # Only who has such a file pays for the import.
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(lines)
    return lambda path: _always(path) or spec.match_file(path)


def _always(path: str) -> bool:
    name = path.rstrip("/").rpartition("/")[2]
    return any(fnmatchcase(name, pattern) for pattern in ALWAYS)


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []
