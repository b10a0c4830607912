"""A step ─▶ the calls that carry it out. What only waits is in `waiting`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from generator.aws.model import ControlRow, StackRequest, StackSetRequest
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
)
from generator.deploy.outputs import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from generator.deploy.cloud import Cloud, Watch
    from generator.deploy.model import Plan

_OfStackSet = DeployStackSet | CreateInstances | DeleteInstances | DeleteStackSet

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


def _stack_set(step: _OfStackSet, number: int, plan: Plan, cloud: Cloud, watch: Watch) -> None:
    match step:
        case DeployStackSet():
            cloud.deploy_stack_set(_request(step, plan, step.body, step.capabilities), watch)
        case CreateInstances():
            cloud.create_instances(_request(step, plan, _body_before(number, plan), step.capabilities), watch)
        case DeleteInstances():
            cloud.delete_instances(_request(step, plan, {}), watch)
        case DeleteStackSet():
            cloud.delete_stack_set(step.stack_set_name, step.region)
        case _:
            assert_never(step)


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
        parallel=not isinstance(step, DeleteInstances) and step.parallel,
    )


def _body_before(number: int, plan: Plan) -> Mapping[str, Any]:
    """The template that the plan has given the StackSet by then; empty, when it is the one that it had before."""
    others = (other.step for other in plan.steps if other.number < number)
    bodies = [other.body for other in others if isinstance(other, DeployStackSet)]
    return bodies[-1] if bodies else {}


def _role_arn(plan: Plan, role: str) -> str:
    return f"arn:aws:iam::{plan.account}:role/{role}"


def _delete_table(step: DeleteTable, cloud: Cloud, watch: Watch) -> None:
    """Protection off everywhere first: then nothing is deleted as long as one replica cannot be."""
    found = {region: table for region in step.regions if (table := cloud.table(step.table, region)) is not None}
    for region, table in found.items():
        if table.deletion_protection:
            cloud.protect_table(step.table, region, on=False)
    home, *others = found or (None,)
    if home is None:
        return
    for region in others:
        cloud.delete_replica(step.table, home, region, watch)
    cloud.delete_table(step.table, home, watch)
