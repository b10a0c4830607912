"""Nodes to declarations: every structural mistake at once, each with its place.

Nothing here raises, whatever the tree holds. Rules that span keys are `generator.app.resolve`'s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

from generator.app.declarations.base import Declaration
from generator.app.phrases import listed, nearest, shown
from generator.app.reading.complaints import INVALID, Complaints, Invalid
from generator.app.reading.nodes import Node, Path, entries, to_plain
from generator.app.reading.scalar_reader import flag_advice, read_scalar, read_text
from generator.app.reading.shapes import (
    Anything,
    Choice,
    Either,
    Flag,
    Kinds,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
    record,
)
from generator.findings import Finding

Declared = TypeVar("Declared", bound=Declaration)

# A route may hold keys that somewhat look like a selector.
_SURE = 0.75
_KINDS: dict[type, type | tuple[type, ...]] = {Flag: bool, Text: str, Choice: str, Number: (int, float), ListOf: tuple}
_NAMES: dict[type, str] = {Flag: "true or false", Text: "text", Number: "a number", ListOf: "a list"}


def read(
    node: Node, cls: type[Declared], path: Path, findings: list[Finding], known: Sequence[str] = ()
) -> Declared | None:
    """A declaration from a node at `path`, or None with the mistakes appended to `findings`.

    `known` are the keys to choose from in advice on unknown ones, where they are not those of the class.
    """
    value = _record(node, record(cls), path, Complaints(findings), known)
    return value if isinstance(value, cls) else None


def read_value(node: Node, shape: Shape, path: Path, complaints: Complaints) -> object:
    """A node read as a shape, or `INVALID`."""
    result: object
    if node.broken:
        return complaints.told_already()
    match shape:
        case Record():
            result = _record(node, shape, path, complaints)
        case Kinds():
            result = _kinds(node, shape, path, complaints)
        case MapOf():
            result = _map(node, shape, path, complaints)
        case ListOf():
            result = _list(node, shape, path, complaints)
        case Either():
            result = _either(node, shape, path, complaints)
        case Anything():
            result = _anything(node, path, complaints)
        case Text() | Number() | Flag() | Choice():
            result = read_scalar(node, shape, path, complaints)
    return result


def _record(node: Node, shape: Record, path: Path, complaints: Complaints, known: Sequence[str] = ()) -> object:
    """A map with known keys, as an instance of its class."""
    if not isinstance(node.value, dict):
        return complaints.wrong_type(node, path, "a map")
    before = complaints.count
    tag = (shape.tag[0],) if shape.tag else ()
    values: dict[str, object] = {}
    for key, item in node.value.items():
        if key in tag:
            continue
        field = shape.fields.get(key)
        name: str | None = key
        if field is None:
            name = complaints.unknown_key(item, key, known or (*tag, *shape.fields), path)
            field = None if name is None or name in node.value or name in values else shape.fields.get(name)
        if field is not None and name is not None:
            absent = item.value is None and field.nullable
            values[name] = None if absent else read_value(item, field.shape, (*path, key), complaints)
    for key, field in shape.fields.items():
        if field.required and key not in values:
            complaints.add("A111", node.place, path, f"missing key {shown(key)}", f'add "{key}": {field.description}')
    return INVALID if complaints.count > before else shape.cls(**values)


def _kinds(node: Node, shape: Kinds, path: Path, complaints: Complaints) -> object:
    """A route: its kind first, so that one wrong kind is one mistake."""
    if not isinstance(node.value, dict):
        return complaints.wrong_type(node, path, "a map")
    selectors = ("action", *shape.others) if shape.actions else tuple(shape.others)
    chosen = _selector(node, selectors, shape.question, path, complaints)
    if chosen != "action":
        return _record(node, shape.others[chosen], path, complaints) if isinstance(chosen, str) else chosen
    action = read_value(node.value["action"], Choice(tuple(shape.actions)), (*path, "action"), complaints)
    return _record(node, shape.actions[action], path, complaints) if isinstance(action, str) else INVALID


def _selector(node: Node, selectors: Sequence[str], question: str, path: Path, complaints: Complaints) -> str | Invalid:
    """The only one of the selectors that is there."""
    chosen = [key for key in selectors if key in entries(node)]
    if len(chosen) > 1:
        message = f"{listed(chosen, 'and')} exclude each other"
        return complaints.add("A117", node.place, path, message, f"keep one of {listed(selectors, 'and')}")
    return chosen[0] if chosen else _no_selector(node, selectors, question, path, complaints)


def _no_selector(node: Node, selectors: Sequence[str], question: str, path: Path, complaints: Complaints) -> Invalid:
    """A map that no key gives a kind: a misspelt selector if there is one, else what is missing."""
    for key, item in entries(node).items():
        if nearest(key, selectors, _SURE):
            complaints.unknown_key(item, key, selectors, path)
            return complaints.told_already()
    message = f"nothing says {question}: {listed(selectors, 'or')} is missing"
    return complaints.add("A117", node.place, path, message, f"add one of {listed(selectors, 'and')}")


def _map(node: Node, shape: MapOf, path: Path, complaints: Complaints) -> object:
    """A map whose keys the user chooses."""
    if not isinstance(node.value, dict):
        return complaints.wrong_type(node, path, "a map")
    before = complaints.count
    complaints.length(node, len(node.value), shape, path)
    values: dict[str, object] = {}
    for key, item in node.value.items():
        read_text(Node(key, *item.key_place), shape.key, (*path, key), complaints, "the key ")
        values[key] = read_value(item, shape.value, (*path, key), complaints)
    return INVALID if complaints.count > before else values


def _list(node: Node, shape: ListOf, path: Path, complaints: Complaints) -> object:
    """A list, as a tuple."""
    if not isinstance(node.value, tuple):
        advice = f"write it in brackets: [{node.value}]" if isinstance(node.value, str) else ""
        return complaints.wrong_type(node, path, "a list", advice)
    before = complaints.count
    complaints.length(node, len(node.value), shape, path)
    values = tuple(read_value(item, shape.item, (*path, index), complaints) for index, item in enumerate(node.value))
    return INVALID if complaints.count > before else values


def _either(node: Node, shape: Either, path: Path, complaints: Complaints) -> object:
    """The member that the kind of the node chooses; what is no scalar or list is a map."""
    for member in shape.members:
        if isinstance(node.value, _KINDS.get(type(member), dict)) and not _is_no_choice(node, member):
            return read_value(node, member, path, complaints)
    expected = " or ".join(_kind(member) for member in shape.members)
    return complaints.wrong_type(node, path, expected, _advice(node, shape))


def _is_no_choice(node: Node, member: Shape) -> bool:
    """Whether a word is none of those to choose from: what else there might be is then part of what is said."""
    return isinstance(member, Choice) and node.value not in member.values


def _advice(node: Node, shape: Either) -> str:
    words = [str(word) for member in shape.members if isinstance(member, Choice) for word in member.values]
    close = nearest(node.value, words) if isinstance(node.value, str) else None
    if close is not None:
        return f"write {close}"
    return flag_advice(node) if Flag() in shape.members else ""


def _kind(member: Shape) -> str:
    """What a member of several is called where none was written."""
    return " or ".join(map(str, member.values)) if isinstance(member, Choice) else _NAMES.get(type(member), "a map")


def _anything(node: Node, path: Path, complaints: Complaints) -> object:
    """Any JSON value, plain."""
    before = complaints.count
    _check_json(node, path, complaints)
    return INVALID if complaints.count > before else to_plain(node)


def _check_json(node: Node, path: Path, complaints: Complaints) -> None:
    """Checks that a value and all below it can be written as JSON."""
    value = node.value
    if isinstance(value, dict):
        for key, item in value.items():
            complaints.unicode(key, item.key_place, (*path, key))
            _check_json(item, (*path, key), complaints)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _check_json(item, (*path, index), complaints)
    elif isinstance(value, str):
        complaints.unicode(value, node.place, path)
    elif isinstance(value, float) and not math.isfinite(value):
        complaints.wrong_type(node, path, "a JSON value")
