"""StackSets as they are: read with their instances and, from their regions, the stacks behind these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from generator.aws.errors import is_code
from generator.aws.model import DeployedInstance, DeployedStack, DeployedStackSet
from generator.aws.session import Session
from generator.aws.stacks import parsed, read_stack
from generator.errors import AwsError, CredentialsError

T = TypeVar("T")
Item = TypeVar("Item")
Answer = Mapping[str, Any]

WORKERS = 16
UNENDED = frozenset({"RUNNING", "QUEUED", "STOPPING"})


def read_stack_set(
    session: Session, name: str, region: str, skip: frozenset[str] = frozenset()
) -> DeployedStackSet | None:
    """A StackSet with its instances and their stacks, which are read in parallel; `None` when it does not exist.

    An instance whose region does not answer has no stack and the reason instead: the others are shown all the same.
    Regions in `skip` are not asked: one that is down would take its time.
    Raises `CredentialsError` at once, for that concerns all of them.
    """
    described = describe_stack_set(session, name, region)
    if described is None:
        return None
    instances = list_instances(session, name, region)
    return DeployedStackSet(
        name=name,
        region=region,
        body=parsed(described.get("TemplateBody", ""), f"StackSet {name}", region),
        instances=dict(in_parallel(lambda one: (one["Region"], _instance(session, one, skip)), instances.values())),
        running=running_operations(session, name, region),
    )


def describe_stack_set(session: Session, name: str, region: str) -> Answer | None:
    """CloudFormation's own description of a StackSet; `None` when it does not exist."""
    try:
        with session.asking("cloudformation", region, f"read StackSet {name}") as cloudformation:
            described: Answer = cloudformation.describe_stack_set(StackSetName=name)["StackSet"]
    except AwsError as error:
        if is_code(error, "StackSetNotFoundException"):
            return None
        raise
    return None if described.get("Status") == "DELETED" else described


def list_instances(session: Session, name: str, region: str) -> Mapping[str, Answer]:
    """Region ─▶ the summary of the StackSet's instance there, in the order of the regions' names. No set has none."""
    try:
        with session.asking("cloudformation", region, f"list the instances of StackSet {name}") as cloudformation:
            pages = cloudformation.get_paginator("list_stack_instances").paginate(StackSetName=name)
            summaries = [summary for page in pages for summary in page["Summaries"]]
    except AwsError as error:
        if is_code(error, "StackSetNotFoundException"):
            return {}
        raise
    return {summary["Region"]: summary for summary in sorted(summaries, key=lambda one: str(one["Region"]))}


def running_operations(session: Session, name: str, region: str) -> tuple[str, ...]:
    """Ids of the operations that have not ended. They are the newest, so the first page holds them all."""
    with session.asking("cloudformation", region, f"list the operations of StackSet {name}") as cloudformation:
        operations = cloudformation.list_stack_set_operations(StackSetName=name, MaxResults=50)["Summaries"]
    return tuple(operation["OperationId"] for operation in operations if operation["Status"] in UNENDED)


def in_parallel(call: Callable[[Item], T], items: Iterable[Item]) -> list[T]:
    """What `call` returns for each item, in their order, asked for in threads."""
    from concurrent.futures import ThreadPoolExecutor

    todo = list(items)
    if len(todo) < 2:
        return [call(item) for item in todo]
    with ThreadPoolExecutor(min(WORKERS, len(todo))) as threads:
        return list(threads.map(call, todo))


def _instance(session: Session, summary: Answer, skip: frozenset[str]) -> DeployedInstance:
    stack: DeployedStack | None = None
    reason = summary.get("StatusReason", "")
    if summary.get("StackId") and summary["Region"] not in skip:
        try:
            stack = read_stack(session, summary["StackId"], summary["Region"])
        except CredentialsError:
            raise
        except AwsError as error:
            reason = error.message
    return DeployedInstance(
        region=summary["Region"],
        status=summary["Status"],
        detailed=summary.get("StackInstanceStatus", {}).get("DetailedStatus", ""),
        reason=reason,
        stack=stack,
    )
