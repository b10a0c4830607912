"""What a table of the fake AWS is set to: the properties that CloudFormation has really given it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.aws.model import DeployedSettings

Json = Any


def updated(there: Mapping[str, Json], old: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    """The properties of a table after an update: CloudFormation compares templates, and gives on what differs."""
    ours, before, after = ({one["Region"]: one for one in of["Replicas"]} for of in (there, old, new))
    replicas = [
        _differing(ours[region], before[region], one) if region in ours and region in before else one
        for region, one in after.items()
    ]
    return {**_differing(there, old, new), "Replicas": replicas}


def _differing(there: Mapping[str, Json], old: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    kept = {key: value for key, value in there.items() if key not in changed}
    return {**kept, **{key: new[key] for key in changed if key in new}}


def settings_of(properties: Mapping[str, Json], region: str, *, protected: bool) -> DeployedSettings:
    """The settings as DynamoDB tells them in a region."""
    replica: Mapping[str, Json] = next((one for one in properties.get("Replicas", ()) if one["Region"] == region), {})
    recovery = replica.get("PointInTimeRecoverySpecification", {})
    return DeployedSettings(
        on_demand=properties.get("BillingMode", "PAY_PER_REQUEST") == "PAY_PER_REQUEST",
        stream=properties.get("StreamSpecification", {}).get("StreamViewType", ""),
        ttl=properties.get("TimeToLiveSpecification", {}).get("AttributeName", ""),
        deletion_protection=protected,
        recovery_days=recovery.get("RecoveryPeriodInDays", 35) if recovery.get("PointInTimeRecoveryEnabled") else 0,
        table_class=replica.get("TableClass", "STANDARD"),
        tags={tag["Key"]: tag["Value"] for tag in replica.get("Tags", ())},
        reads=_limits(replica, "Read"),
        writes=_limits(properties, "Write"),
    )


def _limits(part: Mapping[str, Json], kind: str) -> dict[str, int]:
    parts = {"": part} | {index["IndexName"]: index for index in part.get("GlobalSecondaryIndexes", ())}
    name = f"{kind}OnDemandThroughputSettings"
    return {index: one[name][f"Max{kind}RequestUnits"] for index, one in parts.items() if name in one}
