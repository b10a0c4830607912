"""Names that templates, calls and policies have to agree on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

ACCOUNT_PARAMETER: Final = "ApiGatewayAccount"
"""The parameter of the bootstrap template that says whose API Gateway's log role of the region is."""

ASSET_PREFIX: Final = "assets/"
"""Where the files that functions are made of lie in the artifact bucket of each region: `assets/<sha256>.zip`."""

HEARTBEAT_PREFIX: Final = "heartbeat#"
"""How the keys of heartbeats begin in the control table, where the other items are those of regions."""

MIGRATION_PREFIX: Final = "migration#"
"""How the keys of migrations begin in the control table: which versions have run."""

MIGRATION_RUNNER: Final = "MigrationRunner"
"""Logical id of the function that the custom resources of migrations ask."""

MAIN_REGION_ONLY: Final = "MainRegionOnly"
"""The metadata of a resource of the main template that no other region is to have. Global tables need none."""

CHANGE_SET: Final = "deploy-"
"""What the name of every change set begins with."""

LONGEST_QUEUE: Final = 80
"""Characters of the name of a queue [provider schema of AWS::SQS::Queue]."""

STACK_DIGITS: Final = 8
"""Of the id of a stack, at the end of the names of what may outlive it."""

_UUID: Final = "????????-????-????-????-????????????"


def artifact_bucket(account: str, region: str) -> str:
    """The bucket that the bootstrap stack makes in each region; either may be a wildcard or a pseudo parameter."""
    return f"multi-region-artifacts-{account}-{region}"


def instance_stacks(stack_set: str) -> str:
    """A pattern of IAM for the names of a StackSet's stacks [aws-facts 2.16]; its shape keeps `<name>-other` out."""
    return f"StackSet-{stack_set}-{_UUID}"


def heartbeat_key(region: str) -> str:
    """The key of the item of the control table that a region writes each minute."""
    return f"{HEARTBEAT_PREFIX}{region}"


def heartbeat_schedule(app_id: str) -> str:
    """Name of the schedule that writes it, in every region: of an id of 48 characters it is within Scheduler's 64."""
    return f"{app_id}-heartbeat"


def migration_key(function: str) -> str:
    """The key of the item of the control table that has the versions of a migration that have run."""
    return f"{MIGRATION_PREFIX}{function}"


def event_schedule(app_id: str, name: str) -> str:
    """Name of the schedule of an event; what all of an app begin with, with `*`. Of an id of 48 characters it leaves
    nine for the name."""
    return f"{app_id}-event-{name}"


def own_name(app_id: str, name: str, longest: int) -> str:
    """The physical name `<id>_<name>` of something that one app and environment has, of at most so many characters.

    No id has an underscore, so no name of another app begins like it. The name of what is too long is cut, and a digest
    of the whole tells it apart; `name` must not end like that itself, in a hyphen and eight hexadecimal digits.
    """
    room = longest - len(app_id) - 1
    if len(name) <= room:
        return f"{app_id}_{name}"
    # Hardly any app has a name that is too long.
    from hashlib import sha256

    end = f"-{sha256(f'{app_id}_{name}'.encode()).hexdigest()[:8]}"
    # Beside the longest ids not even the end has room. Without all of its id a name would be outside of `own_names`.
    return f"{app_id}_{name[: room - len(end)]}{end}" if room >= len(end) else f"{app_id}_{end[1 : room + 1]}"


def own_names(app_id: str) -> str:
    """A pattern of IAM for all these names of an app, and for no other's."""
    return f"{app_id}_*"


def is_main_only(resource: object) -> bool:
    """Whether a resource of a template, as plain JSON, is marked as one of the main region only."""
    metadata = resource.get("Metadata") if isinstance(resource, Mapping) else None
    return isinstance(metadata, Mapping) and metadata.get(MAIN_REGION_ONLY) is True


def marked_main_only(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resource of a template, as plain JSON, with that mark."""
    return {**resource, "Metadata": {**resource.get("Metadata", {}), MAIN_REGION_ONLY: True}}
