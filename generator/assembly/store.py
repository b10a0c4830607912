"""`build/` on disk: one folder per environment, with a file per template and the manifest; and beside the folders the
bootstrap template, which all environments share.

The manifest is written last and vouches for the rest, so an interrupted `write` can be told and run again. Only what
this tool wrote is ever changed or removed: in a folder that holds our manifest, the manifest and `*.template.json`;
and beside the folders `bootstrap.template.json`, which stays as long as there is an environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from generator import files
from generator.assembly.canonical import canonical, digest
from generator.assembly.manifest import (
    BOOTSTRAP,
    MANIFEST_FILE,
    REBUILD,
    TEMPLATE_SUFFIX,
    Manifest,
    assembly_of,
    decoded,
    encoded,
    file_name,
    manifest_of,
)
from generator.assembly.model import Assembly, Json
from generator.errors import AssemblyError
from generator.files import StrPath

FOLDER = "build"
BOOTSTRAP_FILE = file_name(BOOTSTRAP)

# In every version of the bootstrap template: the name of its stack.
_OURS = b"multi-region-bootstrap"

Kind = Literal["missing", "changed", "superfluous"]


class Difference(Struct, frozen=True, kw_only=True):
    """A file, `<environment>/<name>` or `bootstrap.template.json`, that is not as the app file wants it; a folder when
    all of it is superfluous."""

    kind: Kind
    path: str


class Kept(Struct, frozen=True, kw_only=True):
    """A folder of `build/` that was left alone although it belongs to no environment, and why."""

    path: str
    reason: str


class Report(Struct, frozen=True, kw_only=True):
    """What `write` did: files written, files and folders removed, all relative to `build/`; and what it left alone."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()


def files_of(assembly: Assembly) -> Mapping[str, bytes]:
    """Every file of `build/<environment>/` by its name, in the order of writing: the manifest is the last."""
    contents = {entry.name: canonical(entry.body) for entry in assembly.templates}
    digests = {name: digest(content) for name, content in contents.items()}
    for content in shared_files([assembly]).values():
        digests[BOOTSTRAP] = digest(content)
    manifest = manifest_of(assembly, digests)
    return {
        **{file_name(name): content for name, content in contents.items()},
        MANIFEST_FILE: encoded(manifest),
    }


def shared_files(assemblies: Sequence[Assembly]) -> Mapping[str, bytes]:
    """Every file of `build/` that stands beside the folders, by its name. It is the same in all assemblies."""
    found = [assembly.bootstrap for assembly in assemblies if assembly.bootstrap is not None]
    return {BOOTSTRAP_FILE: canonical(found[0].body)} if found else {}


def write(root: StrPath, assemblies: Sequence[Assembly], *, prune: bool = True) -> Report:
    """Make `root` (`build/`) hold these assemblies; with `prune` they are all that the app has, others go away.

    Nothing is written when the folder of any environment is not ours: `AssemblyError`.
    """
    wanted = {assembly.environment: files_of(assembly) for assembly in assemblies}
    for environment in wanted:
        _refuse_foreign(os.path.join(root, environment))
    _refuse_foreign_file(os.path.join(root, BOOTSTRAP_FILE))
    files.make_folder(root)
    # What is shared comes first, for the manifests vouch for it.
    shared = shared_files(assemblies).items()
    written = [name for name, content in shared if files.write_file(os.path.join(root, name), content)]
    removed: list[str] = []
    for environment, contents in wanted.items():
        folder = os.path.join(root, environment)
        stale = _stale_files(folder, contents)
        written += [f"{environment}/{name}" for name in files.write_folder(folder, contents, stale=stale)]
        removed += [f"{environment}/{name}" for name in stale]
    removable, kept = _others(root, assemblies) if prune else ((), ())
    for environment in removable:
        _remove(os.path.join(root, environment))
    for name in _partial(root):
        files.remove_partial_folder(os.path.join(root, name))
    if left_over := _partial(root):
        files.remove_files(root, left_over)
    return Report(written=tuple(written), removed=(*removed, *removable), kept=kept)


def compare(root: StrPath, assemblies: Sequence[Assembly], *, prune: bool = True) -> tuple[Difference, ...]:
    """What `write` with the same arguments would change. Writes nothing, whatever it finds."""
    _refuse_foreign_file(os.path.join(root, BOOTSTRAP_FILE))
    found = list(_differing(root, "", shared_files(assemblies)))
    for assembly in assemblies:
        folder, contents = os.path.join(root, assembly.environment), files_of(assembly)
        _refuse_foreign(folder)
        found += _differing(folder, assembly.environment, contents)
        found += [
            Difference(kind="superfluous", path=f"{assembly.environment}/{name}")
            for name in _stale_files(folder, contents)
        ]
    removable = _others(root, assemblies)[0] if prune else ()
    superfluous = [*removable, *_partial(root)]
    return (*found, *(Difference(kind="superfluous", path=name) for name in superfluous))


