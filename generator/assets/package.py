"""A folder and its requirements made into the zip that Lambda takes, once: it is kept under its name.

Everything happens in a copy of the inputs, so that what is packed is what the name was made of, whoever edits the
folder meanwhile, and an installation finds nothing that is no input. The zip appears in the cache when it is whole.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.assets.archive import write_zip
from generator.assets.inputs import UNZIPPED_BYTES, SourceFile, files_of, fingerprint
from generator.assets.install import Install, Installation, Tell, install
from generator.assets.installed import installed_files
from generator.assets.platforms import python_version
from generator.assets.requirements import REQUIREMENTS_FILE
from generator.errors import SourceError
from generator.files import move_file, scratch_folder, write_file

_MOST = 3


class Sources(Struct, frozen=True, kw_only=True):
    """What a package is made of: the folder `path`, called `source` in the app file, for a runtime and architecture.

    `name` is `<sha256>.zip`, by `fingerprint` when the templates were built.
    """

    name: str
    source: str
    path: str
    runtime: str
    architecture: str


class Package(Struct, frozen=True, kw_only=True):
    """A zip at `path`, of `size` bytes. `is_new`: it was made just now."""

    source: str
    path: str
    size: int
    is_new: bool


def package(sources: Sources, cache: str, tell: Tell, installing: Install = install) -> Package:
    """The package in the folder `cache`, made unless it is there. `tell` is given lines about what takes long.

    Raises `SourceError`, naming the folder: it is no longer what was built, its requirements cannot be installed, or
    the whole is more than Lambda takes; `AssemblyError` where the cache cannot be written.
    """
    made = os.path.join(cache, sources.name)
    is_new = not os.path.isfile(made)
    if is_new:
        with scratch_folder(cache) as scratch:
            _keep_out_of_git(cache, scratch)
            move_file(_zipped(sources, scratch, tell, installing), made)
    return Package(source=sources.source, path=made, size=os.path.getsize(made), is_new=is_new)


def _keep_out_of_git(cache: str, scratch: str) -> None:
    """Written in a folder that nobody else has: two processes that write it at once would be in each other's way."""
    written = os.path.join(scratch, ".gitignore")
    write_file(written, b"*\n")
    move_file(written, os.path.join(cache, ".gitignore"))


def _zipped(sources: Sources, scratch: str, tell: Tell, installing: Install) -> str:
    try:
        files = _staged(sources, os.path.join(scratch, "code"))
        files += _dependencies(sources, files, scratch, tell, installing)
        _refuse_too_much(sources, files)
        zipped = os.path.join(scratch, "package.zip")
        with open(zipped, "wb") as stream:
            write_zip(stream, files)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError(f"{sources.source} cannot be packed: {reason}", "check the disk, then run again") from error
    return zipped


def _staged(sources: Sources, folder: str) -> tuple[SourceFile, ...]:
    """The inputs, copied; a link becomes what it leads to."""
    files = tuple(_copied(file, folder) for file in files_of(sources.path))
    if f"{fingerprint(folder, sources.runtime, sources.architecture)}.zip" != sources.name:
        message = f"{sources.source} has changed since it was built"
        raise SourceError(message, "run `python -m generator build`, review and commit it")
    return files


def _copied(file: SourceFile, folder: str) -> SourceFile:
    place = os.path.join(folder, *file.path.split("/"))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    shutil.copyfile(file.location, place)
    return replace(file, location=place)


def _dependencies(
    sources: Sources, files: Sequence[SourceFile], scratch: str, tell: Tell, installing: Install
) -> tuple[SourceFile, ...]:
    """What the requirements bring along; nothing without any, or in another language than Python."""
    has_requirements = any(file.path == REQUIREMENTS_FILE for file in files)
    if not has_requirements or python_version(sources.runtime) is None:
        return ()
    target = os.path.join(scratch, "site")
    os.mkdir(target)
    wanted = Installation(
        folder=os.path.join(scratch, "code"),
        target=target,
        runtime=sources.runtime,
        architecture=sources.architecture,
    )
    try:
        installing(wanted, tell)
    except SourceError as error:
        raise SourceError(f"{sources.source}/{REQUIREMENTS_FILE}: {error.message}", error.advice) from error
    installed = installed_files(target)
    _refuse_clash(sources, files, installed)
    return installed


def _refuse_clash(sources: Sources, own: Iterable[SourceFile], installed: Iterable[SourceFile]) -> None:
    """One of two files of the same name would win; a file where the other has a folder fits nowhere."""
    ours, theirs = ({file.path for file in files} for files in (own, installed))
    clashes = (ours & theirs) | (ours & _folders(theirs)) | (theirs & _folders(ours))
    if clashes:
        first = min(clashes)
        raise SourceError(f"{sources.source}/{first} is also in what {REQUIREMENTS_FILE} installs", "keep one of both")


def _folders(paths: Iterable[str]) -> set[str]:
    return {above for path in paths for above in _above(path)}


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _refuse_too_much(sources: Sources, files: Iterable[SourceFile]) -> None:
    sizes: Counter[str] = Counter()
    for file in files:
        sizes[file.path.partition("/")[0]] += file.size
    if sizes.total() > UNZIPPED_BYTES:
        largest = ", ".join(f"{name} {size:,}" for name, size in sizes.most_common(_MOST))
        raise SourceError(
            f"the package of {sources.source} has {sizes.total():,} bytes unzipped, Lambda takes {UNZIPPED_BYTES:,}",
            f"leave something out; the largest parts are {largest}",
        )
