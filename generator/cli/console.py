"""The only module that prints. Data goes to stdout; talk, warnings and errors go to stderr.

Every text reads well without colour; colour is added on a terminal only, and never when `NO_COLOR` is set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO

import click

from generator.errors import OutputError
from generator.findings import Finding, as_text

QUIET, NORMAL, VERBOSE = -1, 0, 1

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


class Console:
    """Two streams and how much to say: `verbosity` is negative for `-q`, positive for `-v`."""

    def __init__(self, out: TextIO, err: TextIO, *, environ: Mapping[str, str], verbosity: int = NORMAL) -> None:
        self._out = out
        self._err = err
        self._colour = not environ.get("NO_COLOR")
        self.verbosity = verbosity

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads the data as it comes."""
        return self._out.isatty()

    def data(self, text: str) -> None:
        """What the command was asked for."""
        self._print(self._out, text)

    def say(self, text: str, **style: Any) -> None:
        """Talk: what happens and what to do next. Not with `-q`."""
        if self.verbosity > QUIET:
            self._print(self._err, click.style(text, **style))

    def detail(self, text: str) -> None:
        """Talk for those who asked for more, with `-v`."""
        if self.verbosity >= VERBOSE:
            self._print(self._err, text)

    def next_step(self, step: str) -> None:
        """The last line: how one naturally goes on, most often with a command."""
        self.say(f"Next: {step}", bold=True)

    def finding(self, finding: Finding) -> None:
        """Errors always, warnings not with `-q`, information only with `-v`."""
        needed = {"error": QUIET, "warning": NORMAL, "info": VERBOSE}[finding.severity]
        if self.verbosity >= needed:
            self._print(self._err, as_text(finding), fg=_COLOURS[finding.severity])

    def error(self, message: str, advice: str = "") -> None:
        """What went wrong, then on a line of its own what to do about it."""
        self._print(self._err, f"error: {message}", fg="red")
        if advice:
            self._print(self._err, f"    {advice}")

    def trace(self, text: str) -> None:
        """A traceback, for `--debug`."""
        self._print(self._err, text.rstrip("\n"))

    def flush(self) -> None:
        """Hand everything to the system, so that a closed pipe shows while it can still be dealt with."""
        with _translated():
            self._out.flush()
            self._err.flush()

    def _print(self, stream: TextIO, text: str, **style: Any) -> None:
        colour = self._colour and stream.isatty()
        with _translated():
            click.echo(click.style(text, **style) if style else text, file=stream, color=colour)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"the output cannot be written: {error.strerror or error}"
        raise OutputError(message, "make room where it goes, or send it elsewhere") from error


def process_console() -> Console:
    """The console of this process. Characters that the terminal cannot show are escaped rather than fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return Console(_or_nowhere(sys.stdout), _or_nowhere(sys.stderr), environ=os.environ)


def _or_nowhere(stream: TextIO | None) -> TextIO:
    """A stream; nowhere where the process was started without it (`>&-`)."""
    return open(os.devnull, "w", encoding="utf-8") if stream is None else stream


@contextmanager
def prints_are_talk() -> Iterator[None]:
    """While it lasts, what others print goes to stderr, be it an app.py or a program that it runs."""
    try:
        kept, talk = os.dup(1), os.dup(2)
    except OSError:  # started without one of the two: nobody reads what is printed
        yield
        return
    # A stream of its own: an app file that closes its stdout does not close ours.
    with open(talk, "w", buffering=1, encoding="utf-8", errors="backslashreplace") as stream, redirect_stdout(stream):
        os.dup2(talk, 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def silence() -> None:
    """Send what is left for a closed pipe nowhere, or the interpreter would complain about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
