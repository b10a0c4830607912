"""What is told as wrong in a region, and what no longer is."""

from __future__ import annotations

from msgspec.structs import replace

from tests.unit.deploy.test_status import FIRST, SECOND, deployed, found, instance, stack_set


def test_what_an_old_operation_said_of_an_instance_that_is_current_is_no_problem() -> None:
    told = replace(instance(FIRST), reason="Cancelled since failure tolerance has exceeded")

    seen = found(deployed(secondary=stack_set(told, instance(SECOND))))

    assert seen.is_as_wanted
