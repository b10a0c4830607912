"""The calls that the fake AWS gets: written down, announced to a hook, made to fail on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, NamedTuple

from generator.errors import CredentialsError, NetworkError, OperationError, Place

CENTRAL = "us-east-1"


class Call(NamedTuple):
    """One call: `subject` is the name of what it is about, `request` what was asked for where that is a value."""

    method: str
    region: str
    subject: str = ""
    request: Any = None


class Failure(NamedTuple):
    """An error that the next such call ends with; `applied`: after it was done."""

    method: str
    region: str
    error: Exception
    applied: bool


def _let_pass(call: Call) -> None:
    """Nothing happens before a call."""


class RecordedCalls:
    """What is asked of AWS. Calls may come from several threads; the hook `before` runs in theirs, all else in turn."""

    def __init__(self, regions: frozenset[str]) -> None:
        self.regions = regions
        self.down: set[str] = set()
        self.clock = 0.0
        self.calls: list[Call] = []
        self.reads: list[Call] = []
        self.before: Callable[[Call], None] = _let_pass
        self.lock = RLock()
        self._failures: list[Failure] = []

    def fail_next(self, method: str, region: str, error: Exception, *, applied: bool = False) -> None:
        """Let the next call of `method` that concerns `region` end with `error`, or, `applied`, after it was done."""
        self._failures.append(Failure(method, region, error, applied))

    @contextmanager
    def reading(self, method: str, region: str = "", subject: str = "") -> Iterator[None]:
        """A call that changes nothing."""
        call = Call(method, region, subject)
        failure = self._meet(call, ())
        if failure is not None:
            raise failure.error
        with self.lock:
            self.reads.append(call)
            yield

    @contextmanager
    def reading_centrally(self, method: str, subject: str = "") -> Iterator[None]:
        """A call that changes nothing, of a service that is asked in us-east-1 only: Route 53, account settings."""
        if CENTRAL in self.down:
            raise NetworkError(f"{CENTRAL} does not answer", place=Place(method, CENTRAL))
        with self.reading(method, "", subject):
            yield

    @contextmanager
    def changing(
        self, method: str, region: str, subject: str, request: Any = None, regions: Sequence[str] = ()
    ) -> Iterator[Failure | None]:
        """A call that changes something. Yields a failure that AWS has while it tries; any other is raised here."""
        call = Call(method, region, subject, request)
        failure = self._meet(call, regions)
        tried = failure is not None and isinstance(failure.error, OperationError) and request is not None
        if failure is not None and not failure.applied and not tried:
            raise failure.error
        with self.lock:
            self.calls.append(call)
            yield failure if failure is not None and not failure.applied else None
        if failure is not None and failure.applied:
            raise failure.error

    def _meet(self, call: Call, regions: Sequence[str]) -> Failure | None:
        self.before(call)
        if call.region in self.down:
            raise NetworkError(f"{call.region} does not answer", place=Place(call.method, call.region))
        if call.region and call.region not in self.regions:
            # What AWS says in a region that is not enabled: it does not know the caller there.
            raise CredentialsError("The security token included in the request is invalid")
        with self.lock:
            for failure in self._failures:
                if failure.method == call.method and failure.region in (call.region, *regions):
                    self._failures.remove(failure)
                    return failure
        return None
