"""A step ─▶ the calls that carry it out. What only waits is in `waiting`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from msgspec.structs import replace

from generator.aws.model import ControlRow, Progress, StackRequest, StackSetRequest
from generator.deploy import waiting
from generator.deploy.model import (
    AwaitIndexes,
    AwaitReplicas,
    AwaitReplication,
    AwaitTtl,
    CreateInstances,
    DeleteInstances,
    DeleteStack,
    DeleteStackSet,
    DeleteTable,
    DeployStack,
    DeployStackSet,
    Drain,
    PlannedStep,
    Restore,
    SmokeTest,
    UploadAssets,
)
from generator.deploy.outputs import resolved
from generator.deploy.results import is_credentials
from generator.diff.meaning.view import listed
from generator.errors import AwsError, Detached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from generator.deploy.cloud import Cloud, Watch
    from generator.deploy.model import Plan

_OfStackSet = DeployStackSet | CreateInstances | DeleteInstances | DeleteStackSet

IAM_SETTLING: Final = 15.0
"""Seconds that IAM has to tell new rights everywhere: it is eventually consistent, usually within a few seconds.

A wait, not another try: AccessDenied fails an operation of CloudFormation as a whole, which then is rolled back, and it
cannot be told from a right that really is missing.
"""

AT_ONCE: Final = 10
"""Regions whose API is made or deleted at the same time. Each writes records and asks after them, and Route 53 takes
five requests per second of an account, one change of a zone at a time [aws-facts 4.23, 5.5]; StackSets themselves set
no bound between all regions and one [2.9]."""

DRAINED_BY: Final = "deploy"
"""Who drained a region that we are about to remove: ours to restore when it stays after all."""


def carry_out(planned: PlannedStep, plan: Plan, cloud: Cloud, watch: Watch) -> None:
    """Do what a step says and return when AWS is through with it.

    Raises what `Cloud` raises: an `AwsError`, or `Detached` when nothing is waited for any more.
    """
    step = planned.step
    match step:
        case DeployStack() | DeleteStack():
            _stack(step, plan, cloud, watch)
        case DeployStackSet() | CreateInstances() | DeleteInstances() | DeleteStackSet():
            _stack_set(step, planned.number, plan, cloud, watch)
        case UploadAssets():
            _upload(step, cloud, watch)
        case Drain(region=region, table=table, via=via):
            cloud.put_control_row(table, via, ControlRow(region=region, drained=True, by=DRAINED_BY))
        case Restore(region=region, table=table, via=via):
            cloud.delete_control_row(table, via, region)
        case DeleteTable():
            _delete_table(step, cloud, watch)
        case AwaitReplicas() | AwaitIndexes() | AwaitTtl() | AwaitReplication() | SmokeTest():
            waiting.wait(step, plan, cloud, watch)
        case _:
            assert_never(step)


def _stack(step: DeployStack | DeleteStack, plan: Plan, cloud: Cloud, watch: Watch) -> None:
    role_arn = _role_arn(plan, plan.roles.execution) if step.service_role else None
    if isinstance(step, DeleteStack):
        there = cloud.stack(step.stack_name, step.region)
        if there is not None and there.termination_protection:
            cloud.protect_stack(step.stack_name, step.region, on=False)
        cloud.delete_stack(step.stack_name, step.region, role_arn, watch)
        return
    stack = cloud.deploy_stack(
        StackRequest(
            name=step.stack_name,
            region=step.region,
            body=step.body,
            parameters=resolved(step.parameters, plan, cloud),
            capabilities=step.capabilities,
            imports=step.imports,
            role_arn=role_arn,
        ),
        watch,
    )
    # Switched on only: a protection that somebody has set by hand is theirs to take away.
    if step.termination_protection and not stack.termination_protection:
        cloud.protect_stack(step.stack_name, step.region, on=True)
    if step.widens_rights:
        watch(Progress(region=step.region, status="IAM tells the new rights everywhere"))
        cloud.sleep(IAM_SETTLING)


def _upload(step: UploadAssets, cloud: Cloud, watch: Watch) -> None:
    """One after the other: regions are served at the same time, and each has the line to itself then."""
    for count, name in enumerate(step.assets, start=1):
        watch(Progress(region=step.region, status=f"{count} of {len(step.assets)}"))
        if name in step.copies:
            cloud.copy_asset(name, step.region, step.copies[name])
        else:
            cloud.upload_asset(name, step.region)


def _stack_set(step: _OfStackSet, number: int, plan: Plan, cloud: Cloud, watch: Watch) -> None:
    match step:
        case DeployStackSet():
            cloud.deploy_stack_set(_request(step, plan, step.body, step.capabilities), watch)
        case CreateInstances():
            body = _body_before(number, plan)
            _in_groups(cloud.create_instances, _request(step, plan, body, step.capabilities), watch)
        case DeleteInstances():
            _in_groups(cloud.delete_instances, _request(step, plan, {}), watch)
        case DeleteStackSet():
            cloud.delete_stack_set(step.stack_set_name, step.region)
        case _:
            assert_never(step)


def _in_groups(call: Callable[[StackSetRequest, Watch], None], request: StackSetRequest, watch: Watch) -> None:
    """Call for all regions, those that are changed at once for at most `AT_ONCE` of them.

    A group that fails keeps no other from its turn, unless they would fail of the same credentials. What failed is
    raised at the end, as one error of the kind and at the place of the first; also when the user does not wait for the
    others: that something has failed is more than that the rest is not known.
    """
    if not request.parallel:
        call(request, watch)
        return
    failures: list[AwsError] = []
    left: list[str] = []
    for first in range(0, len(request.regions), AT_ONCE):
        try:
            call(replace(request, regions=request.regions[first : first + AT_ONCE]), watch)
        except AwsError as error:
            failures.append(error)
            if is_credentials(error):
                break
        except Detached:
            if not failures:
                raise
            begun, rest = request.regions[first : first + AT_ONCE], request.regions[first + AT_ONCE :]
            left = [f"not waited for: {listed(begun)}", *([f"not begun: {listed(rest)}"] if rest else [])]
            break
    if failures:
        like = failures[0]
        told = dict.fromkeys(error.message.rstrip(".") for error in failures)
        raise type(like)("; ".join([*told, *left]), like.advice, like.place) from like


def _request(
    step: DeployStackSet | CreateInstances | DeleteInstances,
    plan: Plan,
    body: Mapping[str, Any],
    capabilities: tuple[str, ...] = (),
) -> StackSetRequest:
    return StackSetRequest(
        name=step.stack_set_name,
        region=step.region,
        body=body,
        capabilities=capabilities,
        administration_role_arn=_role_arn(plan, plan.roles.administration),
        execution_role_name=plan.roles.execution,
        account=plan.account,
        regions=step.regions,
        # A region whose API cannot be deleted is no reason to leave the others theirs.
        parallel=isinstance(step, DeleteInstances) or step.parallel,
    )


def _body_before(number: int, plan: Plan) -> Mapping[str, Any]:
    """The template that the plan has given the StackSet by then; empty, when it is the one that it had before."""
    others = (other.step for other in plan.steps if other.number < number)
    bodies = [other.body for other in others if isinstance(other, DeployStackSet)]
    return bodies[-1] if bodies else {}


def _role_arn(plan: Plan, role: str) -> str:
    return f"arn:aws:iam::{plan.account}:role/{role}"


def _delete_table(step: DeleteTable, cloud: Cloud, watch: Watch) -> None:
    """Protection off everywhere first: then nothing is deleted as long as one replica cannot be.

    What AWS refuses to delete, such as the source of a young replica [aws-facts 1.19], is protected again. That is not
    known before it is tried: DynamoDB does not tell since when a replica is there.
    """
    found = {region: table for region in step.regions if (table := cloud.table(step.table, region)) is not None}
    protected = [region for region, table in found.items() if table.deletion_protection]
    taken: list[str] = []
    try:
        for region in protected:
            cloud.protect_table(step.table, region, on=False)
            taken.append(region)
        _take_away(step.table, list(found), cloud, watch)
    except AwsError as error:
        told = _protected_again(step.table, protected, taken, cloud)
        raise type(error)(f"{error.message.rstrip('.')}{told}", error.advice, error.place) from error


def _take_away(table: str, regions: Sequence[str], cloud: Cloud, watch: Watch) -> None:
    """Delete the replicas, and the one in the first of these regions last: the others are found by it."""
    for region in regions[1:]:
        cloud.delete_replica(table, regions[0], region, watch)
    for region in regions[:1]:
        cloud.delete_table(table, region, watch)


def _protected_again(table: str, regions: Iterable[str], taken: Sequence[str], cloud: Cloud) -> str:
    """Switch the protection on in those of `regions` that are left without it, and say where it is and where it is not.

    One that is not in `taken` is asked: the call that took it may have been cut off before the answer.
    """
    again, failed = [], []
    for region in regions:
        try:
            left = cloud.table(table, region)
            if left is None or (region not in taken and left.deletion_protection):
                continue
            cloud.protect_table(table, region, on=True)
            again.append(region)
        except AwsError:
            failed.append(region)
    told = [f"is on again in {listed(again)}"] if again else []
    told += [f"could not be switched on again in {listed(failed)}"] if failed else []
    return f"; its deletion protection {' and '.join(told)}" if told else ""
