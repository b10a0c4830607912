"""Names in Lambda and SQS, which exist once in a region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.deploy.checking.problem import Problem

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.deployed import Deployed


def check_names(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """Nothing has the name of a function or queue that a stack is to make: that would fail in the middle of it."""
    for region, names in deployed.foreign_functions.items():
        if names is None:
            yield _unknown(region, "functions", "lambda:ListFunctions")
        for name in names or ():
            yield Problem(
                "error",
                f"{region}: there is a function {name} already, and no other can have its name",
                "delete it there, or give the function another name in the app file",
            )
    for region, names in deployed.foreign_queues.items():
        if names is None:
            yield _unknown(region, "queues", "sqs:ListQueues")
        for name in names or ():
            yield Problem(
                "error",
                f"{region}: there is a queue {name} already, and no other can have its name",
                _without_queue(name, region, deployed.identity.account),
            )


def _unknown(region: str, what: str, action: str) -> Problem:
    return Problem(
        "unknown", f"{region}: whether the names of new {what} are free could not be asked", f"allow {action}"
    )


def _without_queue(name: str, region: str, account: str) -> str:
    """One that was taken out of the app stays with its messages. SQS gives a name away again only after 60 seconds
    [SQS API Reference, "DeleteQueue"]."""
    command = f"aws sqs delete-queue --region {region} --queue-url https://sqs.{region}.amazonaws.com/{account}/{name}"
    return (
        f"delete it when its messages are no longer needed ({command}), a minute before the roll-out; "
        "or name the event otherwise: its `queue`, or the key of a stream"
    )
