"""Running the command line in this process, with streams that are kept, and AWS, if any, as the test gives it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from io import StringIO
from typing import TextIO, TypedDict, Unpack

import click
from msgspec import Struct

from generator.cli.console import Console
from generator.cli.main import program, run
from generator.cli.process import Connect, Connection, Interrupts, Process, Target
from generator.deploy.control import Control


class Outcome(Struct, frozen=True, kw_only=True):
    """What one command did: exit code, data, talk."""

    code: int
    out: str
    err: str


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def unread() -> Iterator[TextIO]:
    """A pipe whose reader has gone away."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream, open(os.devnull, "wb") as nowhere:
        yield stream
        os.dup2(nowhere.fileno(), stream.fileno())  # what is left in it could not be written when it is closed


def no_aws(target: Target, control: Control) -> AbstractContextManager[Connection]:
    """For commands that have no business there."""
    raise AssertionError("AWS was asked")


@contextmanager
def no_interrupts(call: Callable[[], None]) -> Iterator[None]:
    """Nobody presses Ctrl-C."""
    yield


class Surroundings(TypedDict, total=False):
    """What a command runs in. Nobody answers questions unless `answers` are given; nobody keeps the data with `out`."""

    group: click.Group
    terminal: bool
    out: TextIO
    answers: str
    environ: Mapping[str, str]
    connect: Connect
    interrupts: Interrupts


def invoke(*arguments: str, **given: Unpack[Surroundings]) -> Outcome:
    """Run the program, or another group, with these arguments."""
    stream = Terminal if given.get("terminal") else StringIO
    out, err = stream(), stream()
    answers = Terminal(given["answers"]) if "answers" in given else None
    process = Process(
        console=Console(given.get("out", out), err, environ=given.get("environ", {}), answers=answers),
        connect=given.get("connect", no_aws),
        interrupts=given.get("interrupts", no_interrupts),
    )
    code = run(given.get("group", program()), arguments, process)
    return Outcome(code=code, out=out.getvalue(), err=err.getvalue())
