"""The declarations' annotations as plain values: what may stand where in an app file.

A `Shape` is made once per class from its annotations. The reader checks nodes against shapes, the JSON Schema and the
reference in `docs/` are printed from them, so the three cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields as struct_fields

from generator.app.declarations import ACTIONS, EVENTS, OTHERS, Mock, ScheduleEvent
from generator.app.declarations.base import Declaration


class Text(Struct, frozen=True):
    """A string. `words` says in people's words what `pattern` (searched, not matched) allows."""

    pattern: str | None = None
    words: str = ""
    min_length: int | None = None
    max_length: int | None = None


class Number(Struct, frozen=True):
    """A finite number within inclusive (`at_least`, `at_most`) and exclusive (`above`) bounds."""

    whole: bool
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None


class Flag(Struct, frozen=True):
    """True or false."""


class Choice(Struct, frozen=True):
    """One of some strings or whole numbers."""

    values: tuple[str | int, ...]


class Anything(Struct, frozen=True):
    """Any JSON value: what it means is decided where it is used."""


class ListOf(Struct, frozen=True):
    """A list; lengths are inclusive."""

    item: Shape
    min_length: int | None = None
    max_length: int | None = None


class MapOf(Struct, frozen=True):
    """A map from names that the user chooses; lengths are inclusive."""

    key: Text
    value: Shape
    min_length: int | None = None
    max_length: int | None = None


class Field(Struct, frozen=True):
    """A key of a record. `default` is meaningless where it is `required`; `nullable` keys may be written as null."""

    shape: Shape
    required: bool
    default: object
    nullable: bool
    description: str


class Record(Struct, frozen=True):
    """A declaration class and its keys. `tag` is the key and value that say that it is this class, if it has such."""

    cls: type[Declaration]
    fields: Mapping[str, Field]
    tag: tuple[str, str] | None


class Kinds(Struct, frozen=True):
    """Any kind of route or event: `actions` by the value of the key `action`, `others` by the key that only they have.

    `question` is what the kind answers.
    """

    question: str
    actions: Mapping[str, Record]
    others: Mapping[str, Record]


class Either(Struct, frozen=True):
    """One of several shapes that differ in the kind of YAML value."""

    members: tuple[Shape, ...]


Shape = Text | Number | Flag | Choice | Anything | ListOf | MapOf | Record | Kinds | Either

_records: dict[type[Declaration], Record] = {}


def record(cls: type[Declaration]) -> Record:
    """The shape of a declaration class. `TypeError` when an annotation says something that no shape can say."""
    known = _records.get(cls)
    if known is None:
        config = cls.__struct_config__
        tag = (config.tag_field, str(config.tag)) if config.tag_field else None
        fields = {item.name: _field(item.type, _default(item)) for item in struct_fields(cls)}
        known = _records[cls] = Record(cls, fields, tag)
    return known


def _default(item: Any) -> object:
    """The default of a msgspec `FieldInfo`, `NODEFAULT` where there is none."""
    return item.default if item.default_factory is NODEFAULT else item.default_factory()


def _field(annotation: Any, default: object) -> Field:
    annotation, meta = _peeled(annotation)
    members = _members(annotation)
    wanted = tuple(member for member in members if member is not NoneType)
    return Field(
        shape=_union(wanted, meta),
        required=default is NODEFAULT,
        default=default,
        nullable=len(wanted) < len(members),
        description=_last(meta, "description") or "",
    )


def _peeled(annotation: Any) -> tuple[Any, tuple[Meta, ...]]:
    """An annotation without `Annotated`, and what that said."""
    if get_origin(annotation) is not Annotated:
        return annotation, ()
    return annotation.__origin__, tuple(item for item in annotation.__metadata__ if isinstance(item, Meta))


def _members(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _last(meta: Iterable[Meta], name: str) -> Any:
    """What the outermost `Meta` that says anything about `name` says."""
    said = [getattr(item, name) for item in meta]
    return next((value for value in reversed(said) if value is not None), None)


def _union(members: tuple[Any, ...], meta: tuple[Meta, ...]) -> Shape:
    if len(members) == 1:
        return _shape(members[0], meta)
    if Mock in members:
        return Kinds(
            question="what answers",
            actions={name: record(cls) for name, cls in ACTIONS.items()},
            others={selector: record(cls) for selector, cls in OTHERS.items()},
        )
    if ScheduleEvent in members:
        return Kinds("what calls", {}, {selector: record(cls) for selector, cls in EVENTS.items()})
    return Either(tuple(_shape(member, meta) for member in members))


def _shape(annotation: Any, outer: tuple[Meta, ...] = ()) -> Shape:
    plain, inner = _peeled(annotation)
    meta = inner + outer
    if plain is Any:
        return Anything()
    if plain is str:
        return _text(meta)
    if plain is bool:
        return Flag()
    if plain in (int, float):
        return Number(plain is int, _last(meta, "ge"), _last(meta, "le"), _last(meta, "gt"))
    if isinstance(plain, type) and issubclass(plain, Declaration):
        return record(plain)
    return _composed(plain, meta)


def _text(meta: tuple[Meta, ...]) -> Text:
    words = (_last(meta, "extra") or {}).get("words", "")
    return Text(_last(meta, "pattern"), words, _last(meta, "min_length"), _last(meta, "max_length"))


def _composed(plain: Any, meta: tuple[Meta, ...]) -> Shape:
    arguments, origin = get_args(plain), get_origin(plain)
    if origin is Literal:
        return Choice(arguments)
    if origin is tuple:
        return ListOf(_shape(arguments[0]), _last(meta, "min_length"), _last(meta, "max_length"))
    if origin is dict:
        key = _text(_peeled(arguments[0])[1])
        value = _union(_members(arguments[1]), ())
        return MapOf(key, value, _last(meta, "min_length"), _last(meta, "max_length"))
    if origin in (Union, UnionType):
        return _union(arguments, meta)
    raise TypeError(f"no shape for the annotation {plain!r}")
