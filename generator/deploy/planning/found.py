"""A table as it is found, as a resource: the wanted one, less the replicas and indexes that it has not, set as it is.

An import changes nothing, so a template that told what is wanted would tell what is not, and no later update from it
would find a difference. So the settings of every replica have to be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.assembly.model import Json
from generator.aws.model import DeployedSettings, DeployedTable
from generator.cloudformation.limits import RECOVERY_DAYS
from generator.deploy.bodies.parts import Resource
from generator.deploy.bodies.tables import indexes_of, replicas_of, with_indexes, with_properties, with_replicas


def as_found(there: DeployedTable, wanted: Resource) -> Resource:
    """The wanted table as what is there: `there.settings` of its own region for the table, of each for its replica."""
    own = there.settings[there.region]
    shared = {name: index for name, index in indexes_of(wanted).items() if name in there.indexes}
    replicas = [
        _replica(one, there.settings[region], shared)
        for region, one in replicas_of(wanted).items()
        if region in there.replicas
    ]
    indexes = [_limited(index, "Write", own.writes.get(name)) for name, index in shared.items()]
    table = with_properties(
        with_indexes(with_replicas(wanted, replicas), indexes),
        StreamSpecification={"StreamViewType": own.stream} if own.stream else None,
        TimeToLiveSpecification={"AttributeName": own.ttl, "Enabled": True} if own.ttl else None,
    )
    return {**table, "Properties": _limited(table["Properties"], "Write", own.writes.get(""))}


def _replica(wanted: Mapping[str, Json], found: DeployedSettings, indexes: Iterable[str]) -> Mapping[str, Json]:
    told = {index["IndexName"]: index for index in wanted.get("GlobalSecondaryIndexes", ())}
    settings = {
        **wanted,
        "DeletionProtectionEnabled": found.deletion_protection,
        "PointInTimeRecoverySpecification": _recovery(
            wanted.get("PointInTimeRecoverySpecification", {}), found.recovery_days
        ),
        "TableClass": found.table_class,
        # Tags of somebody else's are left alone.
        "Tags": [tag for tag in wanted.get("Tags", ()) if found.tags.get(tag["Key"]) == tag["Value"]],
        "GlobalSecondaryIndexes": [
            settings for name in indexes if len(settings := _index(name, told.get(name, {}), found.reads.get(name))) > 1
        ],
    }
    bare = {name: value for name, value in settings.items() if value != []}
    return _limited(bare, "Read", found.reads.get(""))


def _index(name: str, told: Mapping[str, Json], units: int | None) -> Mapping[str, Json]:
    """What a replica says of an index. How provisioned reads scale is not known, and is taken to be as wanted."""
    provisioned = {key: value for key, value in told.items() if key == "ReadProvisionedThroughputSettings"}
    return _limited({"IndexName": name, **provisioned}, "Read", units)


def _recovery(wanted: Mapping[str, Json], days: int) -> Mapping[str, Json]:
    is_told = days and ("RecoveryPeriodInDays" in wanted or days != RECOVERY_DAYS)
    return {"PointInTimeRecoveryEnabled": days > 0} | ({"RecoveryPeriodInDays": days} if is_told else {})


def _limited(part: Mapping[str, Json], kind: str, units: int | None) -> Mapping[str, Json]:
    """A table, replica or index with just this limit of reads or writes, if any."""
    name = f"{kind}OnDemandThroughputSettings"
    bare = {key: value for key, value in part.items() if key != name}
    return bare if units is None else {**bare, name: {f"Max{kind}RequestUnits": units}}
