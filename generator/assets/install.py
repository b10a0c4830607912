"""`requirements.txt` installed for the runtime of a function, by pip, whatever this machine is.

Only wheels: what would be built here would run here. Markers (`; python_version < "3.12"`) are the runtime's too, also
in what the requirements require themselves, so that every machine installs the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Final

from msgspec import Struct

from generator.assets import pip_elsewhere
from generator.assets.complaints import complaint
from generator.assets.platforms import markers, platforms, python_version
from generator.assets.requirements import REQUIREMENTS_FILE
from generator.errors import SourceError

Tell = Callable[[str], None]


class Installation(Struct, frozen=True, kw_only=True):
    """The requirements of `folder`, which holds a file of that name, into `target`, which holds nothing yet."""

    folder: str
    target: str
    runtime: str
    architecture: str


Install = Callable[[Installation, Tell], None]
"""Raises `SourceError` when it cannot be done. Is told what happens, a line at a time."""

Run = Callable[[Sequence[str], str], Iterator[str]]
"""Runs a command in a folder and gives its lines as they come; raises `CommandFailed` when its exit code is not 0."""


class CommandFailed(Exception):
    """A command that could not be begun, or ended with another exit code than 0."""


# What people set for their own machine would go elsewhere, or not at all.
_SETTINGS: Final = {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"}


def install(wanted: Installation, tell: Tell) -> None:
    """Install with the pip of the Python that runs this; which index it asks is its own setting."""
    install_by(run, wanted, tell)


def install_by(run: Run, wanted: Installation, tell: Tell) -> None:
    """The same, with another way to run a command."""
    lines: list[str] = []
    try:
        for line in run(command(wanted), wanted.folder):
            lines.append(line)
            tell(line.strip())
    except CommandFailed as error:
        raise SourceError(*complaint(lines or [str(error)], wanted.runtime, wanted.architecture)) from error


def command(wanted: Installation) -> tuple[str, ...]:
    """pip's command line."""
    tags = (f"--platform={tag}" for tag in platforms(wanted.runtime, wanted.architecture))
    return (
        sys.executable,
        "-P",  # nothing of the function's own is a module of pip, and nothing of ours
        *(pip_elsewhere.__file__, json.dumps(markers(wanted.runtime, wanted.architecture))),
        *("install", f"--requirement={REQUIREMENTS_FILE}", f"--target={wanted.target}"),
        *("--only-binary=:all:", "--implementation=cp", f"--python-version={python_version(wanted.runtime)}", *tags),
        *("--no-compile", "--no-input", "--no-warn-conflicts", "--disable-pip-version-check", "--progress-bar=off"),
    )


def run(words: Sequence[str], folder: str) -> Generator[str]:
    """Run a command for real; both of its outputs, in the order in which they come."""
    try:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env={**os.environ, **_SETTINGS},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise CommandFailed(f"{words[0]} cannot be run: {error.strerror}") from error
    with process:
        try:
            assert process.stdout is not None
            yield from process.stdout
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise CommandFailed(f"pip ended with exit code {process.returncode}")
