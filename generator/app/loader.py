"""The app file to apps: finds it, reads it, and tells every mistake of every environment at once.

`load` reads the file; what is wrong with an environment is only told when that environment is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from generator.app.declarations import App, Defaults
from generator.app.folder import Folder
from generator.app.model import ResolvedApp
from generator.app.phrases import nearest
from generator.app.reading.document import Document, read_document
from generator.app.reading.environments import ENVIRONMENTS_KEY, documents
from generator.app.reading.merge import apply_defaults
from generator.app.reading.nodes import Node, entries, find, with_entries
from generator.app.reading.reader import read
from generator.app.resolve import between_environments, resolve
from generator.errors import AppFileError, UsageError
from generator.files import StrPath
from generator.findings import Finding, merged

YAML_NAME: Final = "app.yaml"
PYTHON_NAME: Final = "app.py"
_DEFAULTS: Final = "defaults"
# What advice on an unknown key at the top chooses from: `environment` is the name of an environment, no key to write.
_KEYS: Final = (*(key for key in App.__struct_fields__ if key != "environment"), _DEFAULTS, ENVIRONMENTS_KEY)


class Loaded(Struct, frozen=True):
    """Environments ready for the templates, and the advice (warnings and informational findings) on them."""

    apps: tuple[ResolvedApp, ...]
    findings: tuple[Finding, ...]


class _Declared(Struct, frozen=True):
    """One environment as read: its document with defaults applied, the app unless it has mistakes, and those."""

    root: Node
    app: App | None
    findings: tuple[Finding, ...]


class AppFile(Struct, frozen=True):
    """An app file. `documents` holds each environment's whole document, in the order of the file.

    `findings` are mistakes that belong to no single environment.
    """

    path: str
    documents: Mapping[str, Document]
    findings: tuple[Finding, ...] = ()

    @property
    def folder(self) -> str:
        """The folder that the file is in: paths in it are relative to that."""
        return os.path.dirname(self.path)

    @property
    def environments(self) -> tuple[str, ...]:
        """Names of the environments, in the order of the file."""
        return tuple(self.documents)

    def __iter__(self) -> Iterator[ResolvedApp]:
        """Every environment resolved. Raises like `resolve_all`."""
        return iter(self.resolve_all().apps)

    def app(self, environment: str) -> App:
        """One environment as declared. Raises `AppFileError` with every mistake, `UsageError` for an unknown name."""
        self._select((environment,))
        declared = _declared(self.documents[environment])
        if declared.app is None or self.findings or declared.findings:
            raise AppFileError(_in_file(self.path, (*self.findings, *declared.findings)))
        return declared.app

    def resolve_all(self, environments: Sequence[str] | None = None) -> Loaded:
        """These environments (default: all) resolved, in the order of the file.

        Raises `AppFileError` with every mistake of all of them, each told once and naming the environments it concerns
        where it does not concern them all; `UsageError` for an unknown name.
        """
        names, folder = self._select(environments), Folder(self.folder)
        found: list[Finding] = list(self.findings)
        apps: list[ResolvedApp] = []
        for name in names:
            declared = _declared(self.documents[name])
            app, advice = _resolved(declared, folder)
            apps.extend(() if app is None else (app,))
            found.extend(replace(finding, environments=(name,)) for finding in (*declared.findings, *advice))
        if len(apps) == len(names):
            found.extend(self._between(apps))
        return self._judged(tuple(apps), found, len(names))

    def _between(self, apps: Sequence[ResolvedApp]) -> Iterator[Finding]:
        """What environments share, placed where the last of them says it."""
        for finding in between_environments(apps):
            root = self.documents[finding.environments[-1]].root
            yield finding if root is None else _placed(finding, root)

    def _judged(self, apps: tuple[ResolvedApp, ...], found: Iterable[Finding], asked: int) -> Loaded:
        findings = tuple(
            replace(finding, environments=()) if len(finding.environments) == asked else finding
            for finding in _in_file(self.path, found)
        )
        errors = tuple(finding for finding in findings if finding.severity == "error")
        if errors:
            raise AppFileError(errors)
        return Loaded(apps, findings)

    def _select(self, environments: Sequence[str] | None) -> tuple[str, ...]:
        if self.findings and not self.documents:
            raise AppFileError(_in_file(self.path, self.findings))
        if environments is None:
            return self.environments
        for name in environments:
            if name not in self.documents:
                close = nearest(name, self.environments)
                advice = f"use {close}" if close else f"use one of {', '.join(self.environments)}"
                raise UsageError(f"{self.path} has no environment {name}", advice)
        return tuple(name for name in self.documents if name in environments)


def load(path: StrPath | None = None) -> AppFile:
    """The app file at `path`; without one, `app.yaml` or `app.py` of the working folder.

    Raises `UsageError` when there is none, when both are there, or when it cannot be read. What is wrong with its
    content is raised by the methods of the result.
    """
    found = _located("" if path is None else os.fspath(path))
    raw = _bytes(found)
    if found.endswith(".py"):
        # Only an app written in Python pays for the import.
        from generator.app.reading.python_app import read_python

        return AppFile(found, *read_python(raw, found))
    return parse(raw, found)


def parse(raw: bytes, path: str = YAML_NAME) -> AppFile:
    """The app file with this content; `path` is for messages."""
    document = read_document(raw)
    findings = list(document.findings)
    roots = documents(document.root, findings) if document.root is not None else {}
    return AppFile(path, {name: Document(root, ()) for name, root in roots.items()}, tuple(findings))


def _located(path: str) -> str:
    if path and not os.path.isdir(path):
        if not os.path.lexists(path):
            raise UsageError(f"there is no {path}", "check the path, or run `python -m generator init` to begin")
        if not path.endswith((".yaml", ".yml", ".json", ".py")):
            raise UsageError(f"{path} is neither YAML nor Python", "name a file that ends in .yaml or .py")
        return path
    there = [name for name in (os.path.join(path, YAML_NAME), os.path.join(path, PYTHON_NAME)) if os.path.exists(name)]
    if len(there) > 1:
        raise UsageError(f"{there[0]} and {there[1]} both describe the app", "choose one with --app")
    if not there:
        where = f"in {path}" if path else "here"
        from shlex import quote

        init = f"python -m generator init{f' --app {quote(path)}' if path else ''}"
        raise UsageError(f"there is no {YAML_NAME} {where}", f"run `{init}` to write one")
    return there[0]


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"cannot read {path}: {reason}", "check the path and its permissions") from error


def _declared(document: Document) -> _Declared:
    """A document with its defaults applied, read as an app."""
    findings = list(document.findings)
    if document.root is None:
        return _Declared(Node({}), None, tuple(findings))
    root = _filled(document.root, findings)
    app = read(root, App, (), findings, known=_KEYS)
    return _Declared(root, app, tuple(findings))


def _filled(root: Node, findings: list[Finding]) -> Node:
    """A document with its defaults applied; without them where they are wrong, or every table would repeat that."""
    defaults = entries(root).get(_DEFAULTS)
    mistakes: list[Finding] = []
    if defaults is not None:
        read(defaults, Defaults, (_DEFAULTS,), mistakes)
    if not mistakes:
        return apply_defaults(root)
    findings.extend(mistakes)
    return with_entries(root, {key: item for key, item in entries(root).items() if key != _DEFAULTS})


def _resolved(declared: _Declared, folder: Folder) -> tuple[ResolvedApp | None, tuple[Finding, ...]]:
    if declared.app is None:
        return None, ()
    resolution = resolve(declared.app, folder)
    return resolution.app, tuple(_placed(finding, declared.root) for finding in resolution.findings)


def _placed(finding: Finding, root: Node) -> Finding:
    """A finding with the place of what it is about, or of the nearest map around that."""
    line, column = find(root, finding.path).place
    return replace(finding, line=line, column=column)


def _in_file(path: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return merged(finding if finding.file else replace(finding, file=path) for finding in findings)
