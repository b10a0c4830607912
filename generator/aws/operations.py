"""One operation of a StackSet: begun, followed to its real end in every region, and explained when it failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from msgspec import Struct

from generator.aws.errors import is_code, remedy
from generator.aws.events import cause
from generator.aws.following import Watch
from generator.aws.model import Progress, StackSetRequest
from generator.aws.regional_trails import RegionalTrails
from generator.aws.session import Client, Session
from generator.aws.stack_sets import running_operations
from generator.aws.waiting import intervals, poll
from generator.errors import AwsError, BusyError, OperationError, Place

Start = Callable[[Client, str], object]

ROUNDS: Final = 8
"""How often an operation is begun again because another one is in the way."""

PROPAGATION: Final = 60.0
"""Seconds for which failures that a role may cause that is not known everywhere yet are tried again."""

RESULTS_LAG: Final = 30.0
"""Seconds for which the results of an operation may lag behind its end [aws-facts 2.11]."""

_ENDED: Final = ("SUCCEEDED", "FAILED", "STOPPED")
_ROLE_IS_YOUNG: Final = (
    "role with trust relationship",  # [aws-facts 2.4]
    "role has insufficient",
    "AccountGate check failed",
    "security token included in the request is invalid",
    "not authorized to perform: sts:AssumeRole",
)


class Failure(Struct, frozen=True, kw_only=True):
    """Why an operation failed in a region. `resource` is a logical id; empty when no resource was reached."""

    region: str
    resource: str
    reason: str


class _Run(Struct, frozen=True, kw_only=True):
    """An operation that has ended, what became of each region, and why some failed."""

    end: Mapping[str, Any]
    results: Mapping[str, Mapping[str, Any]]
    failures: tuple[Failure, ...]

    @property
    def is_success(self) -> bool:
        """SUCCEEDED alone says little: it may hide failed instances [aws-facts 2.10]."""
        return self.end["Status"] == "SUCCEEDED" and not self.failures and not _failed_count(self.end)

    @property
    def is_young(self) -> bool:
        """Whether nothing failed but StackSets' own roles, which may have been made seconds ago."""
        return bool(self.failures) and all(
            not failure.resource and any(text in failure.reason for text in _ROLE_IS_YOUNG) for failure in self.failures
        )


def operate(session: Session, request: StackSetRequest, operation: str, start: Start, watch: Watch) -> None:
    """Begin the operation that `start` begins with a client and an operation id, and wait for its end.

    `operation` is a verb with its object. Other operations are waited for. Raises `OperationError` naming every region
    that failed, with the first resource that did there; `BusyError` when others are in the way again and again.
    """
    begun = session.clock.now()
    for interval in intervals():
        run = _run(session, request, operation, start, watch)
        if run.is_success:
            return
        if session.clock.now() - begun > PROPAGATION or not run.is_young:
            raise _error(request, operation, run)
        session.clock.sleep(interval)


def _run(session: Session, request: StackSetRequest, operation: str, start: Start, watch: Watch) -> _Run:
    trails = RegionalTrails(session, request, watch)
    operation_id = _begin(session, request, operation, start, watch)
    end = poll(session.clock, lambda: _end(session, request, operation_id, trails))
    results = _results(session, request, operation_id, end)
    return _Run(end=end, results=results, failures=_failures(request, results, trails))


def _begin(session: Session, request: StackSetRequest, operation: str, start: Start, watch: Watch) -> str:
    """The id of the begun operation. Each try has a new one: the id is what makes a repeated call the same call."""
    for _, interval in zip(range(ROUNDS), intervals(), strict=False):
        operation_id = str(uuid4())
        try:
            with session.asking("cloudformation", request.region, operation) as cloudformation:
                start(cloudformation, operation_id)
            return operation_id
        except AwsError as error:
            if is_code(error, "OperationIdAlreadyExistsException"):
                return operation_id  # nobody else has this id: the answer to our first call was lost
            if not is_code(error, "OperationInProgressException", "StaleRequestException"):
                raise
        await_operations(session, request.name, request.region, watch)
        session.clock.sleep(interval)
    raise BusyError(
        f"{request.region}: could not {operation}: other operations on the StackSet come between again and again",
        "wait until they are through, then run the same command again",
        Place(operation=operation, region=request.region, code="OperationInProgressException"),
    )


