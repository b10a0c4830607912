"""Capacity and encryption, which a table and all of its replicas and indexes have to agree about [aws-facts 1.7, 1.15].

A replica that comes with the wanted ones does not fit a table that still has others: what it says of its capacity is of
another billing mode, or its key is one of a table that has none. So the table gets them first, by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator.assembly.model import Json
from generator.deploy.bodies.parts import Resource, properties_of, same
from generator.deploy.bodies.tables import indexes_of, replicas_of, with_properties

_INDEXES: Final = "GlobalSecondaryIndexes"
_ENCRYPTION: Final = "SSESpecification"
_MODE: Final = ("BillingMode", _ENCRYPTION)
_WRITES: Final = ("WriteOnDemandThroughputSettings", "WriteProvisionedThroughputSettings")
_READS: Final = ("ReadOnDemandThroughputSettings", "ReadProvisionedThroughputSettings")

Part = Mapping[str, Json]
"""A replica, an index, or what a replica says of an index."""


def is_of_other_mode(table: Resource, goal: Resource) -> bool:
    """Whether the two differ in their billing mode, or in what they or their replicas are encrypted with."""
    ours, theirs = properties_of(table), properties_of(goal)
    if any(not same(ours.get(name), theirs.get(name)) for name in _MODE):
        return True
    there, wanted = replicas_of(table), replicas_of(goal)
    return any(
        not same(there[region].get(_ENCRYPTION), wanted[region].get(_ENCRYPTION)) for region in there & wanted.keys()
    )


def in_mode_of(table: Resource, goal: Resource) -> Resource:
    """The table with capacity and encryption as in `goal`, and all else as it is: replicas, indexes, protection.

    What `goal` has no more gets the capacity of what it has; its key stays, for there is no other of its region. The
    table itself where they agree.
    """
    if not is_of_other_mode(table, goal):
        return table
    wanted = properties_of(goal)
    return with_properties(
        table,
        **{name: wanted.get(name) for name in (*_MODE, *_WRITES)},
        **{
            _INDEXES: [
                _with(index, _like(index, indexes_of(goal), goal), _WRITES) for index in indexes_of(table).values()
            ]
        },
        Replicas=[_replica(one, table, goal) for one in replicas_of(table).values()],
    )


def with_index_settings(table: Resource, goal: Resource, name: str) -> Resource:
    """The table whose replicas say of this index, which comes to it, what those of `goal` say."""
    return with_properties(table, Replicas=[_knowing(one, goal, name) for one in replicas_of(table).values()])


def _knowing(replica: Part, goal: Resource, name: str) -> Part:
    like = _replica_like(replica, goal)
    settings = [one for one in like.get(_INDEXES, ()) if one["IndexName"] == name]
    return {**replica, _INDEXES: [*replica.get(_INDEXES, ()), *settings]} if settings else replica


def _replica_like(replica: Part, goal: Resource) -> Part:
    """The replica of `goal` in that region; where it has none, any of it."""
    known = replicas_of(goal)
    return known.get(replica["Region"], next(iter(known.values()), {}))


def _like(index: Part, known: Mapping[str, Part], goal: Resource) -> Part:
    return known.get(index["IndexName"], properties_of(goal))


def _replica(replica: Part, table: Resource, goal: Resource) -> Part:
    known = replicas_of(goal)
    like = _replica_like(replica, goal)
    changed = _with(replica, like, _READS)
    if replica["Region"] in known or _ENCRYPTION not in properties_of(goal):
        changed = _with(changed, like if replica["Region"] in known else {}, (_ENCRYPTION,))
    indexes = list(_index_settings(changed, like, indexes_of(table)))
    bare = {name: value for name, value in changed.items() if name != _INDEXES}
    return {**bare, _INDEXES: indexes} if indexes else bare


def _index_settings(replica: Part, like: Part, names: Iterable[str]) -> Iterator[Part]:
    """What the replica says of each index; nothing of one of which there is nothing to say."""
    ours, theirs = ({one["IndexName"]: one for one in each.get(_INDEXES, ())} for each in (replica, like))
    for name in names:
        said = _with(ours.get(name, {"IndexName": name}), theirs.get(name, like), _READS)
        if len(said) > 1:
            yield said


def _with(part: Part, like: Part, names: Iterable[str]) -> Part:
    """A part in which these properties are as in the other one, also where that has none of them."""
    taken = set(names)
    kept = {name: value for name, value in part.items() if name not in taken}
    return {**kept, **{name: like[name] for name in sorted(taken) if name in like}}
