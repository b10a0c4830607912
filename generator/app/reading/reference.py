"""The tables of `docs/app-file.md`: every key with its type, limits, default and meaning, from the declarations.

The prose of that file is written by hand, between blocks that this module fills:

    <!-- keys: Table -->
    | key | type | default | meaning |
    <!-- end -->

A block names a class of `generator.app.declarations`. `keys: GetItem without ActionRoute` leaves out what it inherits,
`keys: App without suffix account` leaves out these keys and `keys: App only suffix account` all others. The block
`<!-- context variables -->` lists what `$context.NAME` may be. A class that
has a block is linked to the heading above its first. `make docs` writes the file, `tests/meta/test_docs.py` fails when
it is stale or when a class has no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from msgspec import Struct

from generator.app import declarations
from generator.app.declarations.base import Declaration
from generator.app.reading.shapes import (
    Anything,
    Choice,
    Either,
    Field,
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
from generator.app.request_expressions import CONTEXT_VARIABLES

_BLOCK = re.compile(r"<!-- keys: (\w+)(?: (without|only) ([\w ]+))? -->\n.*?<!-- end -->", re.DOTALL)
_CONTEXT = re.compile(r"(<!-- context variables -->\n).*?(<!-- end -->)", re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_DEFAULT = re.compile(r"\s*Default: (.*?)\.(?=\s|$)")
_PIPE = r"\|"  # inside a table, also inside code

Links = Mapping[str, str]


def refreshed(text: str) -> str:
    """The document with every block filled anew. Raises `ValueError` for a block that names no declaration."""
    # The first block of a class is the one to link to: dict() keeps the last.
    blocks = reversed(list(_BLOCK.finditer(text)))
    links = {block.group(1): _anchor(text, block.start()) for block in blocks}

    def filled(block: re.Match[str]) -> str:
        start = block.group().partition("\n")[0]
        return "\n".join([start, *_table(*_selected(*block.groups()), links), "<!-- end -->"])

    variables = ", ".join(f"`{name}`" for name in CONTEXT_VARIABLES)
    return _CONTEXT.sub(rf"\1{variables}\n\2", _BLOCK.sub(filled, text))


def documented(text: str) -> frozenset[str]:
    """The names of the classes that the document has a block for."""
    return frozenset(block.group(1) for block in _BLOCK.finditer(text))


def reachable(*roots: type[Declaration]) -> frozenset[str]:
    """The names of the declarations that values of `roots` can hold, the roots among them."""
    found: set[str] = set()
    waiting: list[Shape] = [record(root) for root in roots]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Record):
            if shape.cls.__name__ in found:
                continue
            found.add(shape.cls.__name__)
        waiting.extend(_parts(shape))
    return frozenset(found)


def _parts(shape: Shape) -> Iterable[Shape]:
    match shape:
        case Record(fields=fields):
            return [field.shape for field in fields.values()]
        case Kinds(actions=actions, others=others):
            return [*actions.values(), *others.values()]
        case Either(members=members):
            return members
        case ListOf(item=one) | MapOf(value=one):
            return [one]
        case _:
            return ()


def _declaration(name: str) -> type[Declaration]:
    found = getattr(declarations, name, None)
    if not isinstance(found, type) or not issubclass(found, Declaration):
        raise ValueError(f"{name} is no declaration")
    return found


def _selected(name: str, word: str | None, names: str | None) -> tuple[Record, frozenset[str]]:
    """The class that a block is about and those of its keys that it shows."""
    shape = record(_declaration(name))
    named: set[str] = set()
    for item in (names or "").split():
        named |= {item} if item in shape.fields else set(record(_declaration(item)).fields)
    return shape, frozenset(named if word == "only" else set(shape.fields) - named)


def _anchor(text: str, position: int) -> str:
    """The anchor that GitHub gives to the last heading before `position`."""
    heading = _HEADING.findall(text, 0, position)[-1].lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def _table(shape: Record, shown: frozenset[str], links: Links) -> Iterator[str]:
    """A row for each key that is `shown`, the class's own before the inherited."""
    yield "| key | type | default | meaning |"
    yield "|---|---|---|---|"
    if shape.tag:
        yield f"| `{shape.tag[0]}` | `{shape.tag[1]}` | required | Selects this kind of route. |"
    own = shape.cls.__annotations__
    for name, field in sorted(shape.fields.items(), key=lambda item: item[0] not in own):
        if name in shown:
            yield _row(name, field, links)


def _row(name: str, field: Field, links: Links) -> str:
    told = _DEFAULT.search(field.description)
    meaning = _DEFAULT.sub("", field.description).strip()
    cells = (f"`{name}`", _words(field.shape, links), told.group(1) if told else _default(field), meaning)
    return f"| {' | '.join(cell.replace('|', _PIPE) for cell in cells)} |"


def _default(field: Field) -> str:
    if field.required:
        return "required"
    return "none" if field.default is None else f"`{_literal(field.default)}`"


def _literal(value: object) -> str:
    """A default as it would be written in YAML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return "{}" if isinstance(value, dict | Struct) else str(value)


def _words(shape: Shape, links: Links) -> str:
    """What may stand there, its limits behind it."""
    match shape:
        case ListOf() | MapOf() | Record() | Kinds() | Either():
            return _composed(shape, links)
        case _:
            return _plain(shape)


def _plain(shape: Text | Number | Flag | Choice | Anything) -> str:
    match shape:
        case Text():
            return _text(shape)
        case Number(whole=whole, at_least=least, at_most=most, above=above):
            more = [] if above is None else [f"more than {above:g}"]
            return ", ".join(["whole number" if whole else "number", *_between(least, most), *more])
        case Flag():
            return "`true` or `false`"
        case Choice(values=values):
            return _joined([f"`{value}`" for value in values])
        case Anything():
            return "any value"
    assert_never(shape)


def _composed(shape: ListOf | MapOf | Record | Kinds | Either, links: Links) -> str:
    match shape:
        case ListOf(item=item, min_length=least, max_length=most):
            return ", ".join([f"list of {_words(item, links)}", *_between(least, most, " entries")])
        case MapOf(key=key, value=value, min_length=least, max_length=most):
            entries = f"map from {_text(key)} to {_words(value, links)}"
            return ", ".join([entries, *_between(least, most, " entries")])
        case Record(cls=cls):
            return _link(cls.__name__, links)
        case Kinds(actions=actions, others=others):
            return _joined([_link(kind.cls.__name__, links) for kind in (*actions.values(), *others.values())])
        case Either(members=members):
            return _joined([_words(member, links) for member in members])
    assert_never(shape)


def _text(text: Text) -> str:
    fence = "``" if "`" in (text.pattern or "") else "`"
    pattern = text.words or (f"matching {fence}{text.pattern}{fence}" if text.pattern else "")
    limits = ", ".join(filter(None, [pattern, *_between(text.min_length, text.max_length, " characters")]))
    return f"text ({limits})" if limits else "text"


def _link(name: str, links: Links) -> str:
    return f"[{name}](#{links[name]})" if name in links else name


def _joined(alternatives: list[str]) -> str:
    *head, last = alternatives
    return f"{', '.join(head)} or {last}" if head else last


def _between(least: float | None, most: float | None, unit: str = "") -> list[str]:
    if least is not None and most is not None:
        return [f"{least} to {most}{unit}"]
    if least is not None:
        return ["not empty" if least == 1 and unit else f"at least {least}{unit}"]
    return [] if most is None else [f"at most {most}{unit}"]
