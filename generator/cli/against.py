"""What a diff compares with: the environments of a `build/` in a folder, or in git at a revision.

They are read as they are, also where their manifest does not vouch for a template: a reviewer sees what was there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from generator import files
from generator.assembly import store
from generator.assembly.canonical import digest
from generator.assembly.manifest import MANIFEST_FILE, Manifest, assembly_of, decoded
from generator.assembly.model import Assembly, Json
from generator.errors import AssemblyError, UsageError

if TYPE_CHECKING:
    from generator.cli.git import Repository, Revision

OTHER = "compare with another revision: --against REF"


class Base(Struct, frozen=True, kw_only=True):
    """What is compared with: in words, and every environment that was there. `commit` is `None` for a folder.

    `notes` are what a person should know of it, such as that nothing was there at all.
    """

    words: str
    commit: str | None
    assemblies: Mapping[str, Assembly]
    notes: tuple[str, ...] = ()


def base(build: str, against: str | None) -> Base:
    """The base that `--against` names, or the merge base with the default branch. `build` is the folder of that name.

    Raises `UsageError` for what does not exist, `AssemblyError` for what is there and cannot be read.
    """
    from generator.cli.git import repository

    if against is not None and os.path.isdir(against):
        return _folder(against)
    if against is not None and os.sep in against and os.path.lexists(against):
        raise UsageError(f"{against} is not a folder", "name a folder that holds environments, as build/ does")
    known = repository(os.path.dirname(build))
    return _committed(known, known.merge_base() if against is None else known.revision(against), build)


def _folder(path: str) -> Base:
    environments = store.environments(path)
    if not environments:
        raise UsageError(f"the folder {path} holds no environment", _better_folder(path))
    contents = {
        f"{environment}/{name}": content
        for environment in environments
        for name in files.names_in(os.path.join(path, environment))
        if name.endswith(".json")
        for content in (files.read_bytes(os.path.join(path, environment, name)),)
        if content is not None
    }
    found, notes = _assemblies(contents, path)
    return Base(words=f"the folder {path}", commit=None, assemblies=found, notes=notes)


def _better_folder(path: str) -> str:
    inside = os.path.join(path, store.FOLDER)
    if store.environments(inside):
        return f"name the folder in it: --against {inside}"
    return f"name a folder that holds environments, as {store.FOLDER}/ does; a branch of that name is heads/{path}"


def _committed(known: Repository, revision: Revision, build: str) -> Base:
    contents = known.files(revision, build, suffix=".json")
    place = f"{build}{os.sep} at {revision.short}"
    words = f"{place} ({revision.name})"
    if not contents:
        note = f"nothing is at {words}: every environment is shown as added; commit {build} to have it compared"
        return Base(words=words, commit=revision.commit, assemblies={}, notes=(note,))
    found, notes = _assemblies(contents, place)
    return Base(words=words, commit=revision.commit, assemblies=found, notes=notes)


def _assemblies(contents: Mapping[str, bytes], place: str) -> tuple[Mapping[str, Assembly], tuple[str, ...]]:
    """Every environment among these files, whose names are relative to `place`, and what is odd about them."""
    found: dict[str, Assembly] = {}
    notes: list[str] = []
    for path in sorted(contents):
        environment, slash, name = path.partition("/")
        if not slash or name != MANIFEST_FILE:
            continue
        manifest = _manifest(contents[path], f"{path} in {place}", environment)
        found[environment] = assembly_of(manifest, dict(_bodies(manifest, contents, place)))
        notes += _changed_by_hand(manifest, contents, place)
    return found, tuple(notes)


def _manifest(content: bytes, where: str, environment: str) -> Manifest:
    try:
        manifest = decoded(content, where)
    except AssemblyError as error:
        raise AssemblyError(error.message, OTHER) from error
    if manifest.environment != environment:
        raise AssemblyError(f'{where} is of the environment "{manifest.environment}"', OTHER)
    return manifest


def _bodies(manifest: Manifest, contents: Mapping[str, bytes], place: str) -> Iterator[tuple[str, Json]]:
    for entry in manifest.templates:
        path = f"{manifest.environment}/{entry.file}"
        if path not in contents:
            raise AssemblyError(f"{path} is missing in {place}", OTHER)
        try:
            body = msgspec.json.decode(contents[path])
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise AssemblyError(f"{path} in {place} is not JSON: {error}", OTHER) from error
        if not isinstance(body, dict):
            raise AssemblyError(f"{path} in {place} is no template", OTHER)
        yield entry.name, body


def _changed_by_hand(manifest: Manifest, contents: Mapping[str, bytes], place: str) -> Iterator[str]:
    for entry in manifest.templates:
        path = f"{manifest.environment}/{entry.file}"
        if digest(contents[path]) != entry.sha256:
            yield f"{path} in {place} is not what its manifest says; it is compared as it is"
