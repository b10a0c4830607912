"""DynamoDB in the fake AWS: global tables, and what AWS allows an update to change of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.aws.model import DeployedTable
from tests.support.fake_settings import updated
from tests.support.fake_template import GLOBAL_TABLE, Template, refusal

Json = Any

DAY = 86_400.0
CREATE_ONLY = ("KeySchema", "LocalSecondaryIndexes", "TableName")


class TableGroup(Struct, frozen=True, kw_only=True):
    """A table with all of its replicas, region ─▶ whether it is protected from deletion.

    `properties` are what CloudFormation has given it; `owner` is the id of the stack that has it; `source` the region
    that last was the source of a new replica, then.
    """

    name: str
    keys: Mapping[str, str]
    attribute_types: Mapping[str, str]
    replicas: Mapping[str, bool]
    properties: Mapping[str, Json] = {}
    indexes: tuple[str, ...] = ()
    owner: str | None = None
    source: str = ""
    sourced_at: float | None = None

    def shown(self, region: str) -> DeployedTable:
        """The table as a region shows it."""
        return DeployedTable(
            name=self.name,
            region=region,
            status="ACTIVE",
            keys=self.keys,
            attribute_types=self.attribute_types,
            replicas=dict.fromkeys(sorted(self.replicas), "ACTIVE"),
            indexes=dict.fromkeys(self.indexes, "ACTIVE"),
            deletion_protection=self.replicas[region],
        )


class Tables:
    """Every table of the account, by name and the regions that it is in."""

    def __init__(self) -> None:
        self.groups: list[TableGroup] = []
        self.now = 0.0

    def at(self, name: str, region: str) -> TableGroup | None:
        """The table of this name that has a replica in the region."""
        return next((one for one in self.groups if one.name == name and region in one.replicas), None)

    def put(self, old: TableGroup | None, new: TableGroup | None) -> None:
        """Replace a table; gone when it has no replica."""
        self.groups = [one for one in self.groups if one is not old]
        if new is not None and new.replicas:
            self.groups.append(new)

    def create(self, name: str, wanted: Mapping[str, Json], region: str, owner: str) -> None:
        """Create a table as a resource of a template wants it."""
        check_table(name, wanted, region)
        group = group_of(wanted, owner)
        for replica in group.replicas:
            if self.at(group.name, replica):
                raise refusal(f"{name}: Table already exists: {group.name} in {replica}", region, name)
        self.put(None, group)

    def update(self, name: str, old: Mapping[str, Json], new: Mapping[str, Json], region: str) -> None:
        """Change a table from one resource of a template to another."""
        if old == new:
            return
        group = self.at(new["TableName"], region)
        if group is None:
            raise refusal(f"{name}: Table not found: {new['TableName']}", region, name)
        check_table(name, new, region)
        check_update(name, old, new, group, region)
        wanted = group_of(updated(group.properties, old, new), group.owner)
        added = set(wanted.replicas) - set(group.replicas)
        for replica in added:
            if self.at(group.name, replica):
                raise refusal(f"{name}: Table already exists: {group.name} in {replica}", region, name)
        source, at = (region, self.now) if added else (group.source, group.sourced_at)
        self.put(group, replace(wanted, source=source, sourced_at=at))

    def leave(self, name: str, resource: Mapping[str, Json], table: str, region: str) -> None:
        """Let a table go from its stack: retained, or deleted with every replica."""
        group = self.at(table, region)
        if group is None:
            return
        if resource.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate"):
            self.put(group, replace(group, owner=None))
            return
        if any(group.replicas.values()):
            raise refusal(f"{name}: Resource cannot be deleted, deletion protection is enabled", region, name)
        self.put(group, None)

    def adopt(self, name: str, wanted: Mapping[str, Json], region: str, owner: str) -> None:
        """Import an existing table into a stack; its settings stay as they are."""
        group = self.at(wanted["TableName"], region)
        if group is None or group.owner is not None:
            raise refusal(f"{name}: {wanted['TableName']} cannot be imported", region, name)
        like = group_of(wanted, owner)
        same = (like.keys, like.attribute_types, set(like.replicas), set(like.indexes))
        if same != (group.keys, group.attribute_types, set(group.replicas), set(group.indexes)):
            raise refusal(f"{name}: the table differs from the template", region, name)
        self.put(group, replace(group, owner=owner))

    def apply(self, old: Template, new: Template, owner: str, imports: Set[str] = frozenset()) -> None:
        """Bring the tables of a stack from one template to another: made, changed, and then those that leave."""
        before, after = dict(old.properties(GLOBAL_TABLE)), dict(new.properties(GLOBAL_TABLE))
        for name, wanted in after.items():
            if name in imports:
                self.adopt(name, wanted, new.region, owner)
            elif name in before:
                self.update(name, before[name], wanted, new.region)
            else:
                self.create(name, wanted, new.region, owner)
        for name, was in before.items():
            if name not in after:
                self.leave(name, old.resources(GLOBAL_TABLE)[name], was["TableName"], old.region)


def group_of(wanted: Mapping[str, Json], owner: str | None) -> TableGroup:
    """The table that a resource describes."""
    return TableGroup(
        name=wanted["TableName"],
        properties=wanted,
        keys={key["AttributeName"]: key["KeyType"] for key in wanted["KeySchema"]},
        attribute_types={one["AttributeName"]: one["AttributeType"] for one in wanted["AttributeDefinitions"]},
        replicas={one["Region"]: bool(one.get("DeletionProtectionEnabled")) for one in wanted["Replicas"]},
        indexes=tuple(one["IndexName"] for one in wanted.get("GlobalSecondaryIndexes", ())),
        owner=owner,
    )


def check_table(name: str, wanted: Mapping[str, Json], region: str) -> None:
    """What DynamoDB refuses of any table [aws-facts 1.2, 1.6, 1.30]."""
    regions = [one["Region"] for one in wanted["Replicas"]]
    if region not in regions:
        raise refusal(f"{name}: The Replicas section must contain an entry for the current region", region, name)
    if len(set(regions)) < len(regions):
        raise refusal(f"{name}: two replicas in one region", region, name)
    if len(regions) > 1 and "StreamSpecification" not in wanted:
        raise refusal(f"{name}: StreamSpecification is required", region, name)
    indexes = [one["IndexName"] for one in wanted.get("GlobalSecondaryIndexes", ())]
    for replica in wanted["Replicas"]:
        if any(one["IndexName"] not in indexes for one in replica.get("GlobalSecondaryIndexes", ())):
            raise refusal(f"{name}: a replica has settings of an index that does not exist", region, name)
    _check_mode(name, wanted, region)
    if set(_used_attributes(wanted)) != {one["AttributeName"] for one in wanted["AttributeDefinitions"]}:
        raise refusal(f"{name}: Some AttributeDefinitions are not used, or some are missing", region, name)


def _used_attributes(wanted: Mapping[str, Json]) -> Iterator[str]:
    indexes = (*wanted.get("GlobalSecondaryIndexes", ()), *wanted.get("LocalSecondaryIndexes", ()))
    for schema in (wanted["KeySchema"], *(index["KeySchema"] for index in indexes)):
        yield from (key["AttributeName"] for key in schema)


class _Change(NamedTuple):
    """How two descriptions of a table differ, as far as AWS cares."""

    replicas: set[str]
    lost: set[str]
    indexes: set[str]
    rest: bool


def _change(old: Mapping[str, Json], new: Mapping[str, Json]) -> _Change:
    ours, theirs = _by("Region", old["Replicas"]), _by("Region", new["Replicas"])
    mine, yours = (_by("IndexName", one.get("GlobalSecondaryIndexes", ())) for one in (old, new))
    both = ours.keys() & theirs.keys()
    apart = ("Replicas", "GlobalSecondaryIndexes")
    return _Change(
        replicas=ours.keys() ^ theirs.keys(),
        lost=ours.keys() - theirs.keys(),
        indexes=mine.keys() ^ yours.keys(),
        rest=any(ours[region] != theirs[region] for region in both)
        or any(mine[index] != yours[index] for index in mine.keys() & yours.keys())
        or {k: v for k, v in old.items() if k not in apart} != {k: v for k, v in new.items() if k not in apart},
    )


def _check_mode(name: str, wanted: Mapping[str, Json], region: str) -> None:
    """Each part fits the billing mode of the table, and all replicas have a key or none has [aws-facts 1.7, 1.15]."""
    mode = wanted.get("BillingMode")
    other = {"PAY_PER_REQUEST": "Provisioned", "PROVISIONED": "OnDemand"}.get(mode or "", "")
    indexes, replicas = wanted.get("GlobalSecondaryIndexes", ()), wanted["Replicas"]
    of_replicas = (one for replica in replicas for one in replica.get("GlobalSecondaryIndexes", ()))
    said = {key for part in (wanted, *indexes, *replicas, *of_replicas) for key in part}
    if other and said & {f"{verb}{other}ThroughputSettings" for verb in ("Read", "Write")}:
        raise refusal(f"{name}: throughput settings of another billing mode than {mode}", region, name)
    if mode == "PROVISIONED" and any("WriteProvisionedThroughputSettings" not in part for part in (wanted, *indexes)):
        raise refusal(f"{name}: Table write capacity should either be Pay-Per-Request or AutoScaled", region, name)
    keys = {"KMSMasterKeyId" in replica.get("SSESpecification", ()) for replica in replicas}
    if len(keys) > 1 or (True in keys and not wanted.get("SSESpecification", {}).get("SSEEnabled")):
        raise refusal(f"{name}: KMSMasterKeyId must be specified for all replicas, or for none", region, name)


def check_update(name: str, old: Mapping[str, Json], new: Mapping[str, Json], group: TableGroup, region: str) -> None:
    """What CloudFormation and DynamoDB refuse of an update [aws-facts 1.3, 1.5, 1.6, 1.8, 1.20, 1.29]."""
    change = _change(old, new)
    if any(old.get(key) != new.get(key) for key in CREATE_ONLY):
        raise refusal(f"{name}: a named table cannot be replaced", region, name)
    if len(change.replicas) > 1 or (change.replicas and (change.rest or change.indexes)):
        raise refusal(f"{name}: one replica is added or removed per update, alone", region, name)
    if any(group.replicas.get(replica) for replica in change.lost):
        raise refusal(f"{name}: a replica is protected from deletion", region, name)
    if len(change.indexes) > 1:
        raise refusal(f"{name}: Cannot perform more than one GSI creation or deletion in a single update", region, name)
    mine, yours = (_by("IndexName", one.get("GlobalSecondaryIndexes", ())) for one in (old, new))
    if any(mine[index]["KeySchema"] != yours[index]["KeySchema"] for index in mine.keys() & yours.keys()):
        raise refusal(f"{name}: the key of an index cannot be changed", region, name)
    if len(group.replicas) > 1 and old.get("StreamSpecification") != new.get("StreamSpecification"):
        raise refusal(f"{name}: StreamSpecification cannot be changed with more than one replica", region, name)


def _by(key: str, members: Any) -> dict[str, Mapping[str, Json]]:
    return {member[key]: member for member in members}
