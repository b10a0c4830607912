from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.aws.model import Progress
from generator.deploy.model import AwaitIndexes
from generator.errors import OperationError
from tests.unit.deploy.waited import HOUR, INDEXES, MAIN, MINUTE, SECOND, Telling, after, table, waited

GONE = AwaitIndexes(region=MAIN, regions=(MAIN, SECOND), gone={"items": ("by_owner",)})


def test_indexes_are_waited_for_for_hours() -> None:
    creating = table(indexes={"by_owner": "CREATING"})

    took, seen = waited(Telling(tables=after(3 * HOUR, table(), creating)), INDEXES)

    assert took == 3 * HOUR
    assert seen[0] == Progress(region=MAIN, status="CREATING", resource="items/by_owner")


@pytest.mark.parametrize("first", [{"by_owner": "CREATING"}, {}])
def test_each_replica_fills_an_index_by_itself(first: dict[str, str]) -> None:
    cloud = Telling(elsewhere=after(20 * MINUTE, table(), table(indexes=first)))

    took, seen = waited(cloud, INDEXES)

    assert took == 20 * MINUTE
    assert {one.region for one in seen} == {SECOND}


def test_an_index_is_waited_for_only_where_it_is_to_be_and_where_the_table_is() -> None:
    creating, alone = table(indexes={"by_owner": "CREATING"}), table(replicas={MAIN: "ACTIVE"})

    assert waited(Telling(elsewhere=lambda now: creating), replace(INDEXES, regions=(MAIN,)))[0] == 0
    assert waited(Telling(tables=lambda now: alone, elsewhere=lambda now: creating), INDEXES)[0] == 0


def test_an_index_that_never_comes_to_a_replica_is_a_failure() -> None:
    cloud = Telling(elsewhere=lambda now: table(indexes={}))

    with pytest.raises(OperationError, match="items/by_owner: does not exist, still after 30 minutes") as caught:
        waited(cloud, INDEXES)

    assert caught.value.place.region == SECOND


@pytest.mark.parametrize("step", [INDEXES, GONE])
def test_a_replica_that_its_region_does_not_show_yet_is_waited_for(step: AwaitIndexes) -> None:
    settled = table(indexes={"by_owner": "ACTIVE"} if step is INDEXES else {})
    cloud = Telling(tables=lambda now: settled, elsewhere=after(20 * MINUTE, settled, None))

    took, seen = waited(cloud, step)

    assert took == 20 * MINUTE
    assert seen[0] == Progress(region=SECOND, status="does not exist", resource="items")


def test_a_replica_that_its_region_never_shows_is_a_failure_unless_it_is_being_made() -> None:
    with pytest.raises(OperationError, match="items: does not exist, still after 30 minutes") as caught:
        waited(Telling(elsewhere=lambda now: None), INDEXES)
    creating = table(replicas={MAIN: "ACTIVE", SECOND: "CREATING"})
    slow = Telling(tables=lambda now: creating, elsewhere=after(3 * HOUR, table(), None))

    assert caught.value.place.region == SECOND
    assert waited(slow, INDEXES)[0] == 3 * HOUR


@pytest.mark.parametrize("where", [MAIN, SECOND])
def test_a_deleted_index_is_waited_for_until_it_is_gone_everywhere(where: str) -> None:
    gone, going = table(indexes={}), table(indexes={"by_owner": "DELETING"})
    late = after(3 * HOUR, gone, going)
    cloud = Telling(tables=late) if where == MAIN else Telling(tables=lambda now: gone, elsewhere=late)

    took, seen = waited(cloud, GONE)

    assert took == 3 * HOUR
    assert seen[0] == Progress(region=where, status="DELETING, to be deleted", resource="items/by_owner")


def test_an_index_that_nobody_deletes_is_not_waited_for_for_ever() -> None:
    with pytest.raises(OperationError, match="items/by_owner: ACTIVE, to be deleted, still after 30 minutes"):
        waited(Telling(), GONE)
