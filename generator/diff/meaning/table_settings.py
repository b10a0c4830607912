"""Settings of tables that stay: how they are billed, how consistent they are, whose key encrypts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.assembly.model import Json
from generator.diff.meaning.tables import table_name
from generator.diff.meaning.view import GLOBAL_TABLE, View, by, listed, mapping, members, places, text
from generator.diff.model import Meaning, ResourceChange
from generator.diff.resource import Resource

_MODES = {"PAY_PER_REQUEST": "on demand", "PROVISIONED": "by provisioned capacity"}
_OWNED, _MANAGED = "DynamoDB's own key", "the key that AWS manages"
_OF_AWS = {_OWNED, _MANAGED}
_WRITES = "WriteProvisionedThroughputSettings"
_READS = "ReadProvisionedThroughputSettings"


def table_setting_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """What else of a table changes that somebody should know."""
    ours, theirs = before.of(GLOBAL_TABLE), after.of(GLOBAL_TABLE)
    for name in sorted(ours.keys() & theirs.keys()):
        yield from _billing(name, ours[name], theirs[name])
        yield from _ceilings(name, ours[name], theirs[name])
        yield from _consistency(name, ours[name], theirs[name])
        yield from _encryption(name, ours[name], theirs[name])


def _billing(name: str, before: Resource, after: Resource) -> Iterator[Meaning]:
    """Another mode is one property and yet all capacity there is [aws-facts 1.7]."""
    was, now = _mode(before), _mode(after)
    if was == now or now not in _MODES:
        return
    subject = table_name(name, after)
    text_ = f"table {subject} is billed {_MODES[now]} from now on, in every region"
    advice = (
        "nothing caps the bill now: set `max_read_request_units` and `max_write_request_units` where something should"
    )
    if now == "PROVISIONED":
        seed = _scaling(mapping(after.properties).get(_WRITES), "Write").get("SeedCapacity")
        text_ += f": it starts with {seed} write units" if isinstance(seed, int) else ""
        advice = "let `seed` be what the table uses now: what is above is throttled until capacity has followed"
    yield Meaning(kind="billing-changed", subject=subject, risk="notable", text=text_, advice=advice, resources=(name,))


def _ceilings(name: str, before: Resource, after: Resource) -> Iterator[Meaning]:
    """A lower maximum of a table that was provisioned before: what is above it is throttled."""
    ours, theirs = mapping(before.properties), mapping(after.properties)
    lower = []
    if _is_less(_most(theirs.get(_WRITES), "Write"), _most(ours.get(_WRITES), "Write")):
        lower.append(f"at most {_most(theirs.get(_WRITES), 'Write')} write units")
    old, new = by("Region", ours.get("Replicas")), by("Region", theirs.get("Replicas"))
    for region in (region for region in new if region in old):
        least = _most(new[region].get(_READS), "Read")
        if _is_less(least, _most(old[region].get(_READS), "Read")):
            lower.append(f"at most {least} read units in {region}")
    if lower:
        subject = table_name(name, after)
        yield Meaning(
            kind="capacity-lower",
            subject=subject,
            risk="notable",
            text=f"table {subject} gets less capacity: {listed(lower)}",
            advice="check what the table uses at its busiest: what is above is throttled",
            resources=(name,),
        )


def _consistency(name: str, before: Resource, after: Resource) -> Iterator[Meaning]:
    """The mode, and the regions of a strong table, are those of its creation [aws-facts 1.17]."""
    ours, theirs = mapping(before.properties), mapping(after.properties)
    was, now = (text(side.get("MultiRegionConsistency"), "EVENTUAL") for side in (ours, theirs))
    if was == now and (now != "STRONG" or _quorum(ours) == _quorum(theirs)):
        return
    subject = table_name(name, after)
    what = f"becomes {'strongly' if now == 'STRONG' else 'eventually'} consistent" if was != now else "moves its quorum"
    yield Meaning(
        kind="consistency-changed",
        subject=subject,
        risk="risky",
        text=f"table {subject} {what}, which DynamoDB refuses for a table that holds data",
        advice="add a table under a new name, copy the data, move the routes, then remove the old one",
        guard="replace",
        resources=(name,),
    )


def _encryption(name: str, before: Resource, after: Resource) -> Iterator[Meaning]:
    old, new = _keys(before), _keys(after)
    changed = [region for region in new if region in old and old[region] != new[region]]
    if not changed:
        return
    subject = table_name(name, after)
    keys = listed(sorted({new[region] for region in changed}))
    given_up = sorted({old[region] for region in changed} - _OF_AWS)
    yield Meaning(
        kind="encryption-changed",
        subject=subject,
        risk="notable",
        text=f"table {subject} is encrypted with {keys} {places(changed, new)}",
        advice=f"keep {listed(given_up)}: backups that were made with it need it to be restored" if given_up else "",
        resources=(name,),
    )


def _keys(table: Resource) -> dict[str, str]:
    """Whose key each replica has, as people say it."""
    properties = mapping(table.properties)
    is_kms = mapping(properties.get("SSESpecification")).get("SSEEnabled") in (True, "true")
    default = _MANAGED if is_kms else _OWNED
    return {
        region: text(mapping(replica.get("SSESpecification")).get("KMSMasterKeyId"), default)
        for region, replica in by("Region", properties.get("Replicas")).items()
    }


def _quorum(properties: Mapping[str, Json]) -> set[tuple[str, str]]:
    places_of = ("Replicas", "GlobalTableWitnesses")
    return {(kind, text(one.get("Region"))) for kind in places_of for one in members(properties.get(kind))}


def _mode(table: Resource) -> str:
    return text(mapping(table.properties).get("BillingMode"), "PROVISIONED")


def _scaling(settings: Json, kind: str) -> Mapping[str, Json]:
    return mapping(mapping(settings).get(f"{kind}CapacityAutoScalingSettings"))


def _most(settings: Json, kind: str) -> int | None:
    most = _scaling(settings, kind).get("MaxCapacity")
    return most if isinstance(most, int) else None


def _is_less(now: int | None, was: int | None) -> bool:
    return now is not None and was is not None and now < was
