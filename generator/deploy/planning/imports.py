"""Tables that exist under our names without belonging to our stack: taken over where they are what is wanted.

A first create that failed leaves its tables behind, for they are retained [aws-facts 11.7], perhaps without some
replicas or indexes. They can be imported as they are [1.23]; what they lack comes by the updates that follow. An import
compares nothing but the name, so what would make it wrong is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.aws.model import DeployedTable
from generator.deploy.bodies.parts import Resource, Resources, properties_of, table_name, tables_of
from generator.deploy.bodies.tables import indexes_of, replicas_of, with_indexes, with_replicas
from generator.deploy.model import Check
from generator.deploy.planning.situation import Situation
from generator.diff.meaning.view import listed


class Imports(Struct, frozen=True, kw_only=True):
    """`tables` are the resources, as the tables are found. `checks` say which can, and which cannot be taken over."""

    tables: Resources = {}
    checks: tuple[Check, ...] = ()

    @property
    def identifiers(self) -> Mapping[str, Mapping[str, str]]:
        """Logical id ─▶ what CloudFormation finds the table by."""
        return {name: {"TableName": table_name(name, table)} for name, table in self.tables.items()}


def imports_of(situation: Situation) -> Imports:
    """The wanted tables that are there and that the main stack does not have."""
    body = situation.body("main") or {}
    owned = {table_name(name, table) for name, table in tables_of(situation.bodies.get("main", {})).items()}
    found: dict[str, Resource] = {}
    checks: list[Check] = []
    for logical_id, wanted in tables_of(body).items():
        name = table_name(logical_id, wanted)
        there = situation.deployed.tables.get(name)
        if there is None or name in owned:
            continue
        differences = list(_differences(there, wanted))
        checks.append(_foreign(there, differences) if differences else _imported(there))
        if not differences:
            found[logical_id] = _as_found(there, wanted)
    return Imports(tables=found, checks=tuple(checks))


def _differences(there: DeployedTable, wanted: Resource) -> Iterator[str]:
    properties = properties_of(wanted)
    keys = {key["AttributeName"]: key["KeyType"] for key in properties.get("KeySchema", ())}
    if there.status != "ACTIVE":
        yield f"it is {there.status}"
    if dict(there.keys) != keys:
        yield f"its key is {_key(there.keys)}, not {_key(keys)}"
    else:
        yield from _other_attributes(there, wanted)
    if elsewhere := sorted(there.replicas.keys() - replicas_of(wanted).keys()):
        yield f"it has a replica in {listed(elsewhere)}"
    if more := sorted(there.indexes.keys() - indexes_of(wanted).keys()):
        yield f"it has an index {listed(more)}"


def _other_attributes(there: DeployedTable, wanted: Resource) -> Iterator[str]:
    """AWS tells which attributes keys and indexes use, but not which index uses which."""
    definitions = properties_of(_as_found(there, wanted)).get("AttributeDefinitions", ())
    types = {one["AttributeName"]: one["AttributeType"] for one in definitions}
    for name in sorted(types.keys() | there.attribute_types.keys()):
        if name not in types:
            yield f"it has an index on {name}"
        elif name not in there.attribute_types:
            yield f"it has no index on {name}"
        elif types[name] != there.attribute_types[name]:
            yield f"{name} is of type {there.attribute_types[name]}, not {types[name]}"


def _key(keys: Mapping[str, str]) -> str:
    return listed(f"{name} ({kind})" for name, kind in sorted(keys.items(), key=lambda key: key[1]))


def _as_found(there: DeployedTable, wanted: Resource) -> Resource:
    """The wanted table, with the replicas and indexes that there are."""
    regions = {there.region, *there.replicas}
    replicas = [one for region, one in replicas_of(wanted).items() if region in regions]
    indexes = [index for name, index in indexes_of(wanted).items() if name in there.indexes]
    return with_indexes(with_replicas(wanted, replicas), indexes)


def _imported(there: DeployedTable) -> Check:
    return Check(
        id="P201",
        outcome="warning",
        text=f"table {there.name} is there without belonging to the stack, and will be taken over with its data",
        advice="what an import does not compare, such as recovery and tags, stays as it is: look at it afterwards with "
        "CloudFormation's drift detection",
    )


def _foreign(there: DeployedTable, differences: list[str]) -> Check:
    return Check(
        id="P202",
        outcome="error",
        text=f"there is a table {there.name} in {there.region} that is not the wanted one: {'; '.join(differences)}",
        advice="give the table of the app file another `table_name`, make the two alike, or delete that one if nobody "
        "needs it",
    )
