"""What cannot be planned at all: a region that everything hangs on is to be skipped, or a stack takes no update."""

from __future__ import annotations

from generator.assembly.model import Assembly
from generator.aws.model import DeployedStack
from generator.deploy.deployed import Deployed
from generator.deploy.planning.notes import stacks_of
from generator.deploy.planning.situation import Situation
from generator.errors import NetworkError, OperationError, Place, UsageError


def refuse_skip(assembly: Assembly, skipped: frozenset[str]) -> None:
    """`UsageError` when the main region is to be skipped."""
    main_region = assembly.regions[0]
    if main_region in skipped:
        raise UsageError(
            f"{main_region} cannot be skipped: it is the main region, which has the tables, the roles and the StackSet",
            "while it is down, customers are led to other regions all the same; deploy when it is back",
        )


def refuse_unread(assembly: Assembly, deployed: Deployed) -> None:
    """`NetworkError` when the main region did not answer: what is there looks as if it were not."""
    main_region = assembly.regions[0]
    if main_region in deployed.unread:
        raise NetworkError(
            f"{main_region}, the main region, could not be read: {deployed.unread[main_region]}",
            "try again when it answers; customers are led to other regions meanwhile",
            Place(operation="plan", region=main_region),
        )


def refuse_stuck(situation: Situation) -> None:
    """`OperationError` when a stack that may have to change takes neither an update nor a rollback."""
    for stack in stacks_of(situation):
        if stack.status.is_stuck:
            reason = stack.status_reason or "AWS gives no reason"
            raise OperationError(
                f"stack {stack.name} in {stack.region} is {stack.status.value}: {reason}",
                _way_out(stack),
                Place(operation="plan", region=stack.region, code=stack.status.value),
            )


def _way_out(stack: DeployedStack) -> str:
    commands = {"UPDATE_FAILED": "rollback-stack", "UPDATE_ROLLBACK_FAILED": "continue-update-rollback"}
    command = commands.get(stack.status.value)
    if command is None:
        return "look at its events in the CloudFormation console, and bring it into a stable state there"
    return (
        f"mend what its events complain about, then run: aws cloudformation {command} --stack-name {stack.name} "
        f"--region {stack.region}"
    )
