"""Instances of a StackSet: how they are, what helps those that are not well, and their deletion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from generator.aws.following import Watch, delete_stack, ending
from generator.aws.model import StackSetRequest
from generator.aws.operations import operate
from generator.aws.session import Client, Session
from generator.aws.stack_sets import Answer, in_parallel, list_instances
from generator.aws.stacks import describe, short, status_of
from generator.errors import OperationError, Place

Condition = Literal["missing", "current", "outdated", "empty", "stillborn", "lost"]
"""How an instance is, by what helps it:

    missing     there is none: it is created
    current     it has the StackSet's template: nothing to do
    outdated    its stack lives and has another template: it is updated
    empty       its stack was never made: creating it again with a new operation id tries again [aws-facts 2.13]
    stillborn   its stack failed when it was created: nothing can update that, so it is deleted with its stack
    lost        INOPERABLE, or somebody has deleted its stack: it is deleted without, the stack by hand [aws-facts 2.18]
"""

CREATED: Final[tuple[Condition, ...]] = ("missing", "empty", "stillborn", "lost")
"""Conditions that end with the instance being created."""


def conditions(session: Session, request: StackSetRequest) -> Mapping[str, Condition]:
    """Region of the request ─▶ how its instance is, in the order of the request.

    Only instances that are not known to be well have their stack looked at. Raises `OperationError` for a stack that
    nothing can change before somebody has helped.
    """
    instances = list_instances(session, request.name, request.region)

    def condition(region: str) -> Condition:
        return _condition(session, instances[region]) if region in instances else "missing"

    return dict(zip(request.regions, in_parallel(condition, request.regions), strict=True))


def delete_instances(session: Session, request: StackSetRequest, watch: Watch) -> None:
    """Delete the instances in the regions of the request with their stacks; fine where there is none."""
    instances = list_instances(session, request.name, request.region)
    present = [region for region in request.regions if region in instances]
    lost = [region for region in present if instances[region]["Status"] == "INOPERABLE"]
    _clear_lost(session, request, lost, watch)
    remove(session, request, [region for region in present if region not in lost], watch, with_stacks=True)


def clear(session: Session, request: StackSetRequest, found: Mapping[str, Condition], watch: Watch) -> None:
    """Delete the instances that no operation can repair, so that they can be created."""
    _clear_lost(session, request, having(found, "lost"), watch)
    remove(session, request, having(found, "stillborn"), watch, with_stacks=True)


def create(session: Session, request: StackSetRequest, regions: Sequence[str], watch: Watch) -> None:
    """Create instances from the template that the StackSet has now; nothing for no regions."""
    if not regions:
        return

    def start(client: Client, operation_id: str) -> None:
        client.create_stack_instances(**where(request, regions), OperationId=operation_id)

    operate(session, request, f"create instances of StackSet {request.name}", start, watch)


def retry(session: Session, request: StackSetRequest, regions: Sequence[str], watch: Watch) -> None:
    """Bring outdated instances to the template that the StackSet has now; nothing for no regions."""
    if not regions:
        return

    def start(client: Client, operation_id: str) -> None:
        client.update_stack_instances(**where(request, regions), OperationId=operation_id)

    operate(session, request, f"update instances of StackSet {request.name}", start, watch)


def remove(
    session: Session, request: StackSetRequest, regions: Sequence[str], watch: Watch, *, with_stacks: bool
) -> None:
    """Delete instances, with their stacks or without; nothing for no regions."""
    if not regions:
        return

    def start(client: Client, operation_id: str) -> None:
        client.delete_stack_instances(**where(request, regions), RetainStacks=not with_stacks, OperationId=operation_id)

    operate(session, request, f"delete instances of StackSet {request.name}", start, watch)


def where(request: StackSetRequest, regions: Sequence[str]) -> dict[str, Any]:
    """The arguments of an operation that say what it concerns and how it goes on.

    There is one account in a region, so tolerance 0 means that the first region that fails is the last one
    [aws-facts 2.9].
    """
    preferences: dict[str, Any] = {"FailureToleranceCount": 0, "MaxConcurrentCount": 1}
    if request.parallel:
        preferences["RegionConcurrencyType"] = "PARALLEL"
    else:
        preferences |= {"RegionConcurrencyType": "SEQUENTIAL", "RegionOrder": list(regions)}
    return {
        "StackSetName": request.name,
        "Accounts": [request.account],
        "Regions": list(regions),
        "OperationPreferences": preferences,
    }


def having(found: Mapping[str, Condition], *wanted: Condition) -> list[str]:
    """The regions whose instance is in one of these conditions."""
    return [region for region, condition in found.items() if condition in wanted]


def _condition(session: Session, instance: Answer) -> Condition:
    if instance["Status"] == "INOPERABLE":
        return "lost"
    if not instance.get("StackId"):
        return "empty"
    # Asked also where StackSets says CURRENT: it does not notice that somebody has deleted the stack.
    described = describe(session, instance["StackId"], instance["Region"])
    if described is None:
        return "lost"
    if instance["Status"] == "CURRENT":
        return "current"
    status = status_of(described)
    if status.is_stuck:
        name = short(instance["StackId"])
        raise OperationError(
            f"{instance['Region']}: stack {name} is {status.value} and takes no update",
            f"correct the cause, then {ending(status, name, instance['Region'])}",
            Place(operation=f"read stack {name}", region=instance["Region"], code=status.value),
        )
    return "stillborn" if status.is_stillborn or status.is_under_review else "outdated"


def _clear_lost(session: Session, request: StackSetRequest, regions: Sequence[str], watch: Watch) -> None:
    """Delete instances without their stacks, then what StackSets left behind with the rights that it was made with."""
    if not regions:
        return
    instances = list_instances(session, request.name, request.region)
    remove(session, request, regions, watch, with_stacks=False)
    role = f"arn:aws:iam::{request.account}:role/{request.execution_role_name}"
    for region in regions:
        stack_id = instances.get(region, {}).get("StackId")
        if stack_id:
            delete_stack(session, stack_id, region, role, watch)
