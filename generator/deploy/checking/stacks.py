"""The stacks of the app, and what stands where they will make something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.aws.following import unstick
from generator.deploy.checking.problem import Problem
from generator.diff.meaning.view import listed

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.aws.model import DeployedStack
    from generator.deploy.deployed import Deployed


def check_stuck(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """A stack whose update or rollback failed for good takes no update before somebody has helped."""
    for stack in _stacks(deployed):
        if stack.status.is_stuck:
            yield Problem(
                "error",
                f"{_named(stack)} is {stack.status.value}{_because(stack)}",
                f"mend what its events complain about, then: {unstick(stack.status, stack.name, stack.region)}",
            )


def check_stillborn(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """What a failed first create left over is deleted and made again; its tables are taken over."""
    for stack in _stacks(deployed):
        if stack.status.is_stillborn:
            yield Problem(
                "warning",
                f"{_named(stack)} is {stack.status.value}{_because(stack)}: it will be deleted and made again",
            )


def check_busy(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """A change that is under way, of somebody else or of a roll-out that was left, is waited for."""
    for stack in _stacks(deployed):
        if stack.status.is_in_progress:
            yield Problem("warning", f"{_named(stack)} is {stack.status.value}: that will be waited for")
    if deployed.secondary is not None and deployed.secondary.running:
        count = len(deployed.secondary.running)
        what = "an operation of StackSet" if count == 1 else f"{count} operations of StackSet"
        yield Problem("warning", f"{what} {deployed.secondary.name} run: that will be waited for")


def check_tables(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """A table of the same name keeps a replica out of its region [aws-facts 1.25]."""
    for region, names in deployed.foreign_tables.items():
        have = "is a table" if len(names) == 1 else "are tables"
        yield Problem(
            "error",
            f"{region}: there {have} {listed(names)} that {'is' if len(names) == 1 else 'are'} no replica of the app's",
            "set another `table_name` for the table in the app file, or delete the one that is there",
        )


def _stacks(deployed: Deployed) -> Iterator[DeployedStack]:
    """Every stack that is there, in the order of deployment."""
    instances = {} if deployed.secondary is None else deployed.secondary.instances
    yield from (stack for _, stack in sorted(deployed.bootstrap.items()))
    yield from (stack for stack in (deployed.roles, deployed.main) if stack is not None)
    yield from (one.stack for _, one in sorted(instances.items()) if one.stack is not None)
    yield from (stack for stack in (deployed.dns,) if stack is not None)


def _named(stack: DeployedStack) -> str:
    return f"stack {stack.name} in {stack.region}"


def _because(stack: DeployedStack) -> str:
    return f" ({stack.status_reason})" if stack.status_reason else ""
