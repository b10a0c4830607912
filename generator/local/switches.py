"""What can be switched while the embedded AWS runs, and what it remembers of the requests."""

from __future__ import annotations

import time
from collections import deque
from fnmatch import fnmatchcase
from typing import Any

from ministack.core.responses import get_region
from msgspec import Struct

from generator.local.remote import Asked, Step

REMEMBERED = 5_000
"""Requests that are remembered, the last ones."""


class Failure(Struct):
    """A resource whose next `times` steps in a region fail; without `step` of whichever kind comes."""

    region: str
    logical_id: str
    times: int
    reason: str
    step: Step | None = None


class Fault(Struct):
    """An operation whose next `times` calls are refused with `code`; `cut`: the connection breaks."""

    operation: str
    region: str
    code: str
    times: int


class Switches:
    """Nothing is switched at first."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Back to how it began."""
        self.delay = 0.0
        self.failures: list[Failure] = []
        self.faults: list[Fault] = []
        self.requests: deque[Asked] = deque(maxlen=REMEMBERED)

    def set_fault(self, fault: Fault) -> None:
        """Refuse calls from now on; a fault of the same operation and region that was set before is forgotten."""
        place = (fault.operation, fault.region)
        self.faults = [*(one for one in self.faults if (one.operation, one.region) != place), fault]

    def fault(self, operation: str, region: str) -> str | None:
        """The code that this call is refused with."""
        for fault in self.faults:
            if fault.times > 0 and fnmatchcase(operation, fault.operation) and fnmatchcase(region, fault.region):
                fault.times -= 1
                return fault.code
        return None

    def blocks(self, original: Any, resource_type: str) -> bool:
        """Whether CloudFormation has to work on a resource beside the event loop."""
        return self.delay > 0 or original(resource_type)

    def created(self, original: Any, resource_type: str, logical_id: str, *rest: Any) -> Any:
        """Create a resource."""
        self._pass(logical_id, "create")
        return original(resource_type, logical_id, *rest)

    def updated(self, original: Any, *given: Any) -> Any:
        """Update a resource; one that does not change is not touched."""
        _, _, old, new, _, logical_id, *_ = given
        if old != new:
            self._pass(logical_id, "update")
        return original(*given)

    def deleted(self, original: Any, *given: Any) -> Any:
        """Delete a resource."""
        *_, logical_id = given
        self._pass(logical_id, "delete")
        return original(*given)

    def _pass(self, logical_id: str, step: Step) -> None:
        time.sleep(self.delay)
        for failure in self.failures:
            is_here = (failure.region, failure.logical_id) == (get_region(), logical_id)
            if failure.times > 0 and is_here and failure.step in (None, step):
                failure.times -= 1
                raise ValueError(failure.reason)
