"""Why CloudFormation does not take a change set: what its early validation, or a hook, found in which resource.

The change set itself says only that something was found, and that DescribeEvents has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from generator.aws.session import Session
from generator.errors import AwsError

_TOLD: Final = 3


class Failed(NamedTuple):
    """Something that was found. `path` is that of the property below the resource, `resource` a logical id."""

    resource: str
    path: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.resource} {self.path}".strip()
        return f"{where}: {self.reason}" if where else self.reason


def failed_validations(session: Session, change_set: str, name: str, region: str) -> tuple[Failed, ...]:
    """What stands in the way of a change set (an ARN) of stack `name`; nothing where AWS does not tell.

    Who may not ask, or gets no answer, is left with the reason of the change set: that it failed matters more.
    """
    try:
        with session.asking("cloudformation", region, f"read why a change set of stack {name} failed") as client:
            pages = client.get_paginator("describe_events").paginate(
                ChangeSetName=change_set, Filters={"FailedEvents": True}
            )
            return tuple(dict.fromkeys(_failed(event for page in pages for event in page["OperationEvents"])))
    except AwsError:
        return ()


def told(found: tuple[Failed, ...]) -> str:
    """The first of them, and how many more there are."""
    more = [f"and {len(found) - _TOLD} more"] if len(found) > _TOLD else []
    return "; ".join([*map(str, found[:_TOLD]), *more])


def _failed(events: Iterator[Mapping[str, Any]]) -> Iterator[Failed]:
    for event in events:
        is_warning = "WARN" in (event.get("ValidationFailureMode"), event.get("HookFailureMode"))
        reason = event.get("ValidationStatusReason") or event.get("HookStatusReason", "")
        if reason and not is_warning and event.get("ValidationStatus") != "SKIPPED":
            resource = event.get("LogicalResourceId", "")
            path = event.get("ValidationPath", "").removeprefix(f"/Resources/{resource}")
            yield Failed(resource, path.removeprefix("/"), reason)
