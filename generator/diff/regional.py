"""What changes alike in several templates is one change: main and secondary hold the same regional half."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from generator.diff.model import ResourceChange, SectionChange
from generator.diff.normal import encoded

_Change = TypeVar("_Change", ResourceChange, SectionChange)


def joined(changes: Iterable[_Change]) -> tuple[_Change, ...]:
    """The same changes, each once with all of its templates, in the order of their first templates."""
    found: dict[bytes, _Change] = {}
    for change in changes:
        key = encoded(replace(change, templates=()))
        known = found.get(key)
        found[key] = change if known is None else replace(known, templates=known.templates + change.templates)
    return tuple(found.values())
