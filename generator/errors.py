"""Every error that a user can meet.

    GeneratorError               carries the exit code, the message and what to do next
    ├── UsageError           2   the command line asks for something that cannot be
    ├── AppFileError         2   the app file is wrong: carries every finding at once
    ├── AssemblyError        2   `build/` is missing, unreadable or not ours
    ├── OutputError          4   stdout or stderr takes nothing more
    └── GitError             4   git should have been able to tell, and was not

The command line turns these into text; whatever else escapes is a bug, reported as such with exit code 4.
"""

from __future__ import annotations

from typing import ClassVar

from generator.findings import Finding


class GeneratorError(Exception):
    """What went wrong (`message`) and what to do about it (`advice`), both for people."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageError(GeneratorError):
    """The command line, or the call, asks for something that does not exist or does not fit together."""


class AppFileError(GeneratorError):
    """The app file cannot be built. `findings` holds every mistake, in the order of the file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        count = len(findings)
        super().__init__(f"{count} {'mistake' if count == 1 else 'mistakes'} in the app file")
        self.findings = findings


class AssemblyError(GeneratorError):
    """`build/` is missing, unreadable or was not written by this tool."""


class OutputError(GeneratorError):
    """What there is to tell could not be told: the disk that the output goes to is full, for example."""

    exit_code = 4


class GitError(GeneratorError):
    """Git could not do what it should have been able to do: not the user's doing, so it is not known whether."""

    exit_code = 4
