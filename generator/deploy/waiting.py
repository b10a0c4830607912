"""Steps that only wait: asking AWS again and again until it is so, with an end to patience where waiting is no help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

from generator.aws.model import Progress
from generator.deploy.model import AwaitIndexes, AwaitReplicas, AwaitReplication, AwaitTtl, Probe, SmokeTest
from generator.deploy.outputs import resolved
from generator.errors import NetworkError, OperationError, Place, ThrottlingError

if TYPE_CHECKING:
    from generator.aws.model import DeployedTable
    from generator.deploy.cloud import Cloud, Watch
    from generator.deploy.model import Plan

HOPELESS: Final = frozenset(
    (
        "ARCHIVED",
        "ARCHIVING",
        "CREATION_FAILED",
        "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
        "REGION_DISABLED",
        "REPLICATION_NOT_AUTHORIZED",
    )
)
"""Statuses of a table, replica or index that time does not mend."""

CAUGHT_UP: Final = 5_000
"""Milliseconds of replication latency that are as good as none: writes of seconds ago have arrived."""

_SILENCE: Final = 300.0
"""Seconds without any answer that a wait outlives: a laptop slept, a connection was cut."""


class Pace(NamedTuple):
    """Seconds between two looks, and seconds after which it has failed; `None`: AWS may take hours."""

    pause: float
    limit: float | None


REPLICA_PACE: Final = Pace(15, None)  # hours for a large table [aws-facts 1.4]
INDEX_PACE: Final = Pace(15, None)  # likewise
MISSING_LIMIT: Final = 120.0  # DescribeTable is eventually consistent; longer than that, it is not there
SMOKE_PACE: Final = Pace(5, 600)  # a new name in Route 53 takes a minute, resolvers remember that it was not there
REPLICATION_PACE: Final = Pace(30, 1_800)  # the metric comes a minute or two late
TTL_PAUSE: Final = 15.0

Waiting = AwaitReplicas | AwaitIndexes | AwaitTtl | AwaitReplication | SmokeTest


class Look(NamedTuple):
    """What is still missing. `missing`: it is not there at all, which cannot go on for long."""

    region: str
    status: str
    resource: str = ""
    missing: bool = False


def wait(step: Waiting, plan: Plan, cloud: Cloud, watch: Watch) -> None:
    """Return when it is so. Raises `OperationError` when it cannot come to be, or does not in time."""
    match step:
        case AwaitReplicas():
            _until(lambda: _replicas(step, cloud), REPLICA_PACE, cloud, watch)
        case AwaitIndexes():
            _until(lambda: _indexes(step, cloud), INDEX_PACE, cloud, watch)
        case AwaitReplication():
            _until(lambda: _replication(step, cloud), REPLICATION_PACE, cloud, watch)
        case AwaitTtl():
            _pass_time(step, cloud, watch)
        case SmokeTest():
            url = resolved({"url": step.url}, plan, cloud)["url"]
            _until(lambda: _probes(step, url, cloud), SMOKE_PACE, cloud, watch)
        case _:
            assert_never(step)


def _until(look: Callable[[], Look | None], pace: Pace, cloud: Cloud, watch: Watch) -> None:
    """Look until there is nothing to be seen any more."""
    start = answered = cloud.now()
    while True:
        try:
            seen = look()
            answered = cloud.now()
        except (NetworkError, ThrottlingError):
            if cloud.now() - answered > _SILENCE:
                raise
            seen = None
        else:
            if seen is None:
                return
            watch(Progress(region=seen.region, status=seen.status, resource=seen.resource))
            _give_up(seen, cloud.now() - start, pace)
        cloud.sleep(pace.pause)


def _give_up(seen: Look, passed: float, pace: Pace) -> None:
    limit = MISSING_LIMIT if seen.missing else pace.limit
    what = f"{seen.resource}: {seen.status}" if seen.resource else seen.status
    place = Place(region=seen.region, resource=seen.resource)
    if seen.status in HOPELESS:
        raise OperationError(f"{what}, and does not become ACTIVE by itself", "look at the table in DynamoDB", place)
    if limit is not None and passed >= limit:
        raise OperationError(
            f"{what}, still after {limit / 60:.0f} minutes", "find out why, then run the same command again", place
        )


def _replicas(step: AwaitReplicas, cloud: Cloud) -> Look | None:
    for name in step.tables:
        table = cloud.table(name, step.region)
        if table is None:
            return Look(step.region, "does not exist", name, missing=True)
        for region in step.regions:
            status = table.replicas.get(region)
            if status is None:
                return Look(region, "has no replica here", name, missing=True)
            if status != "ACTIVE":
                return Look(region, status, name)
    return None


def _indexes(step: AwaitIndexes, cloud: Cloud) -> Look | None:
    for name, indexes in step.indexes.items():
        table = cloud.table(name, step.region)
        if table is None:
            return Look(step.region, "does not exist", name, missing=True)
        found = next(_not_active(table, indexes, step.region), None)
        if found is not None:
            return found
    return None


def _not_active(table: DeployedTable, indexes: tuple[str, ...], region: str) -> Iterator[Look]:
    for index in indexes:
        status = table.indexes.get(index)
        if status is None:
            yield Look(region, "does not exist", f"{table.name}/{index}", missing=True)
        elif status != "ACTIVE":
            yield Look(region, status, f"{table.name}/{index}")


def _replication(step: AwaitReplication, cloud: Cloud) -> Look | None:
    """Nothing was measured: nothing was written in the last minutes, so nothing is on its way [aws-facts 7.1]."""
    for name in step.tables:
        for region in step.towards:
            latency = cloud.replication_latency(name, step.region, region)
            if latency is not None and latency > CAUGHT_UP:
                return Look(step.region, f"{latency / 1000:.0f} s behind towards {region}", name)
    return None


def _pass_time(step: AwaitTtl, cloud: Cloud, watch: Watch) -> None:
    end = cloud.now() + step.seconds
    while (left := end - cloud.now()) > 0:
        watch(Progress(region=step.region, status=f"{left:.0f} s left"))
        cloud.sleep(min(left, TTL_PAUSE))


def _probes(step: SmokeTest, url: str, cloud: Cloud) -> Look | None:
    for probe in step.probes:
        fault = _fault(probe, url.rstrip("/") + probe.path, cloud)
        if fault:
            return Look(step.region, f"{probe.method} {probe.path} {fault}")
    return None


def _fault(probe: Probe, url: str, cloud: Cloud) -> str:
    """What is wrong with the answer; empty when nothing is."""
    try:
        answer = cloud.request(probe.method, url)
    except NetworkError as error:
        # Expected as long as DNS and the certificate are on their way: it is what the test is there to see.
        return f"gives no answer: {error.message}"
    if answer.status != probe.status:
        return f"answers {answer.status}, not {probe.status}"
    return f"does not name {probe.naming}" if probe.naming not in answer.body else ""
