"""What a package is made of, and its name: the SHA-256 of that, so that `build` never has to make the package.

The same folder gives the same name on every machine: paths have slashes and are sorted by code point, and whether a
file can be executed is told by what is in it (`#!`, or an ELF header), for Windows and some checkouts keep no such bit.
A symbolic link counts as what it leads to, which has to lie in the folder too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from msgspec import Struct

from generator.assets.ignore import IGNORE_FILE, Ignored, ignored_in
from generator.errors import SourceError

RECIPE: Final = 2
"""How packages are made. A change of that, which gives other bytes for the same inputs, raises it."""

UNZIPPED_BYTES: Final = 250 * 1024 * 1024
"""Of a function's code and layers together [Lambda Developer Guide, "Lambda quotas": 250 MB, unzipped]."""

_EXECUTABLE: Final = (b"#!", b"\x7fELF")
_CHUNK: Final = 1 << 20


class SourceFile(Struct, frozen=True, kw_only=True):
    """A file of a package: its `path` there, relative and with slashes; where it lies; its size in bytes."""

    path: str
    location: str
    size: int
    executable: bool


class Contents(Struct, frozen=True, kw_only=True):
    """What is in a folder of code: the paths of its files, sorted, and lines that tell each from any other."""

    paths: tuple[str, ...]
    lines: bytes

    def fingerprint(self, runtime: str, architecture: str) -> str:
        """SHA-256, in hexadecimal, of all that the package of this folder is made of."""
        return sha256(f"{RECIPE}\n{runtime}\n{architecture}\n".encode() + self.lines).hexdigest()


def contents(folder: str) -> Contents:
    """The folder, read once for all runtimes and architectures. Raises like `files_of`."""
    files = files_of(folder)
    lines = (f"{file.path}\0{'x' if file.executable else '-'}\0{_content_digest(file)}\n" for file in files)
    return Contents(paths=tuple(file.path for file in files), lines="".join(lines).encode())


def fingerprint(folder: str, runtime: str, architecture: str) -> str:
    """That of a folder which nobody has read yet. Raises like `files_of`."""
    return contents(folder).fingerprint(runtime, architecture)


def files_of(folder: str) -> tuple[SourceFile, ...]:
    """The files of the package of this folder, sorted by path, without what is ignored.

    Raises `SourceError` when there is no such folder, when nothing or too much is in it, and for whatever cannot be
    packed: a name that is not UTF-8, a link that leads outside or nowhere, a device.
    """
    if not os.path.isdir(folder):
        raise SourceError(f"there is no folder {_shown(folder)}", "make it, or correct `code`")
    found = every_file(folder)
    if not found:
        raise SourceError(f"the folder {_shown(folder)} holds no file to pack", f"add one, or look into {IGNORE_FILE}")
    size = sum(file.size for file in found)
    if size > UNZIPPED_BYTES:
        message = f"the files of {_shown(folder)} have {size:,} bytes, Lambda takes {UNZIPPED_BYTES:,}"
        raise SourceError(message, f"leave some out with {IGNORE_FILE}")
    return found


def every_file(folder: str) -> tuple[SourceFile, ...]:
    """The same for any folder that is there: however much is in it, and be it nothing."""
    try:
        walked = _walk(folder, "", _ignored(folder), (os.path.realpath(folder),))
        return tuple(sorted(walked, key=lambda file: file.path))
    except OSError as error:
        raise _unreadable(str(error.filename or folder), error) from error


def _ignored(folder: str) -> Ignored:
    try:
        return ignored_in(folder)
    except ValueError as error:
        message = f"{_shown(os.path.join(folder, IGNORE_FILE))} cannot be read: {error}"
        raise SourceError(message, "write it in UTF-8, with patterns as in .gitignore") from error


def _walk(folder: str, prefix: str, ignored: Ignored, above: tuple[str, ...]) -> Iterator[SourceFile]:
    """The files in and below `folder`; `above` are the real paths of the folders that led here, the outermost first."""
    for name in sorted(os.listdir(folder)):
        path, location = f"{prefix}{name}", os.path.join(folder, name)
        if _is_packable(name) and ignored(f"{path}/" if os.path.isdir(location) else path):
            continue
        _check_name(name, location)
        mode = _followed(location, above)
        if stat.S_ISDIR(mode):
            yield from _walk(location, f"{path}/", ignored, (*above, os.path.realpath(location)))
        elif stat.S_ISREG(mode):
            yield _file(path, location)
        else:
            raise SourceError(f"{_shown(location)} is neither a file nor a folder", _LEAVE_OUT)


_LEAVE_OUT: Final = f"remove it, or name it in {IGNORE_FILE}"


def _is_packable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return name.isprintable() and "\\" not in name


def _check_name(name: str, location: str) -> None:
    if not _is_packable(name):
        message = f"the name of {_shown(location)} is not the same on every machine"
        raise SourceError(message, "rename it: UTF-8, without control characters and backslashes")


def _followed(location: str, above: tuple[str, ...]) -> int:
    """The mode of what is there, at the end of a link too, which has to lie in the outermost folder and not above."""
    if not os.path.islink(location):
        return os.lstat(location).st_mode
    target, root = os.path.realpath(location), above[0]
    if target in above or not target.startswith(os.path.join(root, "")):
        raise SourceError(f"the link {_shown(location)} leads out of the folder, or around in it", _LEAVE_OUT)
    if not os.path.exists(target):
        raise SourceError(f"the link {_shown(location)} leads nowhere", _LEAVE_OUT)
    return os.stat(target).st_mode


def _file(path: str, location: str) -> SourceFile:
    with open(location, "rb") as file:
        executable = file.read(4).startswith(_EXECUTABLE)
        return SourceFile(path=path, location=location, size=os.fstat(file.fileno()).st_size, executable=executable)


def _content_digest(file: SourceFile) -> str:
    digest = sha256()
    try:
        with open(file.location, "rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(file.location, error) from error
    return digest.hexdigest()


def _unreadable(path: str, error: OSError) -> SourceError:
    reason = error.strerror or type(error).__name__
    return SourceError(f"cannot read {_shown(path)}: {reason}", "check the path and its permissions")


def _shown(path: str) -> str:
    """A path as people write it, with slashes on Windows too; what is not UTF-8 is shown with its bytes."""
    return path.encode(errors="backslashreplace").decode().replace(os.sep, "/")
