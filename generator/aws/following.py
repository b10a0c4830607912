"""A stack's operation followed to its end, ours or somebody else's; and a stack's deletion, which is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import uuid4

from generator.aws.errors import remedy
from generator.aws.events import Trail, cause, progress
from generator.aws.model import Progress, StackStatus
from generator.aws.session import Session
from generator.aws.stacks import Description, describe, short, status_of
from generator.aws.waiting import poll
from generator.errors import OperationError, Place

Watch = Callable[[Progress], None]

GONE: Final = StackStatus("DELETE_COMPLETE")


def follow(session: Session, trail: Trail, watch: Watch) -> StackStatus:
    """The status that the operation behind `trail` ends with; `watch` is told of every event.

    Right after a call DescribeStacks may still show the state from before it, so the stack's own events have to say
    that something has begun, and that it has ended.
    """

    def ended() -> StackStatus | None:
        for event in trail.fresh():
            watch(progress(event, trail.region))
        described = describe(session, trail.stack_id, trail.region)
        if described is None:
            return GONE
        told = StackStatus(trail.status)
        if not told.value or told.is_in_progress or told.is_under_review:
            return None
        status = status_of(described)
        return None if status.is_in_progress or status.is_under_review else status

    return poll(session.clock, ended)


def await_others(session: Session, described: Description, region: str, watch: Watch) -> Description | None:
    """The stack when what somebody else has begun on it is through; `None` when that was its deletion."""
    stack_id, status = described["StackId"], described["StackStatus"]
    watch(Progress(region=region, status=status, reason="waits for an operation that was begun elsewhere"))

    def settled() -> tuple[Description | None] | None:
        now = describe(session, stack_id, region)
        return None if now is not None and status_of(now).is_in_progress else (now,)

    return poll(session.clock, settled)[0]


def delete_stack(session: Session, name: str, region: str, role_arn: str | None, watch: Watch) -> None:
    """Delete a stack by name or id and wait until it is gone; fine when it does not exist.

    Raises `OperationError` with the resource that cannot be deleted and why.
    """
    described = describe(session, name, region)
    if (
        described is not None
        and status_of(described).is_in_progress
        and described["StackStatus"] != "DELETE_IN_PROGRESS"
    ):
        described = await_others(session, described, region, watch)
    if described is None:
        return
    trail = Trail(session, described["StackId"], region)
    if described["StackStatus"] == "DELETE_IN_PROGRESS":
        trail.resume()
    else:
        trail.skip()
        role = {"RoleARN": role_arn} if role_arn else {}
        with session.asking("cloudformation", region, f"delete stack {short(name)}") as cloudformation:
            cloudformation.delete_stack(StackName=trail.stack_id, ClientRequestToken=f"delete-{uuid4().hex}", **role)
    status = follow(session, trail, watch)
    if status != GONE:
        raise failure(trail, "deleted", status)


def failure(trail: Trail, done: str, status: StackStatus) -> OperationError:
    """Why the operation behind `trail` failed: the first resource that did, and AWS's words for it.

    `done` is what should have been, as in "was not updated".
    """
    found = cause(trail.events)
    name = short(trail.stack_id)
    resource = found.resource if found and not found.is_own else ""
    subject = f"{resource}: " if resource else ""
    reason = found.reason if found and found.reason else "AWS gives no reason"
    place = Place(operation=f"follow stack {name}", region=trail.region, code=status.value, resource=resource)
    advice = f"{remedy(reason)}, then run the same command again ({ending(status, name, trail.region)})"
    return OperationError(f"{trail.region}: stack {name} was not {done}: {subject}{reason}", advice, place)


def ending(status: StackStatus, name: str, region: str) -> str:
    """What a failed operation has left, or the command that has to be run by hand first."""
    if status.is_stuck:
        return f"first: {unstick(status, name, region)}"
    return f"the stack is {status.value}"


def unstick(status: StackStatus, name: str, region: str) -> str:
    """The command that gets a stuck stack going again. Only a failed rollback of an update can be continued."""
    at = f"--stack-name {name} --region {region}"
    if status.value == "UPDATE_ROLLBACK_FAILED":
        return f"aws cloudformation continue-update-rollback {at}"
    if status.value == "UPDATE_FAILED":
        return f"aws cloudformation rollback-stack {at}"
    return f"aws cloudformation describe-stack-events {at}"
