"""A comparison for a pull request: a summary, what is risky, a picture, and the details folded away.

GitHub takes 65,536 characters. Details are cut to stay below; the summary is always whole, but for apps so large that
even their lists of risky changes have to be counted rather than told. The first line is an HTML comment that names the
app file, by which a workflow finds the comment that it wrote before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from generator.diff.allow import flag
from generator.diff.lines import change_lines, resource_lines, section_lines
from generator.diff.marks import Line, Mark, clipped
from generator.diff.markup import code, fenced, folded, prose
from generator.diff.model import Diff, Meaning, PropertyChange, path_text
from generator.diff.picture import picture
from generator.diff.summary import Comparison, Group, alike, counts, groups, regions

MOST_BYTES: Final = 60_000
"""Bytes of UTF-8, so never more characters, and room for what a workflow adds."""

_TABLE_BYTES: Final = 12_000
_RISKY_BYTES: Final = 32_000
_NOTABLE_BYTES: Final = 40_000
_PICTURE_BYTES: Final = 46_000
_ROOM_FOR_REST: Final = 400
_WORTH_OPENING: Final = 600
_TEXT: Final = 400
_NAME: Final = 60
_WIDTH: Final = 160
_MARKS: Final[dict[Mark, str]] = {"+": "+", "-": "-", "~": "!", ">": "!", " ": " "}

Item = tuple[Meaning, list[str]]


def markdown(comparison: Comparison) -> str:
    """The comment. Fewer than 65,536 characters, and safe for any content."""
    page = _Page()
    page.add(marker(comparison.app))
    compared = f"{code(clipped(comparison.wanted, _TEXT))} against {code(clipped(comparison.against, _TEXT))}"
    page.add(f"### {_headline(comparison)}\n\n{compared}")
    if comparison.is_empty:
        return page.text
    page.add(_table(comparison.diffs))
    items = _items(comparison.diffs)
    for title, risk, most in (("Risky", "risky", _RISKY_BYTES), ("To know", "notable", _NOTABLE_BYTES)):
        page.list(title, [item for item in items if item[0].risk == risk], most)
    distinct = list(_distinct(comparison.diffs))
    _draw(page, distinct)
    _fold(page, distinct)
    return page.text


def marker(app: str) -> str:
    """The first line of every comment on this app file."""
    safe = "".join(letter for letter in app if letter.isalnum() or letter in "./_ ")
    return f"<!-- multi-region diff of {clipped(safe, 200)} -->"


class _Page:
    """Blocks of Markdown, and how much room they take."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._size = 0

    @property
    def text(self) -> str:
        return "\n\n".join(self._blocks)

    def room(self, most: int) -> int:
        return most - self._size

    def add(self, block: str, most: int = MOST_BYTES) -> bool:
        """Append a block unless the page would be larger than `most`."""
        size = len(block.encode()) + 2
        if size > self.room(most):
            return False
        self._blocks.append(block)
        self._size += size
        return True

    def list(self, title: str, items: list[Item], most: int) -> None:
        """Every item that there is room for, and how many there was none for."""
        if not items:
            return
        lines = [f"**{title}**", ""]
        lines += _fitting(map(_item, items), self.room(most) - _ROOM_FOR_REST, "more of this kind")
        self.add("\n".join(lines))


def _fitting(lines: Iterable[str], room: int, rest: str) -> Iterator[str]:
    """The first lines that fit in so many bytes, then a line that counts the others."""
    left_out = 0
    for each in lines:
        room -= len(each.encode()) + 1
        if room < 0 or left_out:
            left_out += 1
        else:
            yield each
    if left_out:
        yield f"- … and {left_out} {rest}: run `python -m generator diff` to see them"


def _headline(comparison: Comparison) -> str:
    risky = sum(len(diff.risky) for diff in comparison.diffs)
    if comparison.is_empty:
        return "No change in production"
    if not risky:
        return "What changes in production"
    refused = ""
    if comparison.refused is not None:
        refused = f", {len(comparison.refused)} not agreed to" if comparison.refused else ", all agreed to"
    return f"What changes in production: {risky} risky{refused}"


def _table(diffs: Iterable[Diff]) -> str:
    head = "| environment | regions | risky | added | removed | modified | moved | replaced | destroyed |"
    rows = [head, "|---|---|--:|--:|--:|--:|--:|--:|--:|"]
    left_out, room = 0, _TABLE_BYTES
    for diff in diffs:
        row = _row(diff)
        room -= len(row.encode())
        if room < 0:
            left_out += 1
        else:
            rows.append(row)
    return "\n".join(rows) + (f"\n\n… and {left_out} more environments" if left_out else "")


def _row(diff: Diff) -> str:
    found = counts(diff)
    perhaps = f"{found.perhaps_replaced} perhaps" if found.perhaps_replaced else ""
    replaced = ", ".join(filter(None, (str(found.replaced or ""), perhaps)))
    numbers = (found.risky, found.added, found.removed, found.modified, found.moved, replaced, found.destroyed)
    name = prose(clipped(diff.environment, _NAME)) + ("" if diff.kind == "modified" else f" ({diff.kind})")
    return f"| {name} | {_regions(diff)} | " + " | ".join(str(number or "") for number in numbers) + " |"


