"""Every write of this tool, in one place, and each of them atomic.

A file is written under a temporary name beside its place and then moved over it, so that a reader sees the old bytes
or the new ones and never a part, also when the tool is killed (a power cut is another matter: run again). Bytes that
are already there are not written again: their modification time stays.
A symbolic link is never followed: as the file to write it is replaced, as the folder to write into it is refused.

Operating system errors leave as `AssemblyError`, naming the path and the system's own reason.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from generator.errors import AssemblyError

StrPath = str | os.PathLike[str]

_PARTIAL = ".partial"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag, and links there need a privilege
_BINARY = getattr(os, "O_BINARY", 0)  # without it Windows would translate line endings
_PERMISSIONS = "check the permissions, then run again"
_ROOM = "make room on the disk, then run again"
_ADVICE = {
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.EROFS: _PERMISSIONS,
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.ENAMETOOLONG: "use a shorter path",
}
_ABANDONED = 24 * 60 * 60
"""Seconds after which nobody works in a scratch folder any more."""


def is_partial(name: str) -> bool:
    """Whether a file or folder of this name is what an interrupted write left behind."""
    return name.startswith(".") and name.endswith(_PARTIAL)


def read_bytes(path: StrPath) -> bytes | None:
    """The content of a regular file; `None` when nothing, or anything but a regular file, is there."""
    if os.path.islink(path) or not os.path.isfile(path):
        return None
    with _translated("read", path), open(path, "rb") as file:
        return file.read()


def names_in(folder: StrPath) -> tuple[str, ...]:
    """What a folder holds, sorted; empty when there is no such folder."""
    with _translated("read", folder):
        try:
            return tuple(sorted(os.listdir(folder)))
        except FileNotFoundError:
            return ()


def write_file(path: StrPath, content: bytes) -> bool:
    """Make `path` hold `content`; false when it did already. The folder has to exist."""
    if read_bytes(path) == content:
        return False
    folder, name = os.path.split(os.fspath(path))
    partial = os.path.join(folder, f".{name}{_PARTIAL}")
    with _translated("write", path):
        _write_afresh(partial, content)
        try:
            os.replace(partial, path)
        except BaseException:
            os.unlink(partial)
            raise
    return True


def write_new_file(path: StrPath, content: bytes) -> None:
    """Write a file that must not exist yet, or raise `FileExistsError` and leave what is there alone."""
    with _translated("write", path, but=FileExistsError):
        _write_exclusively(os.fspath(path), content)


def write_folder(folder: StrPath, files: Mapping[str, bytes], *, stale: Iterable[str] = ()) -> tuple[str, ...]:
    """Make `folder` hold `files`, the last of them written last, then remove `stale`. Returns the names that changed.

    A folder that does not exist yet appears whole, with all of its files. In one that does, every file changes
    atomically: the last, which vouches for the others, changes after them and before what is stale goes away.
    """
    if not os.path.lexists(folder):
        _create_folder(os.fspath(folder), files)
        return tuple(files)
    refuse_link(folder)
    written = tuple(name for name, content in files.items() if write_file(os.path.join(folder, name), content))
    remove_files(folder, stale)
    return written


def remove_files(folder: StrPath, names: Iterable[str]) -> None:
    """Remove files of a folder, in this order; one that is not there is fine, a folder of that name stays."""
    refuse_link(folder)
    for name in names:
        path = os.path.join(folder, name)
        with _translated("remove", path):
            if os.path.islink(path) or os.path.isfile(path):
                os.unlink(path)


def remove_partial_folder(path: StrPath) -> None:
    """Remove the folder of an interrupted `write_folder`, with the files in it. Anything else is left alone."""
    if not is_partial(os.path.basename(path)) or os.path.islink(path) or not os.path.isdir(path):
        return
    remove_files(path, names_in(path))
    remove_empty_folder(path)


def remove_empty_folder(folder: StrPath) -> bool:
    """Remove a folder unless it still holds something; whether it is gone."""
    refuse_link(folder)
    if names_in(folder):
        return False
    with _translated("remove", folder):
        os.rmdir(folder)
    return True


def make_folder(folder: StrPath) -> None:
    """Make a folder and those above it; fine when it exists."""
    with _translated("make", folder):
        os.makedirs(folder, exist_ok=True)


@contextmanager
def scratch_folder(parent: StrPath) -> Iterator[str]:
    """A folder in `parent` that nobody else has, gone at the end of the context.

    What processes that were killed have left of theirs is removed as well, when it is a day old.
    """
    # Slow to import, and no part of `build`.
    from shutil import rmtree
    from tempfile import mkdtemp

    make_folder(parent)
    with _translated("make a folder in", parent):
        for abandoned in _abandoned(os.fspath(parent)):
            rmtree(abandoned)
        folder = mkdtemp(prefix=".", suffix=_PARTIAL, dir=parent)
    try:
        yield folder
    finally:
        with _translated("remove", folder):
            rmtree(folder)


def move_file(path: StrPath, place: StrPath) -> None:
    """Have a file somewhere else on the same disk, atomically; what is there is replaced."""
    with _translated("write", place):
        os.replace(path, place)


def _abandoned(parent: str) -> Iterator[str]:
    for name in filter(is_partial, names_in(parent)):
        path = os.path.join(parent, name)
        is_old = os.path.isdir(path) and time.time() - os.lstat(path).st_mtime > _ABANDONED
        if is_old and not os.path.islink(path):
            yield path


def refuse_link(folder: StrPath) -> None:
    """Raise `AssemblyError` for a symbolic link: what it points at is not ours to change."""
    if os.path.islink(folder):
        raise AssemblyError(
            f"{os.fspath(folder)} is a symbolic link", "remove the link: what it points at is left untouched"
        )


def _create_folder(folder: str, files: Mapping[str, bytes]) -> None:
    parent, name = os.path.split(folder)
    partial = os.path.join(parent, f".{name}{_PARTIAL}")
    remove_partial_folder(partial)
    make_folder(partial)
    for file, content in files.items():
        write_file(os.path.join(partial, file), content)
    with _translated("write", folder):
        os.rename(partial, folder)


def _write_afresh(path: str, content: bytes) -> None:
    """Write `path` without following a link that lies in its place, left over or planted."""
    if os.path.lexists(path):
        os.unlink(path)
    _write_exclusively(path, content)


def _write_exclusively(path: str, content: bytes) -> None:
    """Write a file that is not there yet; nothing of it stays when that fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
    except BaseException:
        os.unlink(path)
        raise


@contextmanager
def _translated(verb: str, path: StrPath, but: type[OSError] | tuple[()] = ()) -> Iterator[None]:
    try:
        yield
    except but:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        advice = _ADVICE.get(error.errno or 0, "free the path, then run again")
        raise AssemblyError(f"cannot {verb} {os.fspath(path)}: {reason}", advice) from error
