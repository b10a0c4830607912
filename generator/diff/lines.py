"""Changes as lines for people: what `text` prints and what `markdown` folds away.

With a `width`, a value takes one line of about so many characters; without, everything is said in full.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from generator.assembly.model import Json
from generator.diff.marks import STYLES, Line, Mark, Span, clipped, hunks, line, marked, visible
from generator.diff.model import Fate, Kind, PropertyChange, ResourceChange, SectionChange, path_text

MARKS: Final[dict[Kind, Mark]] = {"added": "+", "removed": "-", "modified": "~", "moved": ">"}
LEGEND: Final = "+ added   - removed   ~ modified   > moved to another logical id   [-old-]{+new+} inside a text"
OMITTED: Final = "..."

_FATES: Final[dict[Fate, str]] = {
    "destroyed": "the old one is destroyed",
    "retained": "the old one is retained",
    "snapshot": "of the old one a snapshot is kept",
}
_LEAST_WIDTH: Final = 40
_INLINE: Final = 100
_PURPOSE: Final = ("com.aws.cloudformation.Context", "why")
_UNREMARKABLE: Final = (("DependsOn",), ("Metadata",))


def value_text(value: Json) -> str:
    """A value on one line: JSON, with CloudFormation's functions in their short form."""
    return visible(_text(value))


def resource_lines(change: ResourceChange, width: int | None) -> Iterator[Line]:
    """A resource with everything that changes in it."""
    yield head_line(change)
    for each in change.properties:
        yield from change_lines(each, width, name=path_text(each.path), owner=change.kind)
    whole = change.kind in ("added", "removed")
    for each in change.attributes:
        if width is None or not whole or each.path[:1] not in _UNREMARKABLE:
            yield from change_lines(each, width, name=path_text(each.path), owner=change.kind)


def head_line(change: ResourceChange, *, why: bool = False) -> Line:
    """What happens to the resource as a whole; with `why`, also what it is for where its metadata say so."""
    mark = MARKS[change.kind]
    head = [Span(visible(change.logical_id), STYLES[mark]), Span(f"  {visible(change.type)}", "faint")]
    if change.previous_logical_id:
        head.append(Span(f"  was {visible(change.previous_logical_id)}"))
    if change.previous_type:
        head.append(Span(f"  was {visible(change.previous_type)}", "risky"))
    purpose = _purpose(change) if why else ""
    return line(0, mark, *head, *_consequence(change), *([Span(f"  {visible(purpose)}", "faint")] if purpose else []))


def section_lines(change: SectionChange, width: int | None) -> Iterator[Line]:
    """An entry of another section of a template. One change of a whole entry takes one line."""
    mark, name = MARKS[change.kind], ".".join(filter(None, (change.section, change.name)))
    if len(change.changes) == 1 and not change.changes[0].path:
        yield from change_lines(change.changes[0], width, name=name, depth=0)
        return
    yield line(0, mark, Span(visible(name), STYLES[mark]))
    for each in change.changes:
        yield from change_lines(each, width, name=path_text(each.path), owner=change.kind)


def change_lines(
    change: PropertyChange, width: int | None, *, name: str, owner: Kind = "modified", depth: int = 1
) -> Iterator[Line]:
    """One value: what it was, what it will be, and what that does to the resource. `owner`: what happens to that."""
    lines = _change_lines(change, width, visible(name), plain=owner in ("added", "removed"))
    return (each._replace(depth=each.depth + depth) for each in lines)


def _change_lines(change: PropertyChange, width: int | None, name: str, *, plain: bool) -> Iterator[Line]:
    if change.regions is not UNSET:
        name = f"{name} in {', '.join(map(visible, change.regions))}"
    room = None if width is None else max(width - len(name) - 8, _LEAST_WIDTH)
    if change.through:
        causes = ", ".join(map(visible, change.through))
        yield line(0, "~", f"{name}  follows {causes}, which is made anew", *_impact(change))
    elif change.before is UNSET or change.after is UNSET:
        yield from _one_side(change, name, room, plain=plain)
    elif change.form == "lines":
        yield line(0, "~", name, *_impact(change))
        yield from _line_by_line(str(change.before), str(change.after))
    else:
        yield from _both_sides(change, name, room)


