"""Tables that come, go or get another key; their indexes; their protection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.assembly.model import Json
from generator.cloudformation.limits import RECOVERY_DAYS
from generator.diff.meaning.view import GLOBAL_TABLE, View, by, listed, mapping, members, places, text
from generator.diff.model import Meaning, ResourceChange
from generator.diff.normal import encoded
from generator.diff.resource import Resource

FATES = {
    "retained": "is kept, outside of the stack",
    "destroyed": "is deleted with its data",
    "snapshot": "is backed up",
}
_KEY_PROPERTIES = {
    "TableName": "another name",
    "KeySchema": "another key",
    "LocalSecondaryIndexes": "other local secondary indexes",
}


def table_name(logical_id: str, table: Resource) -> str:
    """What people call the table: its name, or its logical id where it has none in plain text."""
    return text(mapping(table.properties).get("TableName"), logical_id)


def table_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """Everything about tables but their replicas."""
    ours, theirs = before.of(GLOBAL_TABLE), after.of(GLOBAL_TABLE)
    known = {change.logical_id: change for change in changes}
    moved = {change.previous_logical_id: change for change in changes if change.type == GLOBAL_TABLE}
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name), theirs.get(name)
        if one is not None and other is not None:
            yield from _changed_key(name, one, other, known.get(name))
            yield from _protection(name, one, other)
            yield from _expiry(name, one, other)
        elif one is not None:
            yield _removed(name, one, known.get(name), moved.get(name))
        elif other is not None and (name not in known or known[name].kind != "moved"):
            regions = listed(by("Region", mapping(other.properties).get("Replicas")))
            yield Meaning(
                kind="table-added",
                subject=table_name(name, other),
                risk="notable",
                text=f"table {table_name(name, other)} is created, with replicas in {regions}",
                resources=(name,),
            )


def _removed(name: str, table: Resource, change: ResourceChange | None, move: ResourceChange | None) -> Meaning:
    subject = table_name(name, table)
    if move is not None:
        return Meaning(
            kind="table-moved",
            subject=subject,
            risk="risky",
            text=f"table {subject} gets the logical id {move.logical_id}: CloudFormation creates before it deletes, "
            "and the name is taken",
            advice="keep the name that the table has in the app file",
            guard="replace",
            resources=tuple(sorted((name, move.logical_id))),
        )
    fate = None if change is None else change.fate
    return Meaning(
        kind="table-removed",
        subject=subject,
        risk="risky",
        text=f"table {subject} goes, with all replicas: it {FATES[fate or 'destroyed']}",
        advice="make sure that nothing needs its data; nothing of the app reads or writes it any more",
        guard="delete-data",
        resources=(name,),
    )


def _changed_key(name: str, before: Resource, after: Resource, change: ResourceChange | None) -> Iterator[Meaning]:
    ours, theirs = mapping(before.properties), mapping(after.properties)
    different = [noun for key, noun in _KEY_PROPERTIES.items() if encoded(ours.get(key)) != encoded(theirs.get(key))]
    if _key_types(ours) != _key_types(theirs) and "another key" not in different:
        different.append("another type of a key attribute")
    if not different:
        return
    is_kept = change is not None and change.fate == "retained"
    if "another name" in different:
        fate = FATES["retained" if is_kept else "destroyed"]
        how = f"a new, empty table {table_name(name, after)} is made, and the old one {fate}"
    else:
        how = "that takes a new table, and CloudFormation cannot make one under a name that is taken"
    yield Meaning(
        kind="table-key-changed",
        subject=table_name(name, before),
        risk="risky",
        text=f"table {table_name(name, before)} gets {listed(different)}: {how}",
        advice="add a table under a new name, copy the data, move the routes, then remove the old one",
        guard="replace" if is_kept or "another name" not in different else "delete-data",
        resources=(name,),
    )


def _key_types(properties: Mapping[str, Json]) -> dict[str, Json]:
    """The types of the table's own key attributes that both sides could share, by attribute."""
    keys = {text(key.get("AttributeName")) for key in members(properties.get("KeySchema"))}
    defined = by("AttributeName", properties.get("AttributeDefinitions"))
    return {name: definition.get("AttributeType") for name, definition in defined.items() if name in keys}


def _deletion(replica: Mapping[str, Json]) -> bool:
    return replica.get("DeletionProtectionEnabled") is True


def _recovery(replica: Mapping[str, Json]) -> bool:
    return mapping(replica.get("PointInTimeRecoverySpecification")).get("PointInTimeRecoveryEnabled") is True


_PROTECTIONS: Mapping[str, Callable[[Mapping[str, Json]], bool]] = {
    "deletion protection": _deletion,
    "point in time recovery": _recovery,
}


def _protection(name: str, before: Resource, after: Resource) -> Iterator[Meaning]:
    subject = table_name(name, after)
    ours, theirs = (by("Region", mapping(side.properties).get("Replicas")) for side in (before, after))
    both = [region for region in theirs if region in ours]
    for noun, is_on in _PROTECTIONS.items():
        off = [region for region in both if is_on(ours[region]) and not is_on(theirs[region])]
        on = [region for region in both if not is_on(ours[region]) and is_on(theirs[region])]
        if off:
            yield _off(name, subject, f"{noun} of table {subject} is switched off {places(off, theirs)}")
        if on:
            yield Meaning(
                kind="protection-on",
                subject=subject,
                risk="quiet",
                text=f"{noun} of table {subject} is switched on {places(on, theirs)}",
                resources=(name,),
            )
    shorter = [region for region in both if _days(theirs[region]) < _days(ours[region]) and _recovery(theirs[region])]
    if shorter:
        yield Meaning(
            kind="recovery-shorter",
            subject=subject,
            risk="notable",
            text=f"table {subject} can be recovered for a shorter time {places(shorter, theirs)}: "
            f"{_days(ours[shorter[0]])} → {_days(theirs[shorter[0]])} days",
            resources=(name,),
        )
    for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
        if before.attributes.get(policy) == "Retain" and after.attributes.get(policy) != "Retain":
            now = text(after.attributes.get(policy), "Delete")
            yield _off(name, subject, f"{policy} of table {subject} becomes {now}: its data goes with the resource")


def _expiry(name: str, before: Resource, after: Resource) -> Iterator[Meaning]:
    """Items that will delete themselves, in every region: TTL is synchronised [aws-facts 1.13]."""
    was, now = _expires_by(before), _expires_by(after)
    if now is not None and now != was:
        subject = table_name(name, after)
        yield Meaning(
            kind="expiry-changed",
            subject=subject,
            risk="notable",
            text=f"items of table {subject} whose `{now}` is in the past are deleted, in every region",
            advice=f"check what `{now}` holds in the items that are there already",
            resources=(name,),
        )


def _expires_by(table: Resource) -> str | None:
    ttl = mapping(mapping(table.properties).get("TimeToLiveSpecification"))
    return text(ttl.get("AttributeName"), "attribute") if ttl.get("Enabled") in (True, "true") else None


def _off(name: str, subject: str, what: str) -> Meaning:
    return Meaning(
        kind="protection-off", subject=subject, risk="risky", text=what, guard="protection-off", resources=(name,)
    )


def _days(replica: Mapping[str, Json]) -> int:
    """For how many days the table of a region can be recovered."""
    days = mapping(replica.get("PointInTimeRecoverySpecification")).get("RecoveryPeriodInDays")
    return (days if isinstance(days, int) else RECOVERY_DAYS) if _recovery(replica) else 0
