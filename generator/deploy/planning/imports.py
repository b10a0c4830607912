"""Tables that exist under our names without belonging to our stack: taken over where they are what is wanted.

A first create that failed leaves its tables behind, for they are retained [aws-facts 11.7], perhaps without some
replicas or indexes. They can be imported as they are [1.23]; what they lack comes by the updates that follow. An import
compares nothing but the name, so what would make it wrong, and what no update could mend, is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from generator.assembly.model import Json
from generator.aws.model import DeployedTable
from generator.deploy.bodies.parts import Resource, Resources, properties_of, table_name, tables_of
from generator.deploy.bodies.tables import indexes_of, replicas_of, with_indexes
from generator.deploy.deployed import Deployed
from generator.deploy.model import Check
from generator.deploy.planning.checks import replica_deletion
from generator.deploy.planning.found import as_found
from generator.deploy.planning.situation import Situation
from generator.diff.meaning.view import listed

_PASSING: Final = frozenset({"CREATING", "DELETING", "UPDATING"})


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
        odd = [*_unsettled(there), *_unread(there, wanted, situation.deployed), *_foreign(there, wanted)]
        checks += odd or [_imported(there)]
        if not odd:
            found[logical_id] = as_found(there, wanted)
    return Imports(tables=found, checks=tuple(checks))


def _unsettled(there: DeployedTable) -> Iterator[Check]:
    """A table or replica that is on its way, or that DynamoDB has given up, is brought to nothing by an update."""
    for region, status in there.replicas.items():
        if status == "ACTIVE":
            continue
        advice = "correct the cause, then run the same command again"
        if status in _PASSING:
            advice = "wait until it is ACTIVE or gone, then run the same command again"
        elif region != there.region:
            advice = f"correct the cause, or delete that replica: {replica_deletion(there.name, there.region, region)}"
        text = f"table {there.name} is {status} in {region}, and cannot be taken over like that"
        yield Check(id="P202", outcome="error", text=text, advice=advice)


def _unread(there: DeployedTable, wanted: Resource, deployed: Deployed) -> Iterator[Check]:
    """What an import says of a replica must be so, or no later update finds what it has to change."""
    for region in sorted(there.replicas.keys() & replicas_of(wanted).keys() - there.settings.keys()):
        reason = f": {deployed.unread[region]}" if region in deployed.unread else ""
        yield Check(
            id="P202",
            outcome="error",
            text=f"table {there.name} cannot be taken over while its settings in {region} are not known{reason}",
            advice=deployed.denied.get(region)
            or f"run the same command again when {region} answers and is not skipped",
        )


def _differences(there: DeployedTable, wanted: Resource) -> Iterator[str]:
    properties = properties_of(wanted)
    keys = {key["AttributeName"]: key["KeyType"] for key in properties.get("KeySchema", ())}
    if dict(there.keys) != keys:
        yield f"its key is {_key(there.keys)}, not {_key(keys)}"
    else:
        yield from _other_attributes(there, wanted)
    if elsewhere := sorted(there.replicas.keys() - replicas_of(wanted).keys()):
        yield f"it has a replica in {listed(elsewhere)}"
    if more := sorted(there.indexes.keys() - indexes_of(wanted).keys()):
        yield f"it has an index {listed(more)}"
    yield from _other_settings(there, properties)


def _other_settings(there: DeployedTable, wanted: Mapping[str, Json]) -> Iterator[str]:
    """Settings that no update brings to what is wanted [aws-facts 1.6, 1.7]."""
    own = there.settings.get(there.region)
    if own is None:
        return
    stream = wanted.get("StreamSpecification", {}).get("StreamViewType", "")
    ttl = wanted.get("TimeToLiveSpecification", {}).get("AttributeName", "")
    modes = ("on demand", "provisioned") if own.on_demand else ("provisioned", "on demand")
    if own.on_demand != (wanted.get("BillingMode") == "PAY_PER_REQUEST"):
        yield f"its capacity is {modes[0]}, not {modes[1]}"
    if len(there.replicas) > 1 and own.stream != stream:
        yield f"its stream, which replicas fix, is {own.stream or 'off'}, not {stream or 'off'}"
    if own.ttl and ttl and own.ttl != ttl:
        yield f"its items expire by {own.ttl}, not by {ttl}"


def _other_attributes(there: DeployedTable, wanted: Resource) -> Iterator[str]:
    """AWS tells which attributes keys and indexes use, but not which index uses which."""
    indexes = [index for name, index in indexes_of(wanted).items() if name in there.indexes]
    definitions = properties_of(with_indexes(wanted, indexes)).get("AttributeDefinitions", ())
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


def _imported(there: DeployedTable) -> Check:
    return Check(
        id="P201",
        outcome="warning",
        text=f"table {there.name} is there without belonging to the stack, and will be taken over with its data",
        advice="it is imported as it is; what of its settings is not as wanted is changed by the updates after that",
    )


def _foreign(there: DeployedTable, wanted: Resource) -> Iterator[Check]:
    differences = "; ".join(_differences(there, wanted))
    if differences:
        yield Check(
            id="P202",
            outcome="error",
            text=f"there is a table {there.name} in {there.region} that is not the wanted one: {differences}",
            advice="give the table of the app file another `table_name`, make the two alike, or delete that one if "
            "nobody needs it",
        )
