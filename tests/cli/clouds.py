"""AWS for commands, in memory, with the hosted zone of `APP`; and Ctrl-C without a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Unpack

from generator.aws.model import DeployedZone
from generator.cli.process import Connect, Connection, Interrupts, Target
from generator.deploy.control import Control
from tests.cli.apps import APP, write_app
from tests.cli.support import Outcome, Surroundings, invoke
from tests.support.fake_cloud import FakeCloud

ZONE = "Z0123456789ABCDEFGHIJ"
EMBEDDED = "http://127.0.0.1:4599"


def cloud(account: str = "123456789012") -> FakeCloud:
    """An account without anything in it but the hosted zone."""
    made = FakeCloud(account=account)
    made.zones[ZONE] = DeployedZone(id=ZONE, name="example.com", is_private=False, name_servers=made.delegation or ())
    return made


def to(aws: FakeCloud, *, seen: list[Target] | None = None, stays: bool = True) -> Connect:
    """A connection to this AWS, whichever is asked for; `seen` gets which."""

    @contextmanager
    def connect(target: Target, control: Control) -> Iterator[Connection]:
        if seen is not None:
            seen.append(target)
        yield Connection(cloud=aws, url=EMBEDDED if target.is_local else None, stays=stays)

    return connect


class CtrlC:
    """Ctrl-C as the process catches it: `press` does what the key would, while it is caught."""

    def __init__(self) -> None:
        self._call: Callable[[], None] | None = None

    @property
    def interrupts(self) -> Interrupts:
        """What to give to the command."""

        @contextmanager
        def caught(call: Callable[[], None]) -> Iterator[None]:
            self._call = call
            try:
                yield
            finally:
                self._call = None

        return caught

    def press(self) -> None:
        """Once."""
        assert self._call is not None, "nobody catches it"
        self._call()


def deploy(aws: FakeCloud, *options: str, **given: Unpack[Surroundings]) -> Outcome:
    """`deploy` of the environment prod of the app here."""
    surroundings: Surroundings = {"connect": to(aws), **given}
    return invoke("deploy", "--env", "prod", *options, **surroundings)


def deployed(aws: FakeCloud) -> Outcome:
    """The environment prod of the app here, rolled out."""
    done = deploy(aws, "--yes")
    assert done.code == 0, done.err
    return done


def build(folder: Path, text: str = APP) -> None:
    """Make `folder`, the working directory, hold this app and what is built from it."""
    write_app(folder, text)
    assert invoke("build").code == 0
