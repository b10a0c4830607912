"""Names in Lambda and SQS, which exist once in a region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from generator.deploy.checking.problem import Problem

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.deployed import Deployed


def check_names(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """Nothing has the name of a function or queue that a stack is to make: that would fail in the middle of it."""
    account = deployed.identity.account
    yield from _check("function", deployed.foreign_functions, "lambda:ListFunctions", _without_function)
    yield from _check("queue", deployed.foreign_queues, "sqs:ListQueues", partial(_without_queue, account))


def _check(
    what: str, in_use: Mapping[str, tuple[str, ...] | None], action: str, advice: Callable[[str, str], str]
) -> Iterator[Problem]:
    """`advice` is given by region and name."""
    for region, names in in_use.items():
        if names is None:
            unknown = f"{region}: whether the names of new {what}s are free could not be asked"
            yield Problem("unknown", unknown, f"allow {action}")
        for name in names or ():
            taken = f"{region}: there is a {what} {name} already, and no other can have its name"
            yield Problem("error", taken, advice(region, name))


def _without_function(region: str, name: str) -> str:
    del region, name
    return "delete it there, or give the function another name in the app file"


def _without_queue(account: str, region: str, name: str) -> str:
    """One that was taken out of the app stays with its messages. SQS gives a name away again only after 60 seconds
    [SQS API Reference, "DeleteQueue"]."""
    command = f"aws sqs delete-queue --region {region} --queue-url https://sqs.{region}.amazonaws.com/{account}/{name}"
    return (
        f"delete it when its messages are no longer needed ({command}), a minute before the roll-out; "
        "or name the event otherwise: its `queue`, or the key of a stream"
    )
