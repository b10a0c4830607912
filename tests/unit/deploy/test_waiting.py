from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from generator.assembly.model import FromOutput
from generator.aws.model import DeployedTable, HttpAnswer, Progress
from generator.deploy.model import AwaitReplicas, AwaitReplication, AwaitTtl, Probe, SmokeTest
from generator.deploy.waiting import Waiting
from generator.errors import AccessError, NetworkError, OperationError, ThrottlingError
from tests.unit.deploy.waited import HOUR, INDEXES, MAIN, MINUTE, SECOND, Telling, after, table, waited

REPLICAS = AwaitReplicas(region=MAIN, tables=("items",), regions=(MAIN, SECOND))
REPLICATION = AwaitReplication(region=SECOND, tables=("items",), towards=(MAIN,))
SMOKE = SmokeTest(
    region=SECOND,
    url="https://us-east-1.api.example.com",
    probes=(Probe(method="GET", path="/health", status=200, naming=SECOND),),
)


def test_what_is_there_already_is_not_waited_for() -> None:
    for step in (REPLICAS, INDEXES):
        assert waited(Telling(), step) == (0.0, [])


def test_replicas_are_waited_for_for_hours_and_told_meanwhile() -> None:
    creating = table(replicas={MAIN: "ACTIVE", SECOND: "CREATING"})

    took, seen = waited(Telling(tables=after(3 * HOUR, table(), creating)), REPLICAS)

    assert took == 3 * HOUR
    assert seen[0] == Progress(region=SECOND, status="CREATING", resource="items")


def test_what_is_not_seen_for_a_moment_after_hours_is_looked_at_again() -> None:
    creating = table(indexes={"by_owner": "CREATING"})

    def told(now: float) -> DeployedTable | None:
        return creating if now < 3 * HOUR else None if now < 3 * HOUR + MINUTE else table()

    assert waited(Telling(tables=told), INDEXES)[0] == 3 * HOUR + MINUTE


@pytest.mark.parametrize(
    ("step", "found", "message"),
    [
        (REPLICAS, None, "items: does not exist, still after 2 minutes"),
        (REPLICAS, table(replicas={MAIN: "ACTIVE"}), "items: has no replica here, still after 2 minutes"),
        (INDEXES, None, "items: does not exist, still after 2 minutes"),
        (INDEXES, table(indexes={}), "items/by_owner: does not exist, still after 2 minutes"),
        (
            REPLICAS,
            table(replicas={MAIN: "ACTIVE", SECOND: "REPLICATION_NOT_AUTHORIZED"}),
            "items: REPLICATION_NOT_AUTHORIZED, and does not become ACTIVE by itself",
        ),
    ],
)
def test_what_will_never_be_is_not_waited_for_for_ever(
    step: Waiting, found: DeployedTable | None, message: str
) -> None:
    cloud = Telling(tables=lambda now: found)

    with pytest.raises(OperationError) as caught:
        waited(cloud, step)

    assert caught.value.message == message
    assert cloud.clock <= 2 * MINUTE
    assert caught.value.place.resource.startswith("items")


def test_a_table_that_is_not_seen_at_once_is_looked_at_again() -> None:
    assert waited(Telling(tables=after(30, table(), None)), REPLICAS)[0] == 30


def test_a_region_that_answers_as_it_should_passes() -> None:
    cloud = Telling(answers=lambda now: HttpAnswer(status=200, body='{"region": "us-east-1"}'))

    assert waited(cloud, SMOKE) == (0.0, [])
    assert cloud.urls == ["GET https://us-east-1.api.example.com/health"]


