"""Plain stacks created, updated and imported into, always by a change set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import uuid4

from generator.aws.artifacts import template_argument
from generator.aws.errors import is_code, says
from generator.aws.events import Trail
from generator.aws.following import Watch, await_others, delete_stack, failure, follow, unstick
from generator.aws.model import DeployedStack, Progress, StackRequest
from generator.aws.session import Session
from generator.aws.stacks import Description, describe, read_stack, status_of
from generator.aws.validation import Failed, failed_validations, told
from generator.aws.waiting import persist, poll
from generator.cloudformation.names import CHANGE_SET
from generator.errors import AwsError, BusyError, OperationError, Place

ROUNDS: Final = 5
"""How often a change set is made anew because somebody else's change came between."""

PROPAGATION: Final = 60.0
"""Seconds until a new role is known everywhere; IAM is eventually consistent, and mostly done in ten."""

LAG: Final = 20.0
"""Seconds for which a change set that was just made may not be found."""

_UNCHANGED: Final = ("didn't contain changes", "No updates are to be performed")
_MOVED: Final = re.compile(r"is in [A-Z_]+ state|already exists and cannot be created again|Stack \S+ does not exist")

_Outcome = Literal["done", "unchanged", "overtaken"]


def deploy_stack(session: Session, request: StackRequest, watch: Watch) -> DeployedStack:
    """The stack as `request` wants it: created, updated or imported into. No change is success.

    A stillborn stack of that name is deleted first, and somebody else's operation is waited for. Raises
    `OperationError` with the resource that failed first, and `BusyError` when others keep changing the stack.
    """
    for _ in range(ROUNDS):
        if _deployed(session, request, watch) != "overtaken":
            stack = read_stack(session, request.name, request.region)
            if stack is not None:
                return stack
    raise BusyError(
        f"{request.region}: somebody else keeps changing stack {request.name}",
        "wait until the others are through, then run the same command again",
        Place(operation=f"deploy stack {request.name}", region=request.region),
    )


def _deployed(session: Session, request: StackRequest, watch: Watch) -> _Outcome:
    current = _ready(session, request, watch)
    made = _made(session, request, current)
    if made is None:
        return "overtaken"
    outcome = _examined(session, request, made, is_new=current is None)
    if outcome != "done":
        return outcome
    trail = Trail(session, made["StackId"], request.region)
    trail.skip()
    if not _executed(session, request, made):
        return "overtaken"
    status = follow(session, trail, watch)
    if not status.is_success:
        raise failure(trail, _done(request, current), status)
    return "done"


def _ready(session: Session, request: StackRequest, watch: Watch) -> Description | None:
    """The stack when it can be updated; `None` when it can be created, or goes on being created."""
    while True:
        described = describe(session, request.name, request.region)
        if described is not None and status_of(described).is_in_progress:
            described = await_others(session, described, request.region, watch)
        if described is None:
            return None
        status = status_of(described)
        if status.is_stuck:
            raise _stuck(request, described)
        if not status.is_stillborn:
            return described
        reason = "its first creation failed: it is deleted, then created anew"
        watch(Progress(region=request.region, status=status.value, reason=reason))
        delete_stack(session, described["StackId"], request.region, request.role_arn, watch)


def _made(session: Session, request: StackRequest, current: Description | None) -> Mapping[str, str] | None:
    """`Id` and `StackId` of a new change set; `None` when the stack is not any more as it was just read."""
    arguments = _arguments(session, request, current)

    def create() -> Mapping[str, str]:
        with session.asking("cloudformation", request.region, f"make a change set of stack {request.name}") as client:
            made: Mapping[str, str] = client.create_change_set(**arguments)
            return made

    def is_young(error: AwsError) -> bool:
        return request.role_arn is not None and says(error, "cannot be assumed", "is not authorized to be assumed")

    try:
        return persist(session.clock, create, when=is_young, seconds=PROPAGATION)
    except AwsError as error:
        if is_code(error, "ValidationError") and _MOVED.search(error.message):
            return None
        raise


def _arguments(session: Session, request: StackRequest, current: Description | None) -> dict[str, Any]:
    name = f"{CHANGE_SET}{uuid4().hex}"
    resources = request.body.get("Resources", {})
    arguments: dict[str, Any] = {
        "StackName": request.name,
        "ChangeSetName": name,
        "ClientToken": name,
        "ChangeSetType": _type(request, current),
        "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(request.parameters.items())],
        "Capabilities": list(request.capabilities),
        "Tags": [{"Key": key, "Value": value} for key, value in sorted(request.tags.items())],
        **template_argument(session, request.body, request.region),
    }
    if request.role_arn:
        arguments["RoleARN"] = request.role_arn
    if request.imports:
        arguments["ResourcesToImport"] = [
            {
                "ResourceType": resources[resource]["Type"],
                "LogicalResourceId": resource,
                "ResourceIdentifier": dict(identifier),
            }
            for resource, identifier in sorted(request.imports.items())
        ]
    return arguments


