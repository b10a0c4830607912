"""Edits of one `AWS::DynamoDB::GlobalTable`, each as small as DynamoDB wants it.

A replica comes or goes alone [aws-facts 1.3]; an index is made or deleted alone [1.5]; neither together with the other
[1.29]. The attribute definitions are always exactly those that the keys and indexes of the table use.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from generator.assembly.model import Json
from generator.cloudformation.resource_types import resource_types
from generator.deploy.bodies.parts import GLOBAL_TABLE, Resource, properties_of, same

_INDEXES: Final = "GlobalSecondaryIndexes"
_PROTECTION: Final = "DeletionProtectionEnabled"


def replicas_of(table: Resource) -> dict[str, Mapping[str, Json]]:
    """The replicas by region, in the order of the template."""
    return {replica["Region"]: replica for replica in properties_of(table).get("Replicas", ())}


def indexes_of(table: Resource) -> dict[str, Mapping[str, Json]]:
    """The global secondary indexes by name."""
    return {index["IndexName"]: index for index in properties_of(table).get(_INDEXES, ())}


def is_replacement(before: Resource, after: Resource) -> bool:
    """Whether the one becomes the other only as a new table: another name, key or local index [aws-facts 1.8], another
    consistency, or, of a strongly consistent one, another region or witness [1.17]."""
    ours, theirs = properties_of(before), properties_of(after)
    known = resource_types()[GLOBAL_TABLE]
    create_only = (*known.create_only, *known.conditional_create_only)
    if any(not same(ours.get(name), theirs.get(name)) for name in create_only) or not is_same_quorum(before, after):
        return True
    types = _types(before), _types(after)
    return any(types[0].get(name) != types[1].get(name) for name in _attributes(theirs.get("KeySchema", ())))


def is_strong(table: Resource) -> bool:
    """Whether what is written in one region is read in all others from then on."""
    return properties_of(table).get("MultiRegionConsistency") == "STRONG"


def quorum_of(table: Resource) -> frozenset[str]:
    """The regions of a strongly consistent table, the one of its witness among them; none of another table."""
    witnesses = [witness["Region"] for witness in properties_of(table).get("GlobalTableWitnesses", ())]
    return frozenset((*replicas_of(table), *witnesses)) if is_strong(table) else frozenset()


def is_same_quorum(before: Resource, after: Resource) -> bool:
    """Whether both are strongly consistent in the same way, or neither is: that is decided at creation."""
    if not is_strong(before) and not is_strong(after):
        return True
    return quorum_of(before) == quorum_of(after) and replicas_of(before).keys() == replicas_of(after).keys()


def is_changed_index(name: str, before: Resource, after: Resource) -> bool:
    """Whether both have the index and it has another key or projection: it has to be made anew."""
    ours, theirs = indexes_of(before).get(name), indexes_of(after).get(name)
    if ours is None or theirs is None:
        return False
    if any(not same(ours.get(key), theirs.get(key)) for key in ("KeySchema", "Projection")):
        return True
    types = _types(before), _types(after)
    return any(types[0].get(one) != types[1].get(one) for one in _attributes(theirs["KeySchema"]))


def with_properties(table: Resource, **changes: Json) -> Resource:
    """The table with other properties; one that becomes `None` or empty is left out."""
    properties = {**properties_of(table), **changes}
    return {**table, "Properties": {name: value for name, value in properties.items() if value not in (None, [], {})}}


def with_replicas(table: Resource, replicas: Iterable[Mapping[str, Json]]) -> Resource:
    """The table with exactly these replicas."""
    return with_properties(table, Replicas=list(replicas))


def with_replica(table: Resource, replica: Mapping[str, Json]) -> Resource:
    """The table with one replica more, which says nothing about indexes that the table has not.

    It is not protected from deletion yet: when the update fails, of this table or of another one, rolling it back
    deletes the replica, and a protected one would leave the stack in UPDATE_ROLLBACK_FAILED [aws-facts 1.3, 1.20].
    """
    unprotected = {**replica, _PROTECTION: False} if _PROTECTION in replica else replica
    return with_replicas(table, (*replicas_of(table).values(), _knowing(unprotected, indexes_of(table))))


def _knowing(replica: Mapping[str, Json], indexes: Container[str]) -> Mapping[str, Json]:
    """The replica, saying nothing about any other index than these."""
    settings = [one for one in replica.get(_INDEXES, ()) if one["IndexName"] in indexes]
    bare = {key: value for key, value in replica.items() if key != _INDEXES}
    return {**bare, _INDEXES: settings} if settings else bare


def without_replicas(table: Resource, regions: Container[str]) -> Resource:
    """The table without its replicas in these regions."""
    return with_replicas(table, (one for region, one in replicas_of(table).items() if region not in regions))


def with_protection(table: Resource, region: str, *, on: bool) -> Resource:
    """The table, its replica in this region protected from deletion, or no longer [aws-facts 1.20]."""
    replicas = replicas_of(table)
    return with_replicas(table, ({**replicas, region: {**replicas[region], _PROTECTION: on}}).values())


def is_protected(table: Resource, region: str) -> bool:
    """Whether the table has a replica in this region that cannot be deleted."""
    return replicas_of(table).get(region, {}).get(_PROTECTION) is True


def with_indexes(table: Resource, indexes: Sequence[Mapping[str, Json]], *types: Resource) -> Resource:
    """The table with exactly these indexes, and the definitions of just the attributes that are used then.

    `types` are tables that say which type an attribute has, the first that knows it; without any, the table itself.
    """
    properties = properties_of(table)
    schemas = [properties.get("KeySchema", ()), *(index["KeySchema"] for index in indexes)]
    schemas += [index["KeySchema"] for index in properties.get("LocalSecondaryIndexes", ())]
    used = sorted({name for schema in schemas for name in _attributes(schema)})
    known = {name: type_ for source in reversed(types or (table,)) for name, type_ in _types(source).items()}
    definitions = [{"AttributeName": name, "AttributeType": known[name]} for name in used if name in known]
    names = {index["IndexName"] for index in indexes}
    replicas = [_knowing(replica, names) for replica in replicas_of(table).values()]
    return with_properties(table, AttributeDefinitions=definitions, Replicas=replicas, **{_INDEXES: list(indexes)})


def _attributes(schema: Sequence[Mapping[str, Json]]) -> list[str]:
    return [key["AttributeName"] for key in schema]


def _types(table: Resource) -> dict[str, Json]:
    definitions = properties_of(table).get("AttributeDefinitions", ())
    return {one["AttributeName"]: one["AttributeType"] for one in definitions}
