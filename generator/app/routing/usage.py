"""What a route's values read from the request: query strings, headers, fields of the body; and which must be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.app.values import (
    BodyField,
    ExpiresAfterDays,
    Header,
    ListValue,
    MapValue,
    Part,
    QueryString,
    Scalar,
    SetValue,
    Value,
)

_JSON_TYPES = {"S": "string", "N": "number", "B": "string", "BOOL": "boolean"}
_MEMBER_TYPES = {"SS": "string", "NS": "number", "BS": "string"}


class FieldUse(Struct, frozen=True, kw_only=True):
    """One use of a field of the body. `type` is JSON Schema's; with `is_set` it is that of an array's members."""

    path: tuple[str, ...]
    type: str
    required: bool
    is_set: bool = False
    not_empty: bool = False


class Needs(Struct, frozen=True, kw_only=True):
    """What a request may or must bring; `True` where it must."""

    querystrings: dict[str, bool]
    headers: dict[str, bool]
    fields: tuple[FieldUse, ...]


def needs(values: Iterable[Value]) -> Needs:
    """What the values read."""
    querystrings: dict[str, bool] = {}
    headers: dict[str, bool] = {}
    fields: list[FieldUse] = []
    spellings: dict[str, str] = {}
    for value in values:
        for leaf in _leaves(value):
            required = not leaf.optional and (isinstance(leaf, SetValue) or leaf.default is None)
            fields += _fields(leaf, required)
            for part in _parts(leaf):
                if isinstance(part, QueryString):
                    querystrings[part.name] = querystrings.get(part.name, False) or required
                elif isinstance(part, Header):
                    name = spellings.setdefault(part.name.lower(), part.name)
                    headers[name] = headers.get(name, False) or required
    return Needs(
        querystrings=dict(sorted(querystrings.items())), headers=dict(sorted(headers.items())), fields=tuple(fields)
    )


def _leaves(value: Value) -> Iterator[Scalar | SetValue]:
    match value:
        case Scalar() | SetValue():
            yield value
        case ListValue():
            for member in value.members:
                yield from _leaves(member)
        case MapValue():
            for member in value.members.values():
                yield from _leaves(member)
        case ExpiresAfterDays():
            return


def _parts(leaf: Scalar | SetValue) -> Iterator[Part]:
    if isinstance(leaf, Scalar):
        yield from leaf.expression
    elif not isinstance(leaf.members, BodyField):
        for member in leaf.members:
            yield from member


def _fields(leaf: Scalar | SetValue, required: bool) -> Iterator[FieldUse]:
    if isinstance(leaf, SetValue) and isinstance(leaf.members, BodyField):
        yield FieldUse(path=leaf.members.path, type=_MEMBER_TYPES[leaf.type], required=required, is_set=True)
        return
    whole = isinstance(leaf, Scalar) and len(leaf.expression) == 1
    type_ = _JSON_TYPES.get(leaf.type, "string") if whole else _member_type(leaf)
    for part in _parts(leaf):
        if isinstance(part, BodyField):
            not_empty = isinstance(leaf, Scalar) and leaf.not_empty and whole and type_ == "string"
            yield FieldUse(path=part.path, type=type_, required=required, not_empty=not_empty)


def _member_type(leaf: Scalar | SetValue) -> str:
    """The type of a field that is one member of a set, or a part of a text."""
    return _MEMBER_TYPES.get(leaf.type, "string")
