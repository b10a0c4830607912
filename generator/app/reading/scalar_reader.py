"""Scalar nodes to values: text, numbers, flags and choices. Each gives the value, or `INVALID` and a complaint."""

from __future__ import annotations

import math
import re

from generator.app.phrases import nearest, shown
from generator.app.reading.complaints import INVALID, Complaints, Invalid
from generator.app.reading.nodes import Node, Path
from generator.app.reading.shapes import Choice, Flag, Number, Text

_FLAG_WORDS = {
    "yes": "write true",
    "on": "write true",
    "true": "write true, without quotes",
    "no": "write false",
    "off": "write false",
    "false": "write false, without quotes",
}


def read_scalar(node: Node, shape: Text | Number | Flag | Choice, path: Path, complaints: Complaints) -> object:
    """A node read as a shape of scalars."""
    match shape:
        case Text():
            return read_text(node, shape, path, complaints)
        case Number():
            return _number(node, shape, path, complaints)
        case Choice():
            return _choice(node, shape, path, complaints)
        case Flag():
            return _flag(node, path, complaints)


def read_text(node: Node, shape: Text, path: Path, complaints: Complaints, what: str = "") -> str | Invalid:
    """A string, or (`what` says so) the name of an entry."""
    text = node.value
    if not isinstance(text, str):
        advice = "" if isinstance(text, dict | tuple | None) else "write it in quotes"
        return complaints.wrong_type(node, path, "text", advice)
    if not complaints.unicode(text, node.place, path):
        return INVALID
    if shape.pattern and not _fits(shape.pattern, text):
        advice = f"use {shape.words}" if shape.words else f"write something that matches {shape.pattern}"
        return complaints.add("A114", node.place, path, f"{what}{shown(text)} cannot be used here", advice)
    return text if complaints.length(node, len(text), shape, path) else INVALID


def _choice(node: Node, shape: Choice, path: Path, complaints: Complaints) -> str | int | Invalid:
    """One of the choices, of the same type."""
    for value in shape.values:
        if node.value == value and type(node.value) is type(value):
            return value
    message = f"{shown(node.value, node.written)} is not one of {', '.join(map(str, shape.values))}"
    close = nearest(node.value, [str(value) for value in shape.values]) if isinstance(node.value, str) else None
    return complaints.add("A113", node.place, path, message, f"write {close}" if close else "")


def flag_advice(node: Node) -> str:
    """What to write where a text means a flag."""
    return _FLAG_WORDS.get(node.value.lower(), "") if isinstance(node.value, str) else ""


def _flag(node: Node, path: Path, complaints: Complaints) -> bool | Invalid:
    if isinstance(node.value, bool):
        return node.value
    return complaints.wrong_type(node, path, "true or false", flag_advice(node))


def _number(node: Node, shape: Number, path: Path, complaints: Complaints) -> float | Invalid:
    """A number within its bounds; a whole one is as good as any."""
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int if shape.whole else int | float):
        return complaints.wrong_type(node, path, "a whole number" if shape.whole else "a number")
    if not math.isfinite(value):
        return complaints.wrong_type(node, path, "a finite number")
    complaint = _out_of_range(value, shape)
    if complaint:
        message = f"{shown(value, node.written)} is {complaint}"
        return complaints.add("A115", node.place, path, message, f"use {_bounds(shape)}")
    return value


def _out_of_range(value: float, shape: Number) -> str:
    if shape.at_least is not None and value < shape.at_least:
        return f"less than {shape.at_least}"
    if shape.at_most is not None and value > shape.at_most:
        return f"more than {shape.at_most}"
    if shape.above is not None and value <= shape.above:
        return f"not more than {shape.above}"
    return ""


def _bounds(shape: Number) -> str:
    if shape.above is not None:
        return f"a number above {shape.above}"
    if shape.at_most is None:
        return f"{shape.at_least} or more"
    return f"{shape.at_least} to {shape.at_most}"


def _fits(pattern: str, text: str) -> bool:
    """Whether a pattern holds. Python's `$` also matches before a final newline, JSON Schema's does not."""
    return re.search(pattern, text) is not None and not (pattern.endswith("$") and text.endswith("\n"))
