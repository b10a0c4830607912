"""APIs of several regions are made and deleted: at the same time, but not more of them than Route 53 bears."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.cloudformation.regions import REGIONS
from generator.deploy.calls import carry_out
from generator.deploy.model import CreateInstances, DeleteInstances, Step
from generator.errors import AwsError, BusyError, CredentialsError, Detached, NetworkError, OperationError, Place
from tests.support.apps import SHOP, assembly_of
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.plans import plan, step
from tests.support.rolled_out import rolled_out

ASSEMBLY = assembly_of(SHOP)
HOME, *THERE = ASSEMBLY.regions
MANY = tuple(sorted(REGIONS - {*ASSEMBLY.regions}))[:23]
CREATE = CreateInstances(
    region=HOME, stack_set_name="shop-secondary", regions=MANY, capabilities=("CAPABILITY_NAMED_IAM",)
)
DELETE = DeleteInstances(region=HOME, stack_set_name="shop-secondary", regions=MANY)


def do(cloud: FakeCloud, what: Step) -> None:
    """Carry out one step."""
    carry_out(step(1, what), replace(plan(), roles=ASSEMBLY.roles), cloud, silent)


def stuck(region: str) -> OperationError:
    return OperationError("stuck", place=Place("test", region))


def asked(cloud: FakeCloud) -> list[tuple[str, ...]]:
    """The regions of each call."""
    return [call.request.regions for call in cloud.calls]


def test_an_api_that_cannot_be_deleted_keeps_no_other_region_from_losing_its_own() -> None:
    cloud = rolled_out(ASSEMBLY)
    cloud.fail_next("delete_instances", THERE[0], stuck(THERE[0]))

    with pytest.raises(OperationError, match="stuck"):
        do(cloud, replace(DELETE, regions=tuple(THERE)))

    stack_set = cloud.stack_set("shop-secondary", HOME)
    assert stack_set is not None
    assert set(stack_set.instances) == {THERE[0]}


@pytest.mark.parametrize("what", [CREATE, DELETE])
def test_not_more_than_ten_regions_write_records_at_once_and_none_waits_for_one_that_fails(what: Step) -> None:
    cloud = rolled_out(ASSEMBLY)
    if what is DELETE:
        do(cloud, CREATE)
        cloud.calls.clear()
    for method in ("create_instances", "delete_instances"):
        cloud.fail_next(method, MANY[0], stuck(MANY[0]))

    with pytest.raises(OperationError, match="stuck"):
        do(cloud, what)

    assert asked(cloud) == [MANY[:10], MANY[10:20], MANY[20:]]


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ((stuck(MANY[0]), NetworkError("cut.", place=Place(region=HOME)), stuck(MANY[20])), "stuck; cut"),
        ((BusyError("busy", "wait", Place(region=HOME)),) * 3, "busy"),
        ((NetworkError("cut", "check", Place(region=HOME)), stuck(MANY[10]), stuck(MANY[20])), "cut; stuck"),
    ],
)
def test_what_failed_in_every_group_is_told_as_one_error_like_the_first(
    errors: tuple[AwsError, ...], told: str
) -> None:
    cloud = rolled_out(ASSEMBLY)
    for number, error in enumerate(errors):
        cloud.fail_next("create_instances", MANY[10 * number], error)

    with pytest.raises(AwsError) as caught:
        do(cloud, CREATE)

    first = errors[0]
    assert type(caught.value) is type(first)
    assert (caught.value.message, caught.value.advice, caught.value.place) == (told, first.advice, first.place)


def test_without_credentials_no_other_group_is_tried() -> None:
    cloud = rolled_out(ASSEMBLY)
    cloud.fail_next("create_instances", MANY[0], stuck(MANY[0]))
    cloud.fail_next("create_instances", MANY[10], CredentialsError("expired"))

    with pytest.raises(OperationError, match=r"^stuck; expired$"):
        do(cloud, CREATE)

    assert asked(cloud) == [MANY[:10]]


def test_what_has_failed_is_told_also_when_the_other_groups_are_not_waited_for() -> None:
    cloud = rolled_out(ASSEMBLY)
    cloud.fail_next("create_instances", MANY[0], stuck(MANY[0]))
    cloud.fail_next("create_instances", MANY[20], Detached())

    with pytest.raises(OperationError) as caught:
        do(cloud, CREATE)

    assert caught.value.message == f"stuck; not waited for: {MANY[20]}, {MANY[21]} and {MANY[22]}"


def test_a_group_that_was_never_begun_is_not_said_to_go_on() -> None:
    cloud = rolled_out(ASSEMBLY)
    cloud.fail_next("create_instances", MANY[0], stuck(MANY[0]))
    cloud.fail_next("create_instances", MANY[10], Detached())

    with pytest.raises(OperationError) as caught:
        do(cloud, CREATE)

    waiting, never = ", ".join(MANY[10:19]), ", ".join(MANY[20:22])
    assert caught.value.message == (
        f"stuck; not waited for: {waiting} and {MANY[19]}; not begun: {never} and {MANY[22]}"
    )
    assert asked(cloud) == [MANY[:10]]


def test_without_a_failure_the_user_has_only_left() -> None:
    cloud = rolled_out(ASSEMBLY)
    cloud.fail_next("create_instances", MANY[10], Detached())

    with pytest.raises(Detached):
        do(cloud, CREATE)

    assert asked(cloud) == [MANY[:10]]


def test_one_region_after_the_other_is_one_operation() -> None:
    cloud = rolled_out(ASSEMBLY)

    do(cloud, replace(CREATE, parallel=False))

    assert asked(cloud) == [MANY]
