"""Tables that are deleted with all of their replicas, and what becomes of their protection when that is refused."""

from __future__ import annotations

import pytest

from generator.deploy.calls import carry_out
from generator.deploy.model import DeleteTable
from generator.errors import (
    AccessError,
    AwsError,
    CredentialsError,
    NetworkError,
    OperationError,
    Place,
    ThrottlingError,
)
from tests.support.fake_calls import Call
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.fake_tables import TableGroup
from tests.support.plans import plan, step

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"


def account(replicas: dict[str, bool], *, is_source: bool = False) -> FakeCloud:
    """An account with the table `t`: region ─▶ whether its replica is protected. `is_source`: of a young replica."""
    cloud = FakeCloud()
    source, since = (MAIN, cloud.now()) if is_source else ("", None)
    made = TableGroup(name="t", keys={}, attribute_types={}, replicas=replicas, source=source, sourced_at=since)
    cloud.tables.put(None, made)
    return cloud


def delete(cloud: FakeCloud, *regions: str) -> None:
    planned = step(1, DeleteTable(region=MAIN, table="t", regions=regions))
    carry_out(planned, plan(planned), cloud, silent)


def left(cloud: FakeCloud) -> list[dict[str, bool]]:
    return [dict(group.replicas) for group in cloud.tables.groups]


def test_a_table_goes_with_every_replica_after_all_protection_is_off() -> None:
    cloud = account({MAIN: True, SECOND: False, THIRD: True})

    delete(cloud, MAIN, SECOND, THIRD, "eu-north-1")

    assert [(call.method, call.region) for call in cloud.calls] == [
        ("protect_table", MAIN),
        ("protect_table", THIRD),
        ("delete_replica", MAIN),
        ("delete_replica", MAIN),
        ("delete_table", MAIN),
    ]
    assert left(cloud) == []


def test_a_table_whose_deletion_was_interrupted_goes_on_going() -> None:
    cloud = account({THIRD: False})

    delete(cloud, MAIN, SECOND, THIRD)

    assert [(call.method, call.region) for call in cloud.calls] == [("delete_table", THIRD)]


def test_a_table_that_is_gone_is_gone() -> None:
    cloud = FakeCloud()

    delete(cloud, MAIN)

    assert cloud.calls == []


def test_a_table_that_may_not_go_yet_is_protected_again_where_it_was_and_still_is() -> None:
    """The one that a young replica was made from [aws-facts 1.19]."""
    cloud = account({MAIN: True, SECOND: False, THIRD: True}, is_source=True)

    with pytest.raises(OperationError, match=r"last 24 hours; its deletion protection is on again in eu-west-1$"):
        delete(cloud, MAIN, SECOND, THIRD)

    assert left(cloud) == [{MAIN: True}]


def test_what_was_not_protected_is_not_protected_by_a_deletion_that_is_refused() -> None:
    cloud = account({MAIN: False}, is_source=True)

    with pytest.raises(OperationError, match=r"last 24 hours$"):
        delete(cloud, MAIN)

    assert left(cloud) == [{MAIN: False}]


def test_protection_that_could_not_be_taken_everywhere_is_given_back() -> None:
    cloud = account({MAIN: True, SECOND: True})
    cloud.fail_next("protect_table", SECOND, AccessError("not allowed", "be allowed", Place(region=SECOND)))

    with pytest.raises(AccessError, match=r"^not allowed; its .* is on again in eu-west-1$") as caught:
        delete(cloud, MAIN, SECOND)

    assert (caught.value.advice, caught.value.place.region) == ("be allowed", SECOND)
    assert left(cloud) == [{MAIN: True, SECOND: True}]


@pytest.mark.parametrize("kind", [AwsError, CredentialsError, NetworkError, ThrottlingError])
def test_whatever_aws_refuses_for_the_protection_is_given_back(kind: type[AwsError]) -> None:
    cloud = account({MAIN: True})
    cloud.fail_next("delete_table", MAIN, kind("no"))

    with pytest.raises(kind, match=r"^no; its deletion protection is on again in eu-west-1$"):
        delete(cloud, MAIN)

    assert left(cloud) == [{MAIN: True}]


def test_protection_that_was_taken_without_an_answer_is_given_back() -> None:
    cloud = account({MAIN: True, SECOND: True})
    cloud.fail_next("protect_table", SECOND, NetworkError("cut"), applied=True)

    with pytest.raises(NetworkError, match=r"^cut; its .* is on again in eu-west-1 and us-east-1$"):
        delete(cloud, MAIN, SECOND)

    assert left(cloud) == [{MAIN: True, SECOND: True}]


def test_protection_that_cannot_be_given_back_does_not_hide_why_the_table_stays() -> None:
    cloud = account({MAIN: True, SECOND: True, THIRD: True}, is_source=True)

    def cut(call: Call) -> None:
        if call.method == "delete_replica":
            cloud.down.add(THIRD)
            raise OperationError("young", "wait", Place(region=MAIN))
        if call.region == MAIN and call.method == "protect_table" and THIRD in cloud.down:
            raise ThrottlingError("too fast")

    cloud.before = cut

    with pytest.raises(OperationError) as caught:
        delete(cloud, MAIN, SECOND, THIRD)

    assert caught.value.message == (
        "young; its deletion protection is on again in us-east-1 "
        "and could not be switched on again in eu-west-1 and ap-southeast-2"
    )
    assert (caught.value.advice, caught.value.place.region) == ("wait", MAIN)
    assert left(cloud) == [{MAIN: False, SECOND: True, THIRD: False}]
