"""A comparison for a terminal: what it means on top, then what changes where, each change once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from generator.diff.allow import flag
from generator.diff.lines import LEGEND, MARKS, change_lines, head_line, resource_lines, section_lines
from generator.diff.marks import STYLES, Line, Mark, Span, Style, clipped, line, visible
from generator.diff.model import Diff, Meaning, path_text
from generator.diff.summary import Comparison, Group, alike, by_risk, groups, regions, summary

Paint = Callable[[str, Style], str]

_INDENT: Final = "  "
_FILLED: Final = ("parameters",)
_HEADINGS: Final = {"risky": "Risky", "notable": "To know", "quiet": "Quiet"}


def text(comparison: Comparison, *, width: int, full: bool, paint: Paint) -> str:
    """The whole report. `full`: nothing is clipped or, being quiet, left out. `paint` gives a style its colour."""
    return "\n".join(_painted(each, paint) for each in _report(comparison, width, full))


def _report(comparison: Comparison, width: int, full: bool) -> Iterator[Line]:
    yield line(0, " ", Span(visible(f"{comparison.wanted} against {comparison.against}"), "heading"))
    if not comparison.is_empty:
        yield line(0, " ", Span(LEGEND, "faint"))
    shown: list[Diff] = []
    for diff in comparison.diffs:
        yield line(0, " ")
        twin = next((each.environment for each in shown if not diff.is_empty and alike(each, diff)), None)
        yield from _heading(diff, f"the same changes as {visible(twin)}" if twin is not None else summary(diff))
        if twin is None and not diff.is_empty:
            shown.append(diff)
            yield from _deeper(_environment(diff, width, full))


def _heading(diff: Diff, said: str) -> Iterator[Line]:
    mark: Mark = " " if diff.is_empty else MARKS[diff.kind]
    name = Span(visible(diff.environment), "heading")
    yield line(0, mark, name, f": {said}")
    if not diff.is_empty:
        yield line(1, " ", *_regions(diff))


def _regions(diff: Diff) -> Iterator[Span]:
    main = (diff.regions_after or diff.regions_before)[:1]
    for position, (region, mark) in enumerate(regions(diff)):
        name = visible(region) + (" (main)" if (region,) == main else "")
        sign = mark.strip() if diff.kind == "modified" else ""
        yield Span(", " if position else "")
        yield Span(sign + name, STYLES[mark])


def _environment(diff: Diff, width: int, full: bool) -> Iterator[Line]:
    for risk in ("risky", "notable", "quiet") if full else ("risky", "notable"):
        found = by_risk(diff.meanings, risk)
        if found:
            yield line(0, " ", Span(_HEADINGS[risk], "risky" if risk == "risky" else "heading"))
            yield from _deeper(each for meaning in found for each in _meaning(meaning))
    for setting in diff.settings:
        yield from change_lines(setting, None if full else width, name=f"manifest: {path_text(setting.path)}", depth=0)
    for group in groups(diff):
        yield from _group(group, None if full else width)
    yield from () if full else _left_out(diff)


def _meaning(meaning: Meaning) -> Iterator[Line]:
    risky = meaning.risk == "risky"
    yield line(0, " ", Span("! " if risky else "* ", "risky" if risky else "plain"), visible(meaning.text))
    if meaning.advice:
        yield line(1, " ", visible(meaning.advice))
    if meaning.guard:
        yield line(1, " ", Span(visible(flag(meaning)), "faint"))


def _group(group: Group, width: int | None) -> Iterator[Line]:
    lines = list(_deeper(_changes(group, width)))
    if lines:
        yield line(0, " ", Span(visible(group.title), "heading"))
        yield from lines


def _changes(group: Group, width: int | None) -> Iterator[Line]:
    if group.kind != "modified" and width is not None:
        yield from _whole(group, width)
        return
    for resource in group.resources:
        if width is not None and resource.kind in ("added", "removed") and not resource.quiet:
            yield head_line(resource, why=True)
        elif width is None or not resource.quiet:
            yield from _aligned(resource_lines(resource, width))
    for section in group.sections:
        if width is None or not section.quiet:
            yield from _aligned(section_lines(section, width))
    for setting in group.settings:
        if width is not None and setting.path[:1] == _FILLED:
            continue  # the same is told by the parameters of the template
        yield from change_lines(setting, width, name=f"manifest: {path_text(setting.path)}", depth=0)


def _whole(group: Group, width: int) -> Iterator[Line]:
    """The resources of a template that is new or gone, by type, the most frequent first."""
    types = Counter(change.type for change in group.resources)
    if types:
        mark = MARKS[group.kind]
        ranked = sorted(types.items(), key=lambda each: (-each[1], each[0]))
        listed = ", ".join(f"{number} {visible(name.removeprefix('AWS::'))}" for name, number in ranked)
        said = f"{_counted(len(group.resources), 'resource')}: {listed}"
        yield line(0, mark, Span(clipped(said, width), STYLES[mark]))


def _left_out(diff: Diff) -> Iterator[Line]:
    quiet = sum(each.quiet for each in diff.resources) + sum(each.quiet for each in diff.sections)
    texts = [visible(meaning.text) for meaning in by_risk(diff.meanings, "quiet")]
    if quiet or texts:
        said = "; ".join([*texts, _counted(quiet, "quiet change") if quiet else ""]).rstrip("; ")
        yield line(0, " ", Span(f"{said} (-v shows them)", "faint"))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _aligned(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines without a mark moved to where the text of the others begins."""
    return (each._replace(spans=(Span("  "), *each.spans)) if each.mark == " " else each for each in lines)


def _deeper(lines: Iterable[Line]) -> Iterator[Line]:
    return (each._replace(depth=each.depth + 1) for each in lines)


def _painted(each: Line, paint: Paint) -> str:
    mark = "" if each.mark == " " else paint(each.mark, STYLES[each.mark]) + " "
    text = "".join(span.text if span.style == "plain" else paint(span.text, span.style) for span in each.spans)
    return f"{_INDENT * each.depth}{mark}{text}".rstrip()
