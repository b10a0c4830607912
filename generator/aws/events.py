"""What happened to the resources of a stack, and which of it is the cause of a failure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from generator.aws.model import Progress
from generator.aws.session import Session
from generator.aws.stacks import short


class Event(Struct, frozen=True, kw_only=True):
    """One event of a stack. `resource` is a logical id; `is_own` when it is about the stack itself."""

    id: str
    resource: str
    status: str
    reason: str = ""
    is_own: bool = False

    @property
    def is_failure(self) -> bool:
        """Something did not work, and not only because something else had not."""
        is_consequence = self.reason.startswith("Resource ") and "cancelled" in self.reason.lower()
        return self.status.endswith("_FAILED") and not is_consequence


class Trail:
    """The events of a stack from a moment on. Call `skip` to begin now; otherwise it begins with the stack."""

    def __init__(self, session: Session, stack_id: str, region: str) -> None:
        self.stack_id = stack_id
        self.region = region
        self.events: list[Event] = []
        self._session = session
        self._seen: set[str] = set()

    def skip(self) -> int:
        """What has happened so far is not told. How many events were seen of it: one page is enough to stop at."""
        self._seen.update(event.id for event in next(self._pages(), ()))
        return len(self._seen)

    def resume(self) -> None:
        """Begin with the deletion that is going on: what it has done is known, but not told any more."""
        self.fresh()
        begun = [at for at, event in enumerate(self.events) if event.is_own and event.status == "DELETE_IN_PROGRESS"]
        del self.events[: max(begun, default=0)]

    def fresh(self) -> list[Event]:
        """What has happened since the last call, in order; one call to AWS per hundred events."""
        news: list[Event] = []
        for page in self._pages():
            unseen = [event for event in page if event.id not in self._seen]
            news += unseen
            if len(unseen) < len(page):
                break
        news.reverse()
        self._seen.update(event.id for event in news)
        self.events += news
        return news

    @property
    def status(self) -> str:
        """The stack's own last status on this trail; empty when nothing has begun yet."""
        return next((event.status for event in reversed(self.events) if event.is_own), "")

    def _pages(self) -> Iterator[list[Event]]:
        """Newest first, as CloudFormation gives them."""
        question = {"StackName": self.stack_id}
        while True:
            with self._session.asking(
                "cloudformation", self.region, f"read the events of stack {short(self.stack_id)}"
            ) as cloudformation:
                answer = cloudformation.describe_stack_events(**question)
            yield [_event(event) for event in answer["StackEvents"]]
            if not answer.get("NextToken"):
                return
            question["NextToken"] = answer["NextToken"]


def cause(events: Iterable[Event]) -> Event | None:
    """The first failure of a resource; without one the first of the stack itself that gives a reason."""
    events = list(events)
    for event in events:
        if event.is_failure and not event.is_own:
            return event
    return next((event for event in events if event.is_own and _went_back(event) and event.reason), None)


def progress(event: Event, region: str) -> Progress:
    """An event as people are told of it."""
    resource = "" if event.is_own else event.resource
    return Progress(region=region, status=event.status, resource=resource, reason=event.reason)


def _went_back(event: Event) -> bool:
    return event.status.endswith("_FAILED") or "ROLLBACK" in event.status


def _event(event: Mapping[str, Any]) -> Event:
    return Event(
        id=event["EventId"],
        resource=event.get("LogicalResourceId", ""),
        status=event.get("ResourceStatus", ""),
        reason=event.get("ResourceStatusReason") or event.get("HookStatusReason", ""),
        is_own=event.get("PhysicalResourceId") == event["StackId"],
    )
