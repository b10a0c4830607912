"""What the rules on IAM share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ._reading import Path, Template, spelled
from ._rule import DOCS

GUIDE = DOCS + "IAM/latest/UserGuide/"
TAGS = ["resources", "iam"]


class Statement(NamedTuple):
    """A statement that allows something, and where it stands."""

    path: Path
    body: Mapping[str, Any]
    resource_type: str

    def values(self, key: str) -> Iterator[tuple[Path, str]]:
        """The strings of an element, however it nests them, with their paths."""
        return _strings((*self.path, key), self.body.get(key))


def allowing(template: Template) -> Iterator[Statement]:
    """The Allow statements of every policy of every resource, wherever the resource keeps it."""
    for resource in template.resources():
        for path, body in _statements(resource.at(), resource.properties):
            yield Statement(path, body, resource.type)


def _statements(path: Path, value: object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _statements((*path, position), entry)
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "Statement":
                yield from _allowing((*path, key), entry)
            else:
                yield from _statements((*path, key), entry)


def _allowing(path: Path, value: object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _allowing((*path, position), entry)
    elif isinstance(value, dict) and "Fn::If" in value:
        yield from _allowing((*path, "Fn::If"), value["Fn::If"])
    elif isinstance(value, dict) and value.get("Effect") == "Allow":
        yield path, value


def _strings(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    spelling = spelled(value)
    if spelling is not None:
        yield path, spelling
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _strings((*path, position), entry)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _strings((*path, key), entry)
