"""Two normal values ─▶ the property changes between them.

Maps are compared key by key, lists by what identifies their members (`generator.diff.lists`), JSON in a text by its
value. Everything else, intrinsic functions too, is one value: the same or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from generator.assembly.model import Json
from generator.diff.lists import IDENTITIES, SETS, identities_of, identity_of
from generator.diff.model import Path, PropertyChange
from generator.diff.normal import JsonText, encoded, escaped
from generator.diff.statements import statement_pairs

Value = Json | UnsetType


class Pair(NamedTuple):
    """A member of a list before and after, and the part of the path that leads to it."""

    segment: str
    before: Value
    after: Value


def value_changes(before: Value, after: Value, path: Path = ()) -> Iterator[PropertyChange]:
    """The changes that lead from one normal value to the other, in the order of their paths."""
    if encoded_value(before) == encoded_value(after):
        return
    before_map, after_map = _as_map(before), _as_map(after)
    if before_map is not None and after_map is not None:
        yield from member_changes(before_map, after_map, path)
    elif isinstance(before, list) and isinstance(after, list):
        for pair in pairs(path[-1] if path else "", before, after):
            yield from value_changes(pair.before, pair.after, (*path, pair.segment))
    else:
        yield _changed(before, after, path)


def member_changes(before: Mapping[str, Json], after: Mapping[str, Json], path: Path = ()) -> Iterator[PropertyChange]:
    """The changes between two maps that are no functions, key by key."""
    for key in sorted(before.keys() | after.keys()):
        yield from value_changes(before.get(key, UNSET), after.get(key, UNSET), (*path, key))


def encoded_value(value: Value) -> bytes:
    """As `encoded`, with bytes of its own for what is absent."""
    return b"" if value is UNSET else encoded(value)


def shown(value: Value) -> Value:
    """A normal value as JSON: what was JSON in a text is a text again, laid out."""
    if isinstance(value, JsonText):
        return msgspec.json.format(encoded(shown(value.value)), indent=2).decode()
    if isinstance(value, Mapping):
        return {key: shown(child) for key, child in value.items()}
    return [shown(member) for member in value] if isinstance(value, list) else value


def _as_map(value: Value) -> Mapping[str, Json] | None:
    """A map that can be looked into; functions cannot."""
    if isinstance(value, JsonText):
        value = value.value
    if not isinstance(value, Mapping):
        return None
    is_function = len(value) == 1 and all(key == "Ref" or key.startswith("Fn::") for key in value)
    return None if is_function else value


def _changed(before: Value, after: Value, path: Path) -> PropertyChange:
    before, after = shown(before), shown(after)
    texts = _text(before), _text(after)
    if None in texts or not any("\n" in text for text in texts if isinstance(text, str)):
        return PropertyChange(path=path, before=before, after=after)
    if any(isinstance(side, Mapping) for side in (before, after)):
        texts = _substituted(before), _substituted(after)
    return PropertyChange(path=path, before=texts[0], after=texts[1], form="lines")


def _text(value: Value) -> str | UnsetType | None:
    """The text of a value that is one; `None` for any other value."""
    if isinstance(value, Mapping) and len(value) == 1:
        value = value.get("Fn::Sub")
    return value if isinstance(value, str) or value is UNSET else None


def _substituted(value: Value) -> Value:
    """A text in the spelling of `Fn::Sub`, so that a plain `${` is not taken for a reference."""
    return escaped(value) if isinstance(value, str) else _text(value)


def pairs(name: str, before: Sequence[Json], after: Sequence[Json]) -> Iterator[Pair]:
    """The members of two lists under the key `name`, matched. Both ways round they are the same pairs."""
    if name == "Statement":
        yield from (Pair(*pair) for pair in statement_pairs(before, after))
    elif name in SETS:
        yield from _of_sets(before, after)
    else:
        before_ids, after_ids = identities_of(name, before, encoded), identities_of(name, after, encoded)
        if before_ids is None or after_ids is None:
            yield from _by_position(before, after)
        else:
            yield from _by_identity(
                name, dict(zip(before_ids, before, strict=True)), dict(zip(after_ids, after, strict=True))
            )


def member_segment(name: str, index: int, member: Json) -> str:
    """The part of a path that leads to a member of the list under the key `name`."""
    keys = IDENTITIES.get(name)
    if keys is None or not isinstance(member, Mapping) or None in identity_of(keys, member):
        return f"[{index}]"
    return f"[{' '.join(map(label, identity_of(keys, member)))}]"


def _by_identity(name: str, before: Mapping[bytes, Json], after: Mapping[bytes, Json]) -> Iterator[Pair]:
    for identity in sorted(before.keys() | after.keys()):
        member = before.get(identity, after.get(identity))
        yield Pair(member_segment(name, 0, member), before.get(identity, UNSET), after.get(identity, UNSET))


def _of_sets(before: Sequence[Json], after: Sequence[Json]) -> Iterator[Pair]:
    for member in _missing(before, after):
        yield Pair(f"[{label(member)}]", member, UNSET)
    for member in _missing(after, before):
        yield Pair(f"[{label(member)}]", UNSET, member)


def _missing(members: Sequence[Json], others: Sequence[Json]) -> list[Json]:
    """The members that the others lack, each as often as it is missing."""
    left = [encoded(other) for other in others]
    found = []
    for member in members:
        if encoded(member) in left:
            left.remove(encoded(member))
        else:
            found.append(member)
    return found


def _by_position(before: Sequence[Json], after: Sequence[Json]) -> Iterator[Pair]:
    """What is equal at the start and at the end stands for itself; in between, position by position."""
    ours, theirs = [encoded(member) for member in before], [encoded(member) for member in after]
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    for index in range(start, max(len(ours), len(theirs)) - end):
        yield Pair(
            f"[{index}]",
            before[index] if index < len(ours) - end else UNSET,
            after[index] if index < len(theirs) - end else UNSET,
        )


def label(value: Json) -> str:
    """A value as part of a path: texts and functions by their words, long ones by their end."""
    text = value if isinstance(value, str) else _text(value)
    if not isinstance(text, str):
        text = re.sub(r'[{}"]', "", encoded(value).decode())
    return text if len(text) <= 60 else f"…{text[-59:]}"
