"""The example `everything` has every key of the app file at least once, so that there is one to look it up in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from generator.app import declarations
from generator.app.declarations import App, Defaults
from generator.app.declarations.base import Declaration
from generator.app.reading.shapes import Either, Kinds, ListOf, MapOf, Record, Shape, record
from tests.properties.test_every_key_has_an_effect import declared
from tests.support.apps import EXAMPLES

DOCUMENT: Mapping[str, Any] = yaml.safe_load(EXAMPLES["everything"].read_text())
# Written as names of environments, not as a key.
NEVER_WRITTEN = {("App", "environment")}


def written(value: Any, shape: Shape) -> Iterator[tuple[str, str]]:
    """The class and the key of everything that a part of the document says."""
    if isinstance(shape, Record) and isinstance(value, Mapping):
        yield from ((shape.cls.__name__, key) for key in value if key in shape.fields)
    for item, inner in _inside(value, shape):
        yield from written(item, inner)


def _inside(value: Any, shape: Shape) -> list[tuple[Any, Shape]]:
    match shape:
        case Record() if isinstance(value, Mapping):
            return [(item, shape.fields[key].shape) for key, item in value.items() if key in shape.fields]
        case MapOf() if isinstance(value, Mapping):
            return [(item, shape.value) for item in value.values()]
        case ListOf() if isinstance(value, list):
            return [(item, shape.item) for item in value]
        case Either():
            return [(value, member) for member in shape.members]
        case Kinds():
            return [(value, _kind(value, shape))]
        case _:
            return []


def _kind(value: Mapping[str, Any], shape: Kinds) -> Record:
    if "action" in value:
        return shape.actions[value["action"]]
    (found,) = (kind for key, kind in shape.others.items() if key in value)
    return found


def everything() -> set[tuple[str, str]]:
    parts = [DOCUMENT, *DOCUMENT["environments"].values()]
    found = {key for part in parts for key in written(part, record(App))}
    return found | set(written(DOCUMENT["defaults"], record(Defaults)))


def owner(name: str, key: str) -> tuple[str, str]:
    """The class that declares the key, and the key: what several kinds of routes share has to be written once."""
    bases = [cls for cls in getattr(declarations, name).__mro__ if issubclass(cls, Declaration)]
    classes = [cls for cls in bases if key in cls.__struct_fields__]
    return classes[-1].__name__, key


def test_every_key_is_written() -> None:
    keys = {owner(name, key) for name, fields in declared().items() for key in fields}

    assert sorted(keys - {owner(name, key) for name, key in everything()} - NEVER_WRITTEN) == []
