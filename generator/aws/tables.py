"""DynamoDB's tables: read; protection, replicas and tables taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from generator.aws.errors import is_code
from generator.aws.following import Watch
from generator.aws.model import DeployedTable, Progress
from generator.aws.session import Session
from generator.aws.waiting import persist, poll
from generator.errors import AwsError, OperationError

SETTLING: Final = 600.0
"""Seconds for which a table that others change is asked again; an ordinary change takes less than one minute."""

_SOURCE: Final = "acted as a source region"


def read_table(session: Session, name: str, region: str) -> DeployedTable | None:
    """A table as the region shows it; `None` when it has none of that name."""
    described = _describe(session, name, region)
    if described is None:
        return None
    others = {one["RegionName"]: one.get("ReplicaStatus", "") for one in described.get("Replicas", ())}
    return DeployedTable(
        name=name,
        region=region,
        status=described["TableStatus"],
        keys={key["AttributeName"]: key["KeyType"] for key in described.get("KeySchema", ())},
        attribute_types={
            attribute["AttributeName"]: attribute["AttributeType"]
            for attribute in described.get("AttributeDefinitions", ())
        },
        replicas=dict(sorted((others | {region: described["TableStatus"]}).items())),
        indexes={
            index["IndexName"]: index.get("IndexStatus", "") for index in described.get("GlobalSecondaryIndexes", ())
        },
        deletion_protection=described.get("DeletionProtectionEnabled", False),
    )


def table_names(session: Session, region: str) -> frozenset[str]:
    """Names of all tables in the region."""
    with session.asking("dynamodb", region, "list the tables") as dynamodb:
        pages = dynamodb.get_paginator("list_tables").paginate()
        return frozenset(name for page in pages for name in page["TableNames"])


def protect_table(session: Session, name: str, region: str, *, on: bool) -> None:
    """Switch the deletion protection of the region's replica on or off, and wait until the table is ACTIVE again.

    A table that does not exist needs no protection switched off.
    """
    described = _settled(session, name, region)
    if described is None and not on:
        return
    if described is not None and described.get("DeletionProtectionEnabled", False) == on:
        return

    def update() -> None:
        verb = "on" if on else "off"
        with session.asking("dynamodb", region, f"switch {verb} the deletion protection of table {name}") as dynamodb:
            dynamodb.update_table(TableName=name, DeletionProtectionEnabled=on)

    persist(session.clock, update, when=_is_in_use, seconds=SETTLING)
    _settled(session, name, region)


def delete_replica(session: Session, name: str, region: str, replica: str, watch: Watch) -> None:
    """Delete the replica in `replica`, asking in `region`, and wait until it is gone; fine when there is none.

    Raises `OperationError` for a replica that was the source of another one in the last 24 hours [aws-facts 1.19].
    """
    status = _replica_status(_settled(session, name, region), replica)
    if status is None:
        return

    def update() -> None:
        with session.asking("dynamodb", region, f"delete the replica in {replica} of table {name}") as dynamodb:
            dynamodb.update_table(TableName=name, ReplicaUpdates=[{"Delete": {"RegionName": replica}}])

    if status != "DELETING":
        _take_away(session, update, name)

    def gone() -> bool | None:
        now = _replica_status(_describe(session, name, region), replica)
        if now is not None:
            watch(Progress(region=replica, status=now, resource=name))
        return True if now is None else None

    poll(session.clock, gone)
    _settled(session, name, region)


def delete_table(session: Session, name: str, region: str, watch: Watch) -> None:
    """Delete a table, and wait until it is gone; fine when there is none.

    Raises `OperationError` for a table that was the source of a replica in the last 24 hours [aws-facts 1.19].
    """
    described = _settled(session, name, region)
    if described is None:
        return

    def delete() -> None:
        with session.asking("dynamodb", region, f"delete table {name}") as dynamodb:
            dynamodb.delete_table(TableName=name)

    if described["TableStatus"] != "DELETING":
        _take_away(session, delete, name)

    def gone() -> bool | None:
        now = _describe(session, name, region)
        if now is not None:
            watch(Progress(region=region, status=now["TableStatus"], resource=name))
        return True if now is None else None

    poll(session.clock, gone)


def _take_away(session: Session, call: Callable[[], None], name: str) -> None:
    try:
        persist(session.clock, call, when=_is_in_use, seconds=SETTLING)
    except AwsError as error:
        if is_code(error, "ResourceNotFoundException"):
            return
        if _SOURCE in error.message:
            raise OperationError(
                f"{error.message} For 24 hours after a region was added DynamoDB keeps the table that it came from.",
                f"run the same command again 24 hours after the last region was added to table {name}",
                error.place,
            ) from error
        raise


def _settled(session: Session, name: str, region: str) -> Mapping[str, Any] | None:
    """The table as soon as nobody changes it or it is being deleted; `None` when there is none."""

    def settled() -> tuple[Mapping[str, Any] | None] | None:
        now = _describe(session, name, region)
        return None if now is not None and now["TableStatus"] in ("CREATING", "UPDATING") else (now,)

    return poll(session.clock, settled)[0]


def _describe(session: Session, name: str, region: str) -> Mapping[str, Any] | None:
    try:
        with session.asking("dynamodb", region, f"read table {name}") as dynamodb:
            described: Mapping[str, Any] = dynamodb.describe_table(TableName=name)["Table"]
            return described
    except AwsError as error:
        if is_code(error, "ResourceNotFoundException"):
            return None
        raise


def _replica_status(described: Mapping[str, Any] | None, replica: str) -> str | None:
    replicas = described.get("Replicas", ()) if described else ()
    return next((one.get("ReplicaStatus", "") for one in replicas if one["RegionName"] == replica), None)


def _is_in_use(error: AwsError) -> bool:
    return is_code(error, "ResourceInUseException", "LimitExceededException")
