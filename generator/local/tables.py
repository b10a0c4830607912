"""`AWS::DynamoDB::GlobalTable` with real replicas, and the rules that DynamoDB has for changing them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services.cloudformation.changesets import _table_import_problem
from ministack.services.cloudformation.provisioners import _ddb_attrs, _ddb_update
from ministack.services.dynamodb import (
    _create_replica,
    _create_table,
    _delete_table,
    _replica_group,
    _set_replica_group,
    _tables,
    _update_table,
    _update_ttl,
    error_response_json,
)

Properties = Mapping[str, Any]

READY_AT: Final = "_ready_at"
"""When a replica leaves the status CREATING, in seconds since the epoch."""

IMPORT: Final = (("TableName",), _table_import_problem)
_IN_EVERY_REGION: Final = ("AttributeDefinitions", "BillingMode", "KeySchema", "TableName")
_OPTIONAL: Final = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes", "SSESpecification")


def create(delay: Callable[[], float], logical_id: str, props: Properties, stack_name: str) -> tuple[str, Any]:
    """Make the table in the stack's region and all replicas at once [aws-facts 1.3]."""
    name = props.get("TableName") or f"{stack_name}-{logical_id}"
    replicas = _replicas(props)
    if taken := [region for region in replicas if _at(region, name) is not None]:
        raise ValueError(f"{name} already exists in {', '.join(taken)}")
    _call(_create_table, _as_table({**props, "TableName": name}))
    for region in replicas.keys() - {get_region()}:
        _add(name, region, delay())
    _protect(name, replicas)
    _expire(name, {}, props)
    return name, _attributes(name)


def update(delay: Callable[[], float], name: str, old: Properties, new: Properties, _: str) -> tuple[str, Any]:
    """Change the table: one replica alone [1.3], or anything else; one index at a time [1.5]."""
    before, after = _replicas(old), _replicas(new)
    added, removed = after.keys() - before.keys(), before.keys() - after.keys()
    if added or removed:
        if len(added | removed) > 1:
            raise ValueError("Invalid request provided: only one replica can be created or deleted in an update")
        if any(old.get(key) != new.get(key) for key in (old.keys() | new.keys()) - {"Replicas"}):
            raise ValueError("Invalid request provided: a replica is created or deleted by an update of its own")
    if len(before) > 1 and old.get("StreamSpecification") != new.get("StreamSpecification"):
        raise ValueError("Invalid request provided: the stream of a table with replicas cannot be changed")
    indexes = ({index["IndexName"] for index in props.get("GlobalSecondaryIndexes", ())} for props in (old, new))
    if len(next(indexes) ^ next(indexes)) > 1:
        raise ValueError("Cannot perform more than one GSI creation or deletion in a single update")
    for region in removed:
        _call(_update_table, {"TableName": name, "ReplicaUpdates": [{"Delete": {"RegionName": region}}]})
    for region in added:
        _add(name, region, delay())
    for region in after.keys() & before.keys():
        with request_scope(get_account_id(), region):
            _ddb_update(name, _as_table({**old, "TableName": name}), _as_table({**new, "TableName": name}), "")
    _protect(name, after)
    _expire(name, old, new)
    return name, _attributes(name)


def delete(name: str, props: Properties) -> None:
    """Delete the table with all of its replicas [1.20]; none of them where one is protected."""
    regions = [region for region in _replicas(props) if _at(region, name) is not None]
    if protected := [region for region in regions if _at(region, name)["DeletionProtectionEnabled"]]:
        raise ValueError(f"{name} is protected against deletion in {', '.join(protected)}")
    for region in regions:
        with request_scope(get_account_id(), region):
            _call(_delete_table, {"TableName": name})


def adopt(identifier: Mapping[str, str]) -> tuple[str, Any]:
    """Import a table that no stack owns."""
    return identifier["TableName"], _attributes(identifier["TableName"])


def replica_updates(original: Any, name: str, table: Any, updates: list[dict[str, Any]]) -> Any:
    """What `UpdateTable` does to replicas: one in a call, and none that is protected."""
    if len(updates) > 1:
        return error_response_json("ValidationException", "Only one replica update is allowed in a call", 400)
    region = updates[0].get("Delete", {}).get("RegionName", "")
    if (_at(region, name) or {}).get("DeletionProtectionEnabled"):
        text = f"Replica in {region} is protected against deletion. To delete it, disable deletion protection."
        return error_response_json("ValidationException", text, 400)
    return original(name, table, updates)


def described(original: Any, name: str) -> Any:
    """A table as `DescribeTable` shows it: a new replica is CREATING for as long as was asked for."""
    description, now = original(name), time.time()
    if _tables[name].get(READY_AT, 0) > now:
        description["TableStatus"] = "CREATING"
    for replica in description.get("Replicas", ()):
        if (_at(replica["RegionName"], name) or {}).get(READY_AT, 0) > now:
            replica["ReplicaStatus"] = "CREATING"
    return description


def _at(region: str, name: str) -> Any:
    return _tables.get_scoped(get_account_id(), region, name)


def _add(name: str, region: str, delay: float) -> None:
    table = _tables[name]
    _create_replica(name, table, region)
    _at(region, name)[READY_AT] = time.time() + delay
    _set_replica_group(name, {*_replica_group(table), get_region(), region})


def _protect(name: str, replicas: Mapping[str, Properties]) -> None:
    for region, replica in replicas.items():
        _at(region, name)["DeletionProtectionEnabled"] = bool(replica.get("DeletionProtectionEnabled"))


def _expire(name: str, old: Properties, new: Properties) -> None:
    before, after = old.get("TimeToLiveSpecification"), new.get("TimeToLiveSpecification")
    if before != after:
        wanted = after or {**(before or {}), "Enabled": False}
        _call(_update_ttl, {"TableName": name, "TimeToLiveSpecification": wanted})


def _replicas(props: Properties) -> dict[str, Properties]:
    """Region ─▶ its replica. Refuses what DynamoDB refuses and no linter sees [1.30]."""
    replicas = {replica["Region"]: replica for replica in props["Replicas"]}
    if get_region() not in replicas:
        raise ValueError("Invalid request provided: The Replicas section must contain an entry for the current region")
    if len(replicas) < len(props["Replicas"]):
        raise ValueError("Invalid request provided: two replicas in one region")
    if len(replicas) > 1 and not props.get("StreamSpecification"):
        raise ValueError("Invalid request provided: StreamSpecification is required for more than one replica")
    return replicas


def _as_table(props: Properties) -> dict[str, Any]:
    """What `CreateTable` takes."""
    table = {key: props[key] for key in _IN_EVERY_REGION + _OPTIONAL if key in props}
    if stream := props.get("StreamSpecification"):
        table["StreamSpecification"] = {"StreamEnabled": True, **stream}
    if props.get("BillingMode") != "PAY_PER_REQUEST":
        # What autoscaling begins with makes no difference here; that it is there does.
        table["ProvisionedThroughput"] = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    return table


def _attributes(name: str) -> dict[str, str]:
    table = _tables[name]
    return {**_ddb_attrs(table), "TableId": table["TableId"]}


def _call(operation: Callable[[dict[str, Any]], tuple[int, Any, bytes]], data: dict[str, Any]) -> None:
    status, _, body = operation(data)
    if status >= 400:
        raise ValueError(json.loads(body).get("message", body.decode()))
