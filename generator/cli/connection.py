"""AWS itself, or the embedded one: a running `local` where there is one, otherwise one in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final

from generator.cli.process import Connection, Target

if TYPE_CHECKING:
    from generator.deploy.control import Control


LONGEST_WAIT: Final = 0.1
"""Seconds that the embedded AWS is waited for at a time: it has no resolvers that remember, and is done at once."""


class ShortWaits:
    """Waits that are cut short, on a clock that counts what was left out: who waits for a time to come sees it come."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._left_out = 0.0
        self._lock = Lock()

    def sleep(self, seconds: float) -> None:
        """Wait; raises `Detached` when nothing is to be waited for any more."""
        self._control.sleep(min(seconds, LONGEST_WAIT))
        with self._lock:
            self._left_out += max(0.0, seconds - LONGEST_WAIT)

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return self._control.now() + self._left_out


@contextmanager
def connected(target: Target, control: Control) -> Iterator[Connection]:
    """A connection whose waiting obeys `control`. Credentials are looked for when AWS is first asked."""
    from generator.aws.cloud import Endpoint, connect

    if target.folder is None:
        yield Connection(
            cloud=connect(profile=target.profile, packages=target.packages, sleep=control.sleep, now=control.now)
        )
        return
    with _embedded(target.folder, target) as (url, stays):
        waits = ShortWaits(control)
        cloud = connect(endpoint=Endpoint(url=url), packages=target.packages, sleep=waits.sleep, now=waits.now)
        yield Connection(cloud=cloud, url=url, stays=stays)


@contextmanager
def _embedded(folder: str, target: Target) -> Iterator[tuple[str, bool]]:
    from generator.local.found import find
    from generator.local.server import serve

    running = find(folder)
    if running is not None:
        _prepare(running, target)
        yield running, True
        return
    with serve(folder) as local:
        _prepare(local.url, target)
        yield local.url, False


def _prepare(url: str, target: Target) -> None:
    from generator.local.remote import Local

    if target.domain is not None:
        Local(url).prepare(target.domain.hosted_zone_id, zone_name(target.domain.name))


def zone_name(domain: str) -> str:
    """A name for the hosted zone of a domain: its last two labels, so that the environments of an app share it."""
    return ".".join(domain.split(".")[-2:])