def _one_side(change: PropertyChange, name: str, room: int | None, *, plain: bool) -> Iterator[Line]:
    """A value that only one side has. `plain`: so has the whole resource, and the mark would say nothing more."""
    side: Mark = "+" if change.before is UNSET else "-"
    value = change.after if change.before is UNSET else change.before
    mark: Mark = " " if plain else side
    style = STYLES[mark]
    lines = str(value).split("\n") if change.form == "lines" else []
    if lines and (room is None or not plain):
        yield line(0, mark, Span(name, style), *_impact(change))
        for text in lines:
            yield line(1, side, Span(visible(text.replace("\t", "    ")), STYLES[side]))
        return
    text = f"{len(lines)} lines" if lines else value_text(value)
    shown = Span(text if room is None else clipped(text, room), style)
    yield line(0, mark, f"{name}  ", shown, *_impact(change))


def _both_sides(change: PropertyChange, name: str, room: int | None) -> Iterator[Line]:
    before, after = value_text(change.before), value_text(change.after)
    impact = _impact(change)
    if len(before) + len(after) + 4 <= (_INLINE if room is None else room):
        yield line(0, "~", f"{name}  ", Span(before, "removed"), " -> ", Span(after, "added"), *impact)
        return
    spans = marked(before, after, elide=room is not None)
    if spans is not None:
        yield line(0, "~", f"{name}  ", *spans, *impact)
        return
    yield line(0, "~", name, *impact)
    yield line(1, "-", Span(before if room is None else clipped(before, room + len(name)), "removed"))
    yield line(1, "+", Span(after if room is None else clipped(after, room + len(name)), "added"))


def _line_by_line(before: str, after: str) -> Iterator[Line]:
    for found in hunks(before, after):
        if found is None:
            yield line(1, " ", Span(OMITTED, "faint"))
        else:
            mark, text = found
            yield line(1, mark, Span(text, STYLES[mark]))


def _consequence(change: ResourceChange) -> Iterator[Span]:
    """What happens to the resource itself, in CloudFormation's words, and to the old one by its policies."""
    if change.quiet:
        return
    if change.kind in ("modified", "moved") and change.replacement != "never":
        yield Span(f"  Replacement: {change.replacement.capitalize()}", "risky")
        yield from (Span(f", {_FATES[fate]}", "risky") for fate in (change.fate,) if fate)
    elif change.fate:
        yield Span(f"  {_FATES[change.fate].removeprefix('the old one is ')}", "risky")


def _purpose(change: ResourceChange) -> str:
    """What the templates of this tool say that a resource is for."""
    for each in change.attributes:
        value = each.before if each.after is UNSET else each.after
        for key in (*each.path, *_PURPOSE)[1:]:
            value = value.get(key) if isinstance(value, dict) else None
        if each.path[:1] == ("Metadata",) and isinstance(value, str):
            return value.partition("\n")[0]
    return ""


def _impact(change: PropertyChange) -> Iterator[Span]:
    if change.impact != "never":
        yield Span(f"  [Replacement: {change.impact.capitalize()}]", "risky")


def _text(value: Json) -> str:
    if isinstance(value, dict):
        short = _function(value)
        return short or "{" + ", ".join(f"{_quoted(key)}: {_text(each)}" for key, each in sorted(value.items())) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_text, value)) + "]"
    return _quoted(value)


def _function(value: dict[str, Json]) -> str:
    """`!Ref Name`, `!GetAtt Name.Attribute`, `!Sub text`, where a value is one of these."""
    if len(value) != 1:
        return ""
    ((name, argument),) = value.items()
    if name == "Ref" and isinstance(argument, str):
        return f"!Ref {argument}"
    if name == "Fn::Sub" and isinstance(argument, str):
        return f"!Sub {_quoted(argument)}"
    if name == "Fn::GetAtt":
        parts = [argument] if isinstance(argument, str) else argument
        if isinstance(parts, (list, tuple)) and all(isinstance(part, str) for part in parts):
            return f"!GetAtt {'.'.join(parts)}"
    return ""


def _quoted(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
