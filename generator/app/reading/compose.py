"""Parser events to a tree of nodes, without recursion and with every bound checked as the events arrive."""

from __future__ import annotations

from typing import Final, NoReturn

from msgspec import Struct
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from generator.app.phrases import shown
from generator.app.reading.nodes import MAX_DEPTH, Node
from generator.app.reading.scalars import InexactNumber, plain_scalar
from generator.findings import Finding

MAX_NODES: Final = 100_000
MAX_ALIASES: Final = 1000


class Stop(Exception):
    """Ends the reading: what follows could not be understood or is not worth it."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def mistake(id: str, line: int, column: int, message: str, advice: str = "") -> Finding:
    """An error at a place of the file (1-based, 0 where there is none)."""
    return Finding(id=id, severity="error", message=message, advice=advice, line=line, column=column)


class _Anchored(Struct, frozen=True):
    """A finished node with its size (nodes) and height (levels) after expansion of the aliases in it."""

    node: Node
    size: int
    height: int


class _Open:
    """A map or list whose end has not come. `key` is the key whose value is awaited, None where a key is."""

    def __init__(self, event: MappingStartEvent | SequenceStartEvent, place: tuple[int, int], is_map: bool) -> None:
        self.place = place
        self.is_map = is_map
        self.anchor: str | None = event.anchor
        self.broken = event.tag is not None
        self.entries: dict[str, Node] = {}
        self.items: list[Node] = []
        self.key: str | None = None
        self.key_place = (0, 0)
        self.dropped = False
        self.size = 1
        self.height = 1


class Composer:
    """Builds the tree event by event, without recursion. `findings` are the mistakes that do not end the reading."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.nodes = 0
        self.aliases = 0
        self.documents = 0

    def take(self, event: Event) -> None:
        """One event."""
        if isinstance(event, ScalarEvent):
            self.scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.open(event)
        elif isinstance(event, CollectionEndEvent):
            self.close()
        elif isinstance(event, AliasEvent):
            self.alias(event)
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop("A107", event, "the file holds a second document", "keep one, without `---` inside")

    def scalar(self, event: ScalarEvent) -> None:
        """A scalar, or the key of the next entry."""
        self.tag(event)
        if self.awaits_key():
            self.key(event)
            return
        line, column = _start(event)
        text: str = event.value
        node = Node(text, line, column, broken=event.tag is not None)
        if event.implicit[0]:
            try:
                value = plain_scalar(text)
            except InexactNumber as error:
                self.add("A109", event, f"{shown(0, text)} {error}", "write fewer digits, or text in quotes")
                node = Node(text, line, column, broken=True)
            else:
                node = Node(value, line, column, 0, 0, "" if isinstance(value, str) else text)
        self.finish(event.anchor, _Anchored(node, 1, 0))

    def open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        """The start of a map or list."""
        self.tag(event)
        if self.awaits_key():
            self.stop("A100", event, "a map or list cannot be a key", "write a name before the colon")
        self.stack.append(_Open(event, _start(event), isinstance(event, MappingStartEvent)))
        if event.anchor:
            self.anchors[event.anchor] = None
        self.bound(event, 0)

    def close(self) -> None:
        """The end of a map or list."""
        done = self.stack.pop()
        value = done.entries if done.is_map else tuple(done.items)
        self.finish(done.anchor, _Anchored(Node(value, *done.place, broken=done.broken), done.size, done.height))

    def alias(self, event: AliasEvent) -> None:
        """What an anchor names, once more."""
        name = f'"*{event.anchor}"'
        if self.awaits_key():
            self.stop("A100", event, f"the alias {name} cannot be a key", "write the name itself")
        known = self.anchors.get(event.anchor or "")
        if known is None:
            inside = event.anchor in self.anchors
            problem = "lies inside of what it names" if inside else "names no anchor above it"
            self.stop("A106", event, f"the alias {name} {problem}", "write the value out")
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.stop("A102", event, f"more than {MAX_ALIASES:,} aliases", "write values out, or use `defaults`")
        self.nodes += known.size - 1
        self.bound(event, known.height)
        self.finish(None, known)

    def awaits_key(self) -> bool:
        """Whether the next node is the key of a map's entry."""
        return bool(self.stack) and self.stack[-1].is_map and self.stack[-1].key is None

    def key(self, event: ScalarEvent) -> None:
        """A key is text, whatever it looks like."""
        frame = self.stack[-1]
        frame.key = key = event.value
        frame.key_place = _start(event)
        known = frame.entries.get(key)
        frame.dropped = known is not None
        if known is not None:
            message = f"the key {shown(key)} is already on line {known.key_line}"
            self.add("A103", event, message, "keep one of the two")
        elif key == "<<" and event.implicit[0]:
            frame.dropped = True
            message = "merge keys (`<<`) are not part of YAML 1.2"
            self.add("A105", event, message, "use `defaults` or write the keys out")
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(Node(key, *frame.key_place), 1, 0)

    def finish(self, anchor: str | None, done: _Anchored) -> None:
        """Puts a whole node where it belongs."""
        if anchor:
            self.anchors[anchor] = done
        if not self.stack:
            self.root = done.node
            return
        frame = self.stack[-1]
        frame.size += done.size
        frame.height = max(frame.height, done.height + 1)
        node = done.node
        if not frame.is_map:
            frame.items.append(node)
        elif frame.key is not None:
            if not frame.dropped:
                placed = Node(node.value, node.line, node.column, *frame.key_place, node.written, node.broken)
                frame.entries[frame.key] = placed
            frame.key = None

    def tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        """Counts a node and refuses a tag."""
        self.nodes += 1
        self.bound(event, 0)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            advice = "write text in quotes and leave the tag out; CloudFormation functions have no place in this file"
            self.add("A104", event, f"tags such as {shown(tag)} are not read", advice)

    def bound(self, event: Event, below: int) -> None:
        """Ends the reading of what is too large or too deep."""
        if len(self.stack) + below > MAX_DEPTH:
            self.stop("A102", event, f"nested deeper than {MAX_DEPTH} levels", "write it flatter")
        if self.nodes > MAX_NODES:
            message = f"more than {MAX_NODES:,} values, those of aliases counted each time"
            self.stop("A102", event, message, "make the file smaller")

    def add(self, id: str, event: Event, message: str, advice: str = "") -> None:
        """Notes a mistake and goes on."""
        self.findings.append(mistake(id, *_start(event), message, advice))

    def stop(self, id: str, event: Event, message: str, advice: str = "") -> NoReturn:
        """Ends the reading."""
        raise Stop(mistake(id, *_start(event), message, advice))


def _start(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