def _regions(diff: Diff) -> str:
    if diff.kind != "modified":
        return str(len(regions(diff)))
    marks = [mark for _, mark in regions(diff)]
    changes = " ".join(f"{mark}{marks.count(mark)}" for mark in "+-" if mark in marks)
    return f"{len(diff.regions_after)}" + (f" ({changes})" if changes else "")


def _items(diffs: Iterable[Diff]) -> list[Item]:
    """Each meaning once, with the environments that it is for."""
    found: dict[Meaning, list[str]] = {}
    for diff in diffs:
        for meaning in diff.meanings:
            found.setdefault(meaning, []).append(diff.environment)
    return list(found.items())


def _item(item: Item) -> str:
    meaning, environments = item
    said = f"- **{prose(clipped(', '.join(environments), _NAME))}**: {prose(clipped(meaning.text, _TEXT))}"
    advice = f"<br>{prose(clipped(meaning.advice, _TEXT))}" if meaning.advice else ""
    agree = f"<br>to agree: {code(clipped(flag(meaning), _TEXT))}" if meaning.guard else ""
    return said + advice + agree


def _distinct(diffs: Iterable[Diff]) -> Iterator[tuple[Diff, str]]:
    """Each way in which environments change, once, with the names of the environments."""
    found: list[tuple[Diff, list[str]]] = []
    for diff in diffs:
        if diff.is_empty:
            continue
        names = next((names for each, names in found if alike(each, diff)), None)
        if names is None:
            found.append((diff, [diff.environment]))
        else:
            names.append(diff.environment)
    return ((diff, ", ".join(names)) for diff, names in found)


def _draw(page: _Page, distinct: Iterable[tuple[Diff, str]]) -> None:
    """A picture of each environment whose regions change, or else of the first that changes in its regions."""
    there = [(diff, name) for diff, name in distinct if diff.kind == "modified"]
    moving = [(diff, name) for diff, name in there if diff.regions_before != diff.regions_after]
    for diff, name in moving or there[:1]:
        drawn = picture(diff)
        if drawn:
            page.add(f"**{prose(clipped(name, _NAME))}**\n\n{fenced('mermaid', drawn)}", _PICTURE_BYTES)


def _fold(page: _Page, distinct: Iterable[tuple[Diff, str]]) -> None:
    """The details as far as there is room, in the order in which one reads them."""
    left_out = 0
    page.add("Details, where `+` is added, `-` removed, `!` modified:")
    for diff, name in distinct:
        for title, lines in _details(diff):
            heading = clipped(f"{name}: {title}", _TEXT)
            room = page.room(MOST_BYTES) - _ROOM_FOR_REST - len(folded(heading, fenced("diff", "")).encode())
            shown, missing = _cut(list(map(_diff_line, lines)), room)
            left_out += missing
            if shown:
                page.add(folded(heading, fenced("diff", shown)))
    if left_out:
        page.add(f"{left_out} lines of details are cut: run `python -m generator diff -v` to see them.")


def _cut(lines: list[str], room: int) -> tuple[str, int]:
    """The first lines that fit, and how many do not; none at all where only a few words would."""
    longest = max((len(each) for each in "\n".join(lines).split()), default=0)
    room -= 2 * longest if "```" in "".join(lines) else 0  # the fence grows with the longest run of backticks
    kept, size = 0, 0
    for each in lines:
        size += len(each.encode()) + 1
        if size > room:
            break
        kept += 1
    if kept < len(lines) and room < _WORTH_OPENING:
        kept = 0
    return "\n".join(lines[:kept]), len(lines) - kept


def _details(diff: Diff) -> Iterator[tuple[str, list[Line]]]:
    """For each part that folds: its title and its lines."""
    settings = list(_settings(diff.settings))
    if settings:
        yield "settings", settings
    for group in groups(diff):
        yield group.title, list(_group(group))


def _settings(settings: Iterable[PropertyChange]) -> Iterator[Line]:
    for setting in settings:
        yield from change_lines(setting, _WIDTH, name=path_text(setting.path))


def _group(group: Group) -> Iterator[Line]:
    yield from _settings(group.settings)
    for resource in sorted(group.resources, key=lambda each: each.quiet):
        lines = resource_lines(resource, _WIDTH)
        yield from lines if group.kind == "modified" else _first(lines)
    for section in group.sections:
        yield from section_lines(section, _WIDTH)


def _first(lines: Iterator[Line]) -> Iterator[Line]:
    """Of a template that is new or gone each resource takes one line."""
    yield next(lines)


def _diff_line(each: Line) -> str:
    return f"{_MARKS[each.mark]} {'  ' * each.depth}{each.text}".rstrip()
