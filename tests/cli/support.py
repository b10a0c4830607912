"""Running the command line in this process, with streams that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

import click
from msgspec import Struct

from generator.cli.console import Console
from generator.cli.main import program, run


class Outcome(Struct, frozen=True, kw_only=True):
    """What one command did: exit code, data, talk."""

    code: int
    out: str
    err: str


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def invoke(
    *arguments: str,
    group: click.Group | None = None,
    terminal: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Outcome:
    """Run the program, or another group, with these arguments."""
    stream = Terminal if terminal else StringIO
    out, err = stream(), stream()
    code = run(group or program(), arguments, Console(out, err, environ=environ or {}))
    return Outcome(code=code, out=out.getvalue(), err=err.getvalue())
