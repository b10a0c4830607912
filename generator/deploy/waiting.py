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
SPREADING_LIMIT: Final = 1_800.0  # what becomes of an index in the main region comes to the replicas by itself
SMOKE_PACE: Final = Pace(5, 1_200)  # resolvers remember for 900 s that a name was not there: the SOA's minimum
REPLICATION_PACE: Final = Pace(30, 1_800)
METRIC_LAG: Final = 180.0  # one minute is summed up in each datapoint, which comes a minute or two late
TTL_PAUSE: Final = 15.0

Waiting = AwaitReplicas | AwaitIndexes | AwaitTtl | AwaitReplication | SmokeTest


class Look(NamedTuple):
    """What is still missing. `limit`: for how many seconds it may look like that; `None`: as the pace says."""

    region: str
    status: str
    resource: str = ""
    limit: float | None = None


def wait(step: Waiting, plan: Plan, cloud: Cloud, watch: Watch) -> None:
    """Return when it is so. Raises `OperationError` when it cannot come to be, or does not in time."""
    match step:
        case AwaitReplicas():
            _until(lambda: _replicas(step, cloud), REPLICA_PACE, cloud, watch)
        case AwaitIndexes():
            _until(lambda: _indexes(step, cloud), INDEX_PACE, cloud, watch)
        case AwaitReplication():
            start = cloud.now()
            _until(lambda: _replication(step, cloud, cloud.now() - start), REPLICATION_PACE, cloud, watch)
        case AwaitTtl():
            _pass_time(step, cloud, watch)
        case SmokeTest():
            url = resolved({"url": step.url}, plan, cloud)["url"]
            _until(lambda: _probes(step, url, cloud), SMOKE_PACE, cloud, watch)
        case _:
            assert_never(step)


def _until(look: Callable[[], Look | None], pace: Pace, cloud: Cloud, watch: Watch) -> None:
    """Look until there is nothing to be seen any more."""
    start = answered = since = cloud.now()
    before: Look | None = None
    while True:
        try:
            seen = look()
            answered = cloud.now()
        except (NetworkError, ThrottlingError):
            if cloud.now() - answered > _SILENCE:
                raise
        else:
            if seen is None:
                return
            watch(Progress(region=seen.region, status=seen.status, resource=seen.resource))
            since = since if seen == before else answered
            before = seen
            _give_up(seen, answered - (start if seen.limit is None else since), pace)
        cloud.sleep(pace.pause)


def _give_up(seen: Look, passed: float, pace: Pace) -> None:
    limit = pace.limit if seen.limit is None else seen.limit
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
            return Look(step.region, "does not exist", name, MISSING_LIMIT)
        for region in step.regions:
            status = table.replicas.get(region)
            if status is None:
                return Look(region, "has no replica here", name, MISSING_LIMIT)
            if status != "ACTIVE":
                return Look(region, status, name)
    return None


def _indexes(step: AwaitIndexes, cloud: Cloud) -> Look | None:
    """The first that is not as it is to be. All regions work at the same time, so the slowest decides how long it takes
    whatever the order in which they are asked."""
    for name in dict.fromkeys((*step.indexes, *step.gone)):
        home = cloud.table(name, step.region)
        if home is None:
            return Look(step.region, "does not exist", name, MISSING_LIMIT)
        for region in (step.region, *(other for other in step.regions if other != step.region)):
            if region in home.replicas:
                table = home if region == step.region else cloud.table(name, region)
                found = _unseen(home, region) if table is None else next(_not_settled(step, table), None)
                if found is not None:
                    return found
    return None


def _unseen(home: DeployedTable, region: str) -> Look:
    """A replica that the table tells of and its region does not, or not any more."""
    limit = None if home.replicas[region] == "CREATING" else SPREADING_LIMIT
    return Look(region, "does not exist", home.name, limit)


def _not_settled(step: AwaitIndexes, table: DeployedTable) -> Iterator[Look]:
    for index in step.indexes.get(table.name, ()):
        status = table.indexes.get(index)
        if status is None:
            limit = MISSING_LIMIT if table.region == step.region else SPREADING_LIMIT
            yield Look(table.region, "does not exist", f"{table.name}/{index}", limit)
        elif status != "ACTIVE":
            yield Look(table.region, status, f"{table.name}/{index}")
    for index in step.gone.get(table.name, ()):
        if index in table.indexes:
            status = table.indexes[index]
            patience = None if status == "DELETING" else SPREADING_LIMIT
            yield Look(table.region, f"{status}, to be deleted", f"{table.name}/{index}", patience)


def _replication(step: AwaitReplication, cloud: Cloud, passed: float) -> Look | None:
    """Only what was measured since the wait began counts: nobody is led to the region since then, so it is of its last
    writes. What was measured before says nothing of these, neither that they have arrived nor that they have not.

    Nothing was measured: nothing was written in the last minutes, so nothing is on its way [aws-facts 7.1].
    """
    if passed < METRIC_LAG:
        return Look(step.region, "its last minutes are measured")
    for name in step.tables:
        for region in step.towards:
            latency = cloud.replication_latency(name, step.region, region, METRIC_LAG)
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
