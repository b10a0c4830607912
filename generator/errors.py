"""Every error that a user can meet.

    GeneratorError               carries the exit code, the message and what to do next
    ├── UsageError           2   the command line asks for something that cannot be
    ├── AppFileError         2   the app file is wrong: carries every finding at once
    ├── AssemblyError        2   `build/` is missing, unreadable or not ours
    ├── SourceError          2   the folder of a function's code cannot be packed
    ├── OutputError          4   stdout or stderr takes nothing more
    ├── GitError             4   git should have been able to tell, and was not
    ├── GuardError           3   a guard refuses: carries every refusal at once
    └── AwsError             4   AWS refused, or could not be asked: carries the place: operation, region, AWS's code
        ├── CredentialsError 4   no credentials, or they are not valid (any more)
        ├── AccessError      4   the caller lacks a permission
        ├── NetworkError     4   no answer: no connection, or it was cut
        ├── ThrottlingError  4   AWS still asks to slow down after all retries
        ├── BusyError        1   somebody else's operation on the same thing is in progress
        └── OperationError   1   AWS tried and did not succeed: a stack rolled back, an instance failed

The command line turns these into text; whatever else escapes is a bug, reported as such with exit code 4.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

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


class SourceError(GeneratorError):
    """A function's folder cannot be packed as it is."""


class OutputError(GeneratorError):
    """What there is to tell could not be told: the disk that the output goes to is full, for example."""

    exit_code = 4


class GitError(GeneratorError):
    """Git could not do what it should have been able to do: not the user's doing, so it is not known whether."""

    exit_code = 4


class GuardError(GeneratorError):
    """What was asked for is dangerous and was not agreed to. `refusals` are sentences with the flag that agrees."""

    exit_code = 3

    def __init__(self, refusals: tuple[tuple[str, str], ...]) -> None:
        count = len(refusals)
        super().__init__(f"{count} {'change' if count == 1 else 'changes'} refused by a guard")
        self.refusals = refusals


class Place(NamedTuple):
    """Where in AWS something went wrong. `code` is AWS's own word for it, `resource` a logical id; empty: unknown."""

    operation: str = ""
    region: str = ""
    code: str = ""
    resource: str = ""


NOWHERE = Place()


class AwsError(GeneratorError):
    """AWS refused a call, or could not be asked."""

    exit_code = 4

    def __init__(self, message: str, advice: str = "", place: Place = NOWHERE) -> None:
        super().__init__(message, advice)
        self.place = place


class CredentialsError(AwsError):
    """There are no credentials, or AWS does not take them (any more)."""


class AccessError(AwsError):
    """The caller lacks a permission."""


class NetworkError(AwsError):
    """No answer came: there was no connection, or it was cut."""


class ThrottlingError(AwsError):
    """AWS asked to slow down, and still did after all retries."""


class BusyError(AwsError):
    """Somebody else's operation on the same stack, StackSet or table is in progress."""

    exit_code = 1


class OperationError(AwsError):
    """AWS tried and did not succeed; `place` has the resource that failed first, where there is one."""

    exit_code = 1


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while code of the user's ran; the text says which."""


class Detached(Exception):
    """The user does not want to wait any longer. What AWS has begun goes on."""