def environments(root: StrPath) -> tuple[str, ...]:
    """Names of the environments that `root` (`build/`) holds, sorted."""
    return tuple(name for name in files.names_in(root) if _is_ours(os.path.join(root, name)))


def read(root: StrPath, environment: str) -> Assembly:
    """The assembly of one environment, each template checked against the manifest.

    Raises `AssemblyError` when it is not there, is not whole, or was changed by hand.
    """
    folder = os.path.join(root, environment)
    files.refuse_link(folder)
    manifest = _manifest(folder)
    if manifest.environment != environment:
        raise AssemblyError(f'{folder} holds the environment "{manifest.environment}"', REBUILD)
    bodies = {entry.name: _body(folder, entry.file, entry.sha256) for entry in manifest.templates}
    if manifest.bootstrap is not None:
        bodies[BOOTSTRAP] = _body(str(root), BOOTSTRAP_FILE, manifest.bootstrap.sha256)
    return assembly_of(manifest, bodies)


def _body(folder: str, name: str, sha256: str) -> Json:
    path = os.path.join(folder, name)
    content = files.read_bytes(path)
    if content is None:
        raise AssemblyError(f"{path} is missing", REBUILD)
    if digest(content) != sha256:
        raise AssemblyError(
            f"{path} is not what its manifest says", f"never edit build/ by hand: change the app file and {REBUILD}"
        )
    return msgspec.json.decode(content)


def _manifest(folder: str) -> Manifest:
    path = os.path.join(folder, MANIFEST_FILE)
    content = files.read_bytes(path)
    if content is None:
        raise AssemblyError(f"{path} is missing", REBUILD)
    return decoded(content, path)


def _is_ours(folder: str) -> bool:
    """Whether the folder has a manifest of ours, be it an old one or one with the marks of a merge conflict."""
    if os.path.islink(folder):
        return False
    content = files.read_bytes(os.path.join(folder, MANIFEST_FILE)) or b""
    return b'"schema_version"' in content and b'"app_sha256"' in content


def _refuse_foreign(folder: str) -> None:
    files.refuse_link(folder)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise AssemblyError(f"{folder} is in the way: it is not a folder", "move it away or rename the environment")
    if files.names_in(folder) and not _is_ours(folder):
        raise AssemblyError(
            f"{folder} was not written by this tool: it has no {MANIFEST_FILE} of ours",
            "move it away or rename the environment",
        )


def _refuse_foreign_file(path: str) -> None:
    content = files.read_bytes(path)
    if content is not None and _OURS not in content:
        raise AssemblyError(f"{path} was not written by this tool", "move it away")


def _differing(folder: StrPath, environment: str, contents: Mapping[str, bytes]) -> Iterable[Difference]:
    for name, content in contents.items():
        there = files.read_bytes(os.path.join(folder, name))
        if there != content:
            path = f"{environment}/{name}" if environment else name
            yield Difference(kind="missing" if there is None else "changed", path=path)


def _stale_files(folder: str, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    ours = (name for name in files.names_in(folder) if name.endswith(TEMPLATE_SUFFIX) or files.is_partial(name))
    return tuple(name for name in ours if name not in contents and not os.path.isdir(os.path.join(folder, name)))


def _others(root: StrPath, assemblies: Sequence[Assembly]) -> tuple[tuple[str, ...], tuple[Kept, ...]]:
    """Environments that the app no longer has; and the folders that have to stay, with the reason."""
    apps = {assembly.app for assembly in assemblies}
    wanted = {assembly.environment for assembly in assemblies}
    removable: list[str] = []
    kept: list[Kept] = []
    for name in environments(root):
        if name in wanted:
            continue
        folder = os.path.join(root, name)
        reason = _reason_to_keep(folder, apps)
        if reason:
            kept.append(Kept(path=name, reason=reason))
        else:
            removable.append(name)
    return tuple(removable), tuple(kept)


def _reason_to_keep(folder: str, apps: set[str]) -> str:
    try:
        manifest = _manifest(folder)
    except AssemblyError as error:
        return error.message
    if manifest.app not in apps:
        return f'it belongs to the app "{manifest.app}"'
    foreign = [name for name in files.names_in(folder) if not _is_our_file(folder, name)]
    return f"it holds {foreign[0]}, which this tool did not write" if foreign else ""


def _is_our_file(folder: str, name: str) -> bool:
    ours = name == MANIFEST_FILE or name.endswith(TEMPLATE_SUFFIX) or files.is_partial(name)
    return ours and not os.path.isdir(os.path.join(folder, name))


def _remove(folder: str) -> None:
    """Remove a folder of ours, its manifest last: interrupted, it is still ours."""
    names = [name for name in files.names_in(folder) if name != MANIFEST_FILE]
    files.remove_files(folder, [*names, MANIFEST_FILE])
    files.remove_empty_folder(folder)


def _partial(root: StrPath) -> tuple[str, ...]:
    """What an interrupted `write` left beside the folders."""
    return tuple(name for name in files.names_in(root) if files.is_partial(name))
