"""The only module that prints. Data goes to stdout; talk, warnings and errors go to stderr.

Every text reads well without colour; colour is added on a terminal only, and never when `NO_COLOR` is set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any, TextIO

import click

from generator.errors import OutputError
from generator.findings import Finding, as_text

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

QUIET, NORMAL, VERBOSE = -1, 0, 1

WIDTH_OF_A_PIPE = 120

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


class Console:
    """Two streams and how much to say: `verbosity` is negative for `-q`, positive for `-v`.

    Answers are read from `answers`; `None`: nobody is there to answer.
    """

    def __init__(
        self,
        out: TextIO,
        err: TextIO,
        *,
        environ: Mapping[str, str],
        answers: TextIO | None = None,
        verbosity: int = NORMAL,
    ) -> None:
        self._out = out
        self._err = err
        self._answers = answers
        self._environ = environ
        self._colour = not environ.get("NO_COLOR")
        self._goes_on_unread = False
        self.verbosity = verbosity

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads the data as it comes."""
        return self._out.isatty()

    @property
    def is_interactive(self) -> bool:
        """Whether a person reads the talk and can answer."""
        return self._err.isatty() and self._answers is not None and self._answers.isatty()

    @property
    def is_animated(self) -> bool:
        """Whether talk may be painted over: on a terminal that can, and not in CI, which keeps what it gets."""
        capable = self._environ.get("TERM") != "dumb" and not self._environ.get("CI")
        return capable and self._err.isatty()

    @property
    def width(self) -> int:
        """Columns for the data: those of the terminal, or of `COLUMNS`; many where it goes to a file or a program."""
        return _columns() if self.is_terminal else WIDTH_OF_A_PIPE

    @property
    def talk_width(self) -> int:
        """Columns for the talk, likewise."""
        return _columns() if self._err.isatty() else WIDTH_OF_A_PIPE

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

    def ask(self, question: str) -> str:
        """What a person answers, without white space around it; nothing when there is no more input."""
        self._print(self._err, f"{question} ", newline=False)
        return "" if self._answers is None else self._answers.readline().strip()

    def painter(self) -> RichConsole:
        """Rich's console for talk that is painted over."""
        from rich.console import Console as RichConsole

        return RichConsole(file=self._err, no_color=not self._colour, markup=False, emoji=False, highlight=False)

    @staticmethod
    def paint_line(painter: RichConsole, text: str, style: str) -> None:
        """A line above what is painted over, to stay."""
        from rich.text import Text

        # Not `print(…, style=…)`: what is painted over is painted anew by the same call, and would get the style too.
        painter.print(Text(text, style=style), soft_wrap=True)

    def trace(self, text: str) -> None:
        """A traceback, for `--debug`."""
        self._print(self._err, text.rstrip("\n"))

    def go_on_unread(self) -> None:
        """From now on a stream that takes nothing more ends nothing: what is meant for it goes nowhere."""
        self._goes_on_unread = True

    def flush(self) -> None:
        """Hand everything to the system, so that a closed pipe shows while it can still be dealt with."""
        for stream in (self._out, self._err):
            with self._writing(stream):
                stream.flush()

    def _print(self, stream: TextIO, text: str, *, newline: bool = True, **style: Any) -> None:
        colour = self._colour and stream.isatty()
        with self._writing(stream):
            click.echo(click.style(text, **style) if style else text, file=stream, color=colour, nl=newline)

    @contextmanager
    def _writing(self, stream: TextIO) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            if self._goes_on_unread:
                _silence(stream)
                if stream is self._out:
                    self.say(f"stdout takes nothing more ({reason}); what has begun goes on all the same", fg="yellow")
            elif isinstance(error, BrokenPipeError):
                raise
            else:
                message = f"the output cannot be written: {reason}"
                raise OutputError(message, "make room where it goes, or send it elsewhere") from error


def process_console() -> Console:
    """The console of this process. Characters that the terminal cannot show are escaped rather than fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return Console(_or_nowhere(sys.stdout), _or_nowhere(sys.stderr), environ=os.environ, answers=sys.stdin)


def _or_nowhere(stream: TextIO | None) -> TextIO:
    """A stream; nowhere where the process was started without it (`>&-`)."""
    return open(os.devnull, "w", encoding="utf-8") if stream is None else stream


def _columns() -> int:
    # Its module brings all of compression along, and most of what is run prints to no terminal.
    from shutil import get_terminal_size

    return get_terminal_size().columns


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
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            _silence(stream)


def _silence(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
