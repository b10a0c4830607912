"""A cloud that tells of one table, one latency and one answer as time passes, and what a wait sees of it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from generator.aws.model import DeployedTable, HttpAnswer, Progress
from generator.deploy.model import AwaitIndexes
from generator.deploy.waiting import Waiting, wait
from tests.support.fake_cloud import FakeCloud
from tests.support.plans import plan

MAIN, SECOND = "eu-west-1", "us-east-1"
MINUTE, HOUR = 60, 3_600

INDEXES = AwaitIndexes(region=MAIN, regions=(MAIN, SECOND), indexes={"items": ("by_owner",)})


def table(**changes: object) -> DeployedTable:
    found = DeployedTable(
        name="items",
        region=MAIN,
        status="ACTIVE",
        keys={"id": "HASH"},
        replicas={MAIN: "ACTIVE", SECOND: "ACTIVE"},
        indexes={"by_owner": "ACTIVE"},
    )
    return replace(found, **changes)


class Telling(FakeCloud):
    """A cloud that tells of one table, one latency and one answer, each depending on the time."""

    def __init__(
        self,
        *,
        tables: Callable[[float], DeployedTable | None] = lambda now: table(),
        latencies: Callable[[float], float | None] = lambda now: None,
        answers: Callable[[float], HttpAnswer] = lambda now: HttpAnswer(status=200),
        elsewhere: Callable[[float], DeployedTable | None] | None = None,
    ) -> None:
        super().__init__()
        self._tables, self._latencies, self._answers = tables, latencies, answers
        self._elsewhere = elsewhere or tables
        self.urls: list[str] = []

    def table(self, name: str, region: str) -> DeployedTable | None:
        found = (self._tables if region == MAIN else self._elsewhere)(self.clock)
        return None if found is None else replace(found, region=region)

    def replication_latency(self, table: str, region: str, towards: str, seconds: float) -> float | None:
        told = [self._latencies(second) for second in range(int(self.clock - seconds), int(self.clock))]
        return max((one for one in told if one is not None), default=None)

    def request(self, method: str, url: str) -> HttpAnswer:
        self.urls.append(f"{method} {url}")
        return self._answers(self.clock)


def waited(cloud: FakeCloud, step: Waiting) -> tuple[float, list[Progress]]:
    """How long it took, and what was told meanwhile."""
    seen: list[Progress] = []
    wait(step, plan(), cloud, seen.append)
    return cloud.clock, seen


def after(seconds: float, then: DeployedTable, first: DeployedTable | None) -> Callable[[float], DeployedTable | None]:
    return lambda now: then if now >= seconds else first
