"""What the regions of a StackSet operation are doing right now, told by the operation and by their own stacks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from generator.aws.events import Event, Trail, progress
from generator.aws.following import Watch
from generator.aws.model import Progress, StackSetRequest
from generator.aws.session import Session
from generator.aws.stack_sets import in_parallel, list_instances
from generator.errors import AwsError, CredentialsError

T = TypeVar("T")


class RegionalTrails:
    """The events of the stacks in the regions of a request, from now on. Of a stack that is made later: all.

    They are told for people's sake: a region that does not answer does not end the operation, which tells itself
    whether it succeeded there.
    """

    def __init__(self, session: Session, request: StackSetRequest, watch: Watch) -> None:
        self._session = session
        self._request = request
        self._watch = watch
        self._told: dict[str, str] = {}
        self._trails: dict[str, Trail] = {}
        self._silent: set[str] = set()
        self._find(request.regions)
        in_parallel(self._skip, list(self._trails.values()))

    def tell(self, results: Mapping[str, Mapping[str, Any]]) -> None:
        """Tell what has changed since the last call, given the operation's results so far."""
        changed = {region for region, result in results.items() if self._told.get(region) != result["Status"]}
        active = sorted(changed | {region for region, result in results.items() if result["Status"] == "RUNNING"})
        for region, events in zip(active, self._news(active), strict=True):
            news = [progress(event, region) for event in events]
            if region in changed:
                whole = _whole(region, results[region])
                self._told[region] = whole.status
                news.insert(0 if whole.status == "RUNNING" else len(news), whole)
            for one in news:
                self._watch(one)

    def events(self, region: str) -> list[Event]:
        """All events of the region's stack since the beginning; none when it has no stack or does not answer."""
        self._news([region])
        return self._trails[region].events if region in self._trails else []

    def _news(self, regions: list[str]) -> list[list[Event]]:
        self._find([region for region in regions if region not in self._trails])
        return in_parallel(self._fresh, regions)

    def _find(self, regions: Collection[str]) -> None:
        if not regions:
            return
        instances = list_instances(self._session, self._request.name, self._request.region)
        for region in regions:
            if region not in self._silent and instances.get(region, {}).get("StackId"):
                self._trails[region] = Trail(self._session, instances[region]["StackId"], region)

    def _fresh(self, region: str) -> list[Event]:
        return _answered(self._trails[region].fresh) or [] if region in self._trails else []

    def _skip(self, trail: Trail) -> None:
        if _answered(trail.skip) is None:
            self._silent.add(trail.region)  # without a beginning, old failures would look like new ones
            del self._trails[trail.region]


def _whole(region: str, result: Mapping[str, Any]) -> Progress:
    return Progress(region=region, status=result["Status"], reason=result.get("StatusReason", ""))


def _answered(ask: Callable[[], T]) -> T | None:
    """A region that does not answer tells nothing; credentials that have expired concern every region."""
    try:
        return ask()
    except CredentialsError:
        raise
    except AwsError:
        return None