def await_operations(session: Session, name: str, region: str, watch: Watch) -> None:
    """Wait until no operation of the StackSet runs any more."""
    told = False

    def through() -> bool | None:
        nonlocal told
        if not running_operations(session, name, region):
            return True
        if not told:
            watch(Progress(region=region, status="QUEUED", reason="waits for another operation on the StackSet"))
            told = True
        return None

    poll(session.clock, through)


def _end(
    session: Session, request: StackSetRequest, operation_id: str, trails: RegionalTrails
) -> Mapping[str, Any] | None:
    with session.asking("cloudformation", request.region, f"follow StackSet {request.name}") as cloudformation:
        answer = cloudformation.describe_stack_set_operation(StackSetName=request.name, OperationId=operation_id)
    trails.tell(_listed(session, request, operation_id))
    described: Mapping[str, Any] = answer["StackSetOperation"]
    return described if described["Status"] in _ENDED else None


def _results(
    session: Session, request: StackSetRequest, operation_id: str, end: Mapping[str, Any]
) -> Mapping[str, Mapping[str, Any]]:
    """What became of each region. Asked again for a while when they do not show yet what the operation says."""
    since = session.clock.now()

    def settled() -> Mapping[str, Mapping[str, Any]] | None:
        results = _listed(session, request, operation_id)
        failed = sum(result["Status"] == "FAILED" for result in results.values())
        is_told = failed >= _failed_count(end) and (failed or end["Status"] != "FAILED")
        return results if is_told or session.clock.now() - since > RESULTS_LAG else None

    return poll(session.clock, settled)


def _listed(session: Session, request: StackSetRequest, operation_id: str) -> Mapping[str, Mapping[str, Any]]:
    with session.asking("cloudformation", request.region, f"follow StackSet {request.name}") as cloudformation:
        pages = cloudformation.get_paginator("list_stack_set_operation_results").paginate(
            StackSetName=request.name, OperationId=operation_id
        )
        return {result["Region"]: result for page in pages for result in page["Summaries"]}


def _failed_count(end: Mapping[str, Any]) -> int:
    return int(end.get("StatusDetails", {}).get("FailedStackInstancesCount", 0))


def _failures(
    request: StackSetRequest, results: Mapping[str, Mapping[str, Any]], trails: RegionalTrails
) -> tuple[Failure, ...]:
    """The failed regions in the order of the request, each explained by its own stack."""
    failures = []
    for region in sorted(results, key=lambda one: (*request.regions, one).index(one)):
        if results[region]["Status"] == "FAILED":
            found = cause(trails.events(region))
            told = results[region].get("StatusReason") or "AWS gives no reason"
            resource = found.resource if found and not found.is_own else ""
            failures.append(Failure(region=region, resource=resource, reason=found.reason if found else told))
    return tuple(failures)


def _error(request: StackSetRequest, operation: str, run: _Run) -> OperationError:
    unbegun = [region for region in request.regions if run.results.get(region, {}).get("Status") == "CANCELLED"]
    parts = [": ".join(filter(None, (one.region, one.resource, one.reason))) for one in run.failures]
    if not parts:
        parts = [f"{request.region}: {run.end.get('StatusReason') or 'the operation is ' + run.end['Status']}"]
    if unbegun:
        parts.append(f"not begun: {', '.join(unbegun)}")
    reasons = [one.reason for one in run.failures]
    first = run.failures[0] if run.failures else Failure(region=request.region, resource="", reason="")
    return OperationError(
        f"could not {operation}: {'; '.join(parts)}",
        f"{remedy(*reasons)}, then run the same command again: regions that are through stay as they are",
        Place(operation=operation, region=first.region, code=run.end["Status"], resource=first.resource),
    )
