"""Policy statements, matched by what they say: they have no name that they must have.

Equal ones stand for themselves. Of the others, two belong together when they have the same `Sid`, or say the same
about the same resources, or allow the same actions; what still is alone was added or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import UNSET, UnsetType

from generator.assembly.model import Json
from generator.diff.normal import encoded

_ACTIONS = ("Action", "NotAction")
_RESOURCES = ("Resource", "NotResource")


def statement_pairs(
    before: Sequence[Json], after: Sequence[Json]
) -> Iterator[tuple[str, Json | UnsetType, Json | UnsetType]]:
    """The part of a path, the statement before and the one after; without those that are equal."""
    left = _without(before, after)
    right = _without(after, before)
    for key in (_sid, _without_keys(_ACTIONS), _without_keys(_RESOURCES)):
        for identity in sorted(_unique(left, key).keys() & _unique(right, key).keys()):
            one, other = _unique(left, key)[identity], _unique(right, key)[identity]
            yield _segment(one, other), one, other
            left = [statement for statement in left if statement is not one]
            right = [statement for statement in right if statement is not other]
    for statement in left:
        yield _segment(statement, statement), statement, UNSET
    for statement in right:
        yield _segment(statement, statement), UNSET, statement


def _without(statements: Sequence[Json], others: Sequence[Json]) -> list[Json]:
    left = [encoded(other) for other in others]
    found = []
    for statement in statements:
        if encoded(statement) in left:
            left.remove(encoded(statement))
        else:
            found.append(statement)
    return found


def _sid(statement: Json) -> bytes | None:
    return encoded(statement["Sid"]) if isinstance(statement, Mapping) and "Sid" in statement else None


def _without_keys(keys: tuple[str, ...]) -> Callable[[Json], bytes | None]:
    def rest(statement: Json) -> bytes | None:
        if not isinstance(statement, Mapping):
            return None
        return encoded({key: value for key, value in statement.items() if key not in keys})

    return rest


def _unique(statements: Sequence[Json], key: Callable[[Json], bytes | None]) -> dict[bytes, Json]:
    """The statements by their key, without those that share it."""
    found: dict[bytes, list[Json]] = {}
    for statement in statements:
        identity = key(statement)
        if identity is not None:
            found.setdefault(identity, []).append(statement)
    return {identity: same[0] for identity, same in found.items() if len(same) == 1}


def _segment(one: Json, other: Json) -> str:
    """Names both: by the `Sid`, or by the resources or the actions that they share. The same both ways round."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return "[?]"
    for key in ("Sid", *_RESOURCES, *_ACTIONS):
        if key in one and key in other and encoded(one[key]) == encoded(other[key]):
            return f"[{_words(one[key])}]"
    return f"[{one.get('Effect', '?')}]"


def _words(value: Json) -> str:
    """The first of a list, without the parts of an ARN that all have; an ellipsis stands for the others."""
    first = value[0] if isinstance(value, list) and value else value
    text = first if isinstance(first, str) else first.get("Fn::Sub") if isinstance(first, Mapping) else None
    words = text.rpartition("}:")[2] if isinstance(text, str) else encoded(first).decode()
    return words + (" …" if isinstance(value, list) and len(value) > 1 else "")
