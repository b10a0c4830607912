"""A YAML document as nodes.

    A100  not YAML                  A105  merge key
    A101  not UTF-8 text            A106  alias to nothing, or to itself
    A102  too large, too deep       A107  several documents
    A103  duplicate key             A108  empty
    A104  tag                       A109  number that cannot be kept exactly

PyYAML's own composer recurses in C and dies, with the process, on deep nesting; its constructor reads YAML 1.1, where
`no` is false and `012` is ten. So only its parser is used: `compose` makes the tree of its events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from msgspec import Struct
from yaml.events import Event

from generator.app.reading.compose import Composer, Stop, mistake
from generator.app.reading.nodes import Node
from generator.app.reading.syntax import explain
from generator.findings import Finding

MAX_BYTES: Final = 1024 * 1024

_BYTE_ORDER_MARKS: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))
# All that YAML 1.2 does not allow in a document (5.1, c-printable), and the byte order mark anywhere but in front.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document(Struct, frozen=True):
    """What was read: `root` is None where nothing could be; otherwise it may lack what the findings complain about."""

    root: Node | None
    findings: tuple[Finding, ...]


def read_document(raw: bytes) -> Document:
    """The one YAML document in `raw`. Never raises; every mistake is a finding with its line and column."""
    composer = Composer()
    try:
        text = _decoded(raw)
        for event in _events(text):
            composer.take(event)
    except Stop as stop:
        return Document(None, (*composer.findings, stop.finding))
    if composer.root is None or composer.root.value is None:
        return Document(None, (*composer.findings, mistake("A108", 1, 1, "the file is empty", _EMPTY)))
    return Document(composer.root, tuple(composer.findings))


_EMPTY: Final = "describe the app in it, or let `python -m generator init` write a first one"


def _decoded(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        size = f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read"
        raise Stop(mistake("A102", 0, 0, size, "check that this is the app file"))
    for mark, name in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            raise Stop(mistake("A101", 1, 1, f"the file is {name}, not UTF-8", "save it as UTF-8"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode("utf-8-sig", "replace"))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise Stop(mistake("A101", line, column, message, "save the file as UTF-8")) from None
    found = _FORBIDDEN.search(text)
    if found:
        line, column = _place(text[: found.start()])
        message = f"the character U+{ord(found[0]):04X} is not allowed in YAML"
        raise Stop(mistake("A101", line, column, message, "remove it, or write it as an escape in double quotes"))
    return text


def _place(before: str) -> tuple[int, int]:
    """Line and column of what follows `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _events(text: str) -> Iterator[Event]:
    """Parser events; YAML's syntax errors in our words."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        message, advice = explain(error.problem or error.context or "", text.split("\n"), line, column)
        raise Stop(mistake("A100", line + 1, column + 1, message, advice)) from None
    except yaml.YAMLError:
        raise Stop(mistake("A100", 0, 0, "this is not YAML")) from None
