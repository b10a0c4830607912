"""A StackSet itself: created, given another template, deleted; and its instances created."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from generator.aws.artifacts import template_argument
from generator.aws.errors import is_code, says
from generator.aws.following import Watch
from generator.aws.instances import CREATED, Condition, clear, conditions, create, having, retry, where
from generator.aws.model import Progress, StackSetRequest
from generator.aws.operations import PROPAGATION, await_operations, operate
from generator.aws.session import Client, Session
from generator.aws.stack_sets import describe_stack_set, list_instances
from generator.aws.stacks import parsed
from generator.aws.waiting import persist
from generator.errors import AwsError, OperationError

DELETION_LAG: Final = 60.0
"""Seconds for which a StackSet may still count instances that are gone: lists are eventually consistent."""

_UNTOUCHABLE: Final = "the StackSet keeps its template: AWS changes it only together with an instance"


def deploy_stack_set(session: Session, request: StackSetRequest, watch: Watch) -> None:
    """Create the StackSet without instances, or give it `body` and bring the instances in `regions` to it.

    Instances that no update reaches (their stack was never there, or failed when it was created) are deleted and made
    again. UpdateStackSet updates either all instances or those that are named, at least one: while there are instances
    but none of them is in `regions`, the StackSet stays as it is, and `create_instances` carries the template.
    """
    if describe_stack_set(session, request.name, request.region) is None and _created(session, request):
        return
    known = conditions(session, request)
    found: dict[str, Condition] = {one: "stillborn" if known[one] == "empty" else known[one] for one in known}
    clear(session, request, found, watch)
    reachable = having(found, "current", "outdated")
    broken = having(found, "stillborn", "lost")
    if reachable or not list_instances(session, request.name, request.region):
        _update(session, request, reachable, watch)
        create(session, request, broken, watch)
    elif broken:
        create(session, request, broken, watch)
        _update(session, request, broken, watch)
    else:
        watch(Progress(region=request.region, status="UNCHANGED", reason=_UNTOUCHABLE))


def create_instances(session: Session, request: StackSetRequest, watch: Watch) -> None:
    """Create the instances in the regions of the request; those that failed before are repaired.

    They are made from the template that the StackSet has. If `body` is another one, they are brought to it afterwards,
    and the StackSet with them; an empty `body` is none.
    """
    found = conditions(session, request)
    clear(session, request, found, watch)
    new, outdated = having(found, *CREATED), having(found, "outdated")
    create(session, request, new, watch)
    changed = [region for region in request.regions if region in new or region in outdated]
    if changed and request.body and not _has_template(session, request):
        _update(session, request, changed, watch)
    else:
        retry(session, request, outdated, watch)


def delete_stack_set(session: Session, name: str, region: str) -> None:
    """Delete a StackSet without instances; fine when it does not exist.

    Raises `OperationError` naming the regions that still have one.
    """

    def delete() -> None:
        with session.asking("cloudformation", region, f"delete StackSet {name}") as cloudformation:
            cloudformation.delete_stack_set(StackSetName=name)

    def is_lagging(error: AwsError) -> bool:
        if is_code(error, "OperationInProgressException"):
            await_operations(session, name, region, lambda _: None)
            return True
        return is_code(error, "StackSetNotEmptyException") and not list_instances(session, name, region)

    try:
        persist(session.clock, delete, when=is_lagging, seconds=DELETION_LAG)
    except AwsError as error:
        if is_code(error, "StackSetNotFoundException"):
            return
        if is_code(error, "StackSetNotEmptyException"):
            regions = ", ".join(list_instances(session, name, region))
            message = f"{region}: StackSet {name} cannot be deleted: it has instances in {regions or 'some region'}"
            raise OperationError(message, "delete them first: run the same command again", error.place) from error
        raise


def _created(session: Session, request: StackSetRequest) -> bool:
    """Whether it was created just now; not when somebody else has been faster."""
    arguments = {**_common(request), **template_argument(session, request.body, request.region)}

    def create_set() -> None:
        with session.asking("cloudformation", request.region, f"create StackSet {request.name}") as cloudformation:
            cloudformation.create_stack_set(
                **arguments, PermissionModel="SELF_MANAGED", ClientRequestToken=f"create-{uuid4().hex}"
            )

    def is_young(error: AwsError) -> bool:
        return says(error, "cannot be assumed", "role with trust relationship")

    try:
        persist(session.clock, create_set, when=is_young, seconds=PROPAGATION)
    except AwsError as error:
        if is_code(error, "NameAlreadyExistsException", "CreatedButModifiedException"):
            return False
        raise
    return True


def _update(session: Session, request: StackSetRequest, regions: Sequence[str], watch: Watch) -> None:
    """Give the StackSet and the instances in `regions` the body; no regions: there are no instances at all.

    A template that is sent marks all instances as outdated, also if it is the one that they have [aws-facts 2.7].
    """
    arguments = _common(request) | (where(request, regions) if regions else {})
    if _has_template(session, request):
        arguments["UsePreviousTemplate"] = True
    else:
        arguments |= template_argument(session, request.body, request.region)

    def start(client: Client, operation_id: str) -> None:
        client.update_stack_set(**arguments, OperationId=operation_id)

    operate(session, request, f"update StackSet {request.name}", start, watch)


def _common(request: StackSetRequest) -> dict[str, Any]:
    """What creating and updating have in common. Custom roles and capabilities have to be said each time
    [aws-facts 2.3, 2.17]."""
    return {
        "StackSetName": request.name,
        "Capabilities": list(request.capabilities),
        "Tags": [{"Key": key, "Value": value} for key, value in sorted(request.tags.items())],
        "AdministrationRoleARN": request.administration_role_arn,
        "ExecutionRoleName": request.execution_role_name,
        "ManagedExecution": {"Active": True},
    }


def _has_template(session: Session, request: StackSetRequest) -> bool:
    described: Mapping[str, Any] = describe_stack_set(session, request.name, request.region) or {}
    body = parsed(described.get("TemplateBody", "{}"), f"StackSet {request.name}", request.region)
    return body == request.body