def _type(request: StackRequest, current: Description | None) -> Literal["CREATE", "UPDATE", "IMPORT"]:
    if request.imports:
        return "IMPORT"
    # A stack under review is what an earlier change set left: it is created, as if it were not there.
    return "CREATE" if current is None or status_of(current).is_under_review else "UPDATE"


def _done(request: StackRequest, current: Description | None) -> str:
    return {"CREATE": "created", "UPDATE": "updated", "IMPORT": "imported into"}[_type(request, current)]


def _examined(session: Session, request: StackRequest, made: Mapping[str, str], *, is_new: bool) -> _Outcome:
    """`done` when the change set can be executed. One that cannot is deleted, with the stack that it has made."""
    change_set = poll(session.clock, _Examination(session, request, made))
    if change_set.get("Status") == "CREATE_COMPLETE":
        return "done"
    reason = change_set.get("StatusReason") or "AWS gives no reason"
    is_unchanged = any(text in reason for text in _UNCHANGED)
    is_failed = change_set.get("Status") == "FAILED" and not is_unchanged
    found = failed_validations(session, made["Id"], request.name, request.region) if is_failed else ()
    _discard(session, request, made, with_stack=is_new and not is_unchanged)
    if is_unchanged:
        return "unchanged"
    if not is_failed:
        return "overtaken"
    raise _refused(request, reason, found)


def _refused(request: StackRequest, reason: str, found: tuple[Failed, ...]) -> OperationError:
    operation = f"make a change set of stack {request.name}"
    resource = found[0].resource if found else ""
    return OperationError(
        f"{request.region}: CloudFormation does not take the template of stack {request.name}: {told(found) or reason}",
        "correct the cause, then run the same command again: nothing was changed",
        Place(operation=operation, region=request.region, code="FAILED", resource=resource),
    )


class _Examination:
    """Asks for a change set until it is examined. Right after it was made it may not be found."""

    def __init__(self, session: Session, request: StackRequest, made: Mapping[str, str]) -> None:
        self._session = session
        self._request = request
        self._made = made
        self._since = session.clock.now()

    def __call__(self) -> Mapping[str, Any] | None:
        try:
            change_set = _described(self._session, self._request, self._made)
        except AwsError as error:
            if is_code(error, "ChangeSetNotFound") and self._session.clock.now() - self._since < LAG:
                return None
            raise
        return None if change_set["Status"] in ("CREATE_PENDING", "CREATE_IN_PROGRESS") else change_set


def _described(session: Session, request: StackRequest, made: Mapping[str, str]) -> Mapping[str, Any]:
    with session.asking("cloudformation", request.region, f"read the change set of stack {request.name}") as client:
        change_set: Mapping[str, Any] = client.describe_change_set(ChangeSetName=made["Id"], StackName=made["StackId"])
        return change_set


def _executed(session: Session, request: StackRequest, made: Mapping[str, str]) -> bool:
    """Whether the change set is executed now; not when somebody else's change came between."""
    operation = f"execute the change set of stack {request.name}"
    token = made["Id"].rpartition("/")[2][:128]
    try:
        with session.asking("cloudformation", request.region, operation) as client:
            client.execute_change_set(ChangeSetName=made["Id"], StackName=made["StackId"], ClientRequestToken=token)
    except AwsError as error:
        if is_code(error, "InvalidChangeSetStatus"):
            # Also the answer to a second try of a call whose first answer was lost.
            return str(_described(session, request, made).get("ExecutionStatus")).startswith("EXECUTE_")
        if is_code(error, "ChangeSetNotFound") or (is_code(error, "ValidationError") and _MOVED.search(error.message)):
            return False
        raise
    return True


def _discard(session: Session, request: StackRequest, made: Mapping[str, str], *, with_stack: bool) -> None:
    with session.asking("cloudformation", request.region, f"delete a change set of stack {request.name}") as client:
        client.delete_change_set(ChangeSetName=made["Id"], StackName=made["StackId"])
        if with_stack:
            client.delete_stack(StackName=made["StackId"])


def _stuck(request: StackRequest, described: Description) -> OperationError:
    status = status_of(described)
    reason = described.get("StackStatusReason") or "AWS gives no reason"
    return OperationError(
        f"{request.region}: stack {request.name} is {status.value} and takes no update: {reason}",
        f"correct the cause, then: {unstick(status, request.name, request.region)}",
        Place(operation=f"deploy stack {request.name}", region=request.region, code=status.value),
    )
