"""What is told as wrong in a region, and what no longer is."""

from __future__ import annotations

from msgspec.structs import replace

from tests.unit.deploy.test_status import FIRST, MAIN, SECOND, deployed, found, instance, stack, stack_set


def test_what_an_old_operation_said_of_an_instance_that_is_current_is_no_problem() -> None:
    told = replace(instance(FIRST), reason="Cancelled since failure tolerance has exceeded")

    seen = found(deployed(secondary=stack_set(told, instance(SECOND))))

    assert seen.is_as_wanted


def test_a_main_stack_that_stands_elsewhere_is_shown_there() -> None:
    seen = found(deployed(main=stack("main", FIRST), secondary=stack_set(instance(SECOND))))

    rows = {row.region: (row.stack, row.template) for row in seen.regions}
    assert rows[MAIN] == ("", "missing")
    assert rows[FIRST][0] == "UPDATE_COMPLETE"
    assert not seen.is_as_wanted


def test_why_an_instance_could_not_be_read_is_told_without_its_region_which_stands_before_it() -> None:
    unread = replace(instance(FIRST), stack=None, reason=f"{FIRST}: could not read stack StackSet-shop")

    seen = found(deployed(secondary=stack_set(unread, instance(SECOND))))

    assert [row.problem for row in seen.regions] == ["", "could not read stack StackSet-shop", ""]
