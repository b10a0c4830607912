"""What a verb works with: settings, the process, and the pipeline composed from both.

The pipeline's modules are imported when they are first needed: `--help` loads none of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from generator.cli.console import Console, prints_are_talk
from generator.cli.process import Process
from generator.cli.settings import Settings, settings_of
from generator.errors import AppFileError
from generator.findings import Finding, merged

if TYPE_CHECKING:
    from generator.app.loader import AppFile, Loaded
    from generator.assembly.model import Assembly


class Project(Struct, frozen=True, kw_only=True):
    """An app file, what it asks for, and where that is kept."""

    app_file: AppFile
    loaded: Loaded
    assemblies: tuple[Assembly, ...]
    build: str
    whole: bool

    def place(self, path: str) -> str:
        """A path of `build/` as a person at this working directory writes it."""
        return os.path.join(self.build, path)


class Context(Struct, frozen=True, kw_only=True):
    """Everything that a verb gets."""

    settings: Settings
    process: Process

    @property
    def console(self) -> Console:
        """Where everything is told."""
        return self.process.console

    def project(self) -> Project:
        """Load the app file and make its assemblies in memory. `AppFileError` when the file has mistakes."""
        from generator.app.loader import load
        from generator.assembly.store import FOLDER

        with prints_are_talk():
            app_file = load(self.settings.app)
        loaded = app_file.resolve_all(None if self.settings.env is None else (self.settings.env,))
        return Project(
            app_file=app_file,
            loaded=loaded,
            assemblies=_assemblies(loaded, app_file.path),
            build=os.path.join(os.path.dirname(app_file.path), FOLDER),
            whole=self.settings.env is None,
        )

    def command(self, verb: str, *arguments: str) -> str:
        """The command line of another verb for the same app and environment, as one types it in a shell."""
        from shlex import quote

        parts = ["python -m generator", verb]
        parts += ["--app", quote(self.settings.app)] if self.settings.app else []
        parts += ["--env", quote(self.settings.env)] if self.settings.env else []
        return " ".join([*parts, *map(quote, arguments)])


def _assemblies(loaded: Loaded, path: str) -> tuple[Assembly, ...]:
    """An assembly for each environment. What breaks a limit of AWS, or an extension, is told for all of them at once.

    The cause of the error is what an extension raised first.
    """
    from generator.synthesis import synthesize

    made: list[Assembly] = []
    found: list[Finding] = []
    causes: list[BaseException | None] = []
    for app in loaded.apps:
        try:
            with prints_are_talk():
                made.append(synthesize(app))
        except AppFileError as error:
            causes.append(error.__cause__)
            found += (
                replace(finding, file=finding.file or path, environments=(app.environment,))
                for finding in error.findings
            )
    if found:
        everywhere = len(loaded.apps)
        raise AppFileError(
            tuple(
                replace(finding, environments=()) if len(finding.environments) == everywhere else finding
                for finding in merged(found)
            )
        ) from next(filter(None, causes), None)
    return tuple(made)


def context_of(ctx: click.Context) -> Context:
    """The context of a verb's call, from what `main` and the command line put into click's."""
    process = ctx.find_root().obj
    assert isinstance(process, Process), "main gives the root its process"
    settings = settings_of(ctx)
    process.console.verbosity = settings.verbosity
    return Context(settings=settings, process=process)