def refuse(error: Exception) -> HttpAnswer:
    raise error


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda: HttpAnswer(status=503), "GET /health answers 503, not 200"),
        (lambda: HttpAnswer(status=200, body='{"region": "eu-west-1"}'), "GET /health does not name us-east-1"),
        (lambda: refuse(NetworkError("no such host")), "GET /health gives no answer: no such host"),
    ],
)
def test_a_region_gets_twenty_minutes_to_answer(answer: Callable[[], HttpAnswer], told: str) -> None:
    good = HttpAnswer(status=200, body='"us-east-1"')

    took, seen = waited(Telling(answers=lambda now: answer() if now < 16 * MINUTE else good), SMOKE)

    assert took == 16 * MINUTE
    assert seen[0] == Progress(region=SECOND, status=told)
    with pytest.raises(OperationError, match="still after 20 minutes") as caught:
        waited(Telling(answers=lambda now: answer()), SMOKE)
    assert told in caught.value.message
    assert caught.value.place.region == SECOND


def test_every_probe_has_to_pass() -> None:
    more = replace(SMOKE, probes=(*SMOKE.probes, Probe(method="POST", path="/orders", status=403)))
    cloud = Telling(answers=lambda now: HttpAnswer(status=200, body=SECOND))

    with pytest.raises(OperationError, match="POST /orders answers 200, not 403"):
        waited(cloud, more)


def test_the_address_may_be_an_output() -> None:
    late = replace(SMOKE, url=FromOutput(template="main", region=MAIN, output="ExecuteApiUrl"))

    with pytest.raises(OperationError, match="url is to be the output ExecuteApiUrl of app-main"):
        waited(Telling(), late)


def test_time_passes_and_is_told() -> None:
    took, seen = waited(Telling(), AwaitTtl(region=SECOND, seconds=40))

    assert took == 40
    assert [one.status for one in seen] == ["40 s left", "25 s left", "10 s left"]


def test_no_time_is_no_wait() -> None:
    assert waited(Telling(), AwaitTtl(region=SECOND, seconds=0)) == (0.0, [])


def test_replication_is_waited_for_until_little_is_on_its_way() -> None:
    cloud = Telling(latencies=lambda now: 60_000 - now * 100)

    took, seen = waited(cloud, REPLICATION)

    assert took == 750  # since second 550 little is on its way, and the worst of three minutes counts
    assert seen[-1] == Progress(region=SECOND, status="6 s behind towards eu-west-1", resource="items")


@pytest.mark.parametrize("before", [None, 0, 60_000])
def test_what_was_measured_before_the_region_had_no_customers_says_nothing_of_its_last_writes(before: int) -> None:
    still, late = (lambda now: before if now < 0 else None), (lambda now: before if now < 0 else 60_000 - now * 200)

    assert waited(Telling(latencies=still), REPLICATION)[0] == 3 * MINUTE
    assert waited(Telling(latencies=late), REPLICATION)[0] > 3 * MINUTE


def test_replication_that_does_not_catch_up_is_a_failure() -> None:
    with pytest.raises(OperationError, match="items: 60 s behind towards eu-west-1, still after 30 minutes"):
        waited(Telling(latencies=lambda now: 60_000), REPLICATION)


@pytest.mark.parametrize("error", [NetworkError("cut"), ThrottlingError("slow down")])
def test_a_wait_outlives_some_minutes_without_any_answer(error: Exception) -> None:
    creating = table(replicas={MAIN: "ACTIVE", SECOND: "CREATING"})

    def told(now: float) -> DeployedTable:
        if 1000 <= now < 1250:
            raise error
        return creating if now < HOUR else table()

    assert waited(Telling(tables=told), REPLICAS)[0] == HOUR


def test_silence_for_longer_ends_a_wait() -> None:
    cloud = Telling(tables=lambda now: fail(NetworkError("cut")))

    with pytest.raises(NetworkError):
        waited(cloud, REPLICAS)

    assert 5 * MINUTE < cloud.clock < 6 * MINUTE


def test_what_is_not_allowed_ends_a_wait_at_once() -> None:
    cloud = Telling(tables=lambda now: fail(AccessError("dynamodb:DescribeTable")))

    with pytest.raises(AccessError):
        waited(cloud, REPLICAS)

    assert cloud.clock == 0


def fail(error: Exception) -> DeployedTable:
    raise error
