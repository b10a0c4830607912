"""`compare(before, after) -> Diff`: what is different between two assemblies of one environment."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.assembly.model import Assembly, Json, TemplateEntry
from generator.diff.meaning.all import meanings
from generator.diff.model import Diff, Kind, ResourceChange, SectionChange, TemplateChange
from generator.diff.regional import joined
from generator.diff.resources import resource_changes
from generator.diff.sections import entry_changes, section_changes, setting_changes


class _Compared(Struct, frozen=True):
    """All changes of one template."""

    template: TemplateChange
    resources: tuple[ResourceChange, ...]
    sections: tuple[SectionChange, ...]


def compare(before: Assembly | None, after: Assembly | None) -> Diff:
    """What leads from `before` to `after`; `None` where there is no such environment. Pure, and total over JSON."""
    compared = tuple(_compared(before, after))
    resources = joined(change for one in compared for change in one.resources)
    environment = (after or before or _NOWHERE).environment
    return Diff(
        environment=environment,
        kind="added" if before is None else "removed" if after is None else "modified",
        regions_before=() if before is None else before.regions,
        regions_after=() if after is None else after.regions,
        settings=() if before is None or after is None else setting_changes(before, after),
        templates=tuple(one.template for one in compared),
        resources=resources,
        sections=joined(change for one in compared for change in one.sections),
        meanings=meanings(before, after, resources),
    )


_NOWHERE = Assembly(app="", environment="", id="", account=None, regions=(), app_sha256="", templates=())


def _compared(before: Assembly | None, after: Assembly | None) -> Iterator[_Compared]:
    """Each template that is different, in the order of deployment; those that go, last."""
    ours, theirs = _entries(before), _entries(after)
    for name in dict.fromkeys((*theirs, *ours)):
        one, other = ours.get(name), theirs.get(name)
        regions = () if one is None else one.regions, () if other is None else other.regions
        staying = tuple(region for region in regions[1] if region in regions[0])
        resources = resource_changes(name, _body(one), _body(other), staying)
        sections = section_changes(name, _body(one), _body(other))
        changes = entry_changes(one, other) if one is not None and other is not None else ()
        if resources or sections or changes or regions[0] != regions[1]:
            kind: Kind = "added" if one is None else "removed" if other is None else "modified"
            last = other or one
            template = TemplateChange(
                name=name,
                kind=kind,
                stack_name="" if last is None else last.stack_name,
                regions_before=regions[0],
                regions_after=regions[1],
                changes=changes,
            )
            yield _Compared(template, resources, sections)


def _entries(assembly: Assembly | None) -> dict[str, TemplateEntry]:
    return {} if assembly is None else {entry.name: entry for entry in assembly.templates}


def _body(entry: TemplateEntry | None) -> Json:
    return {} if entry is None else entry.body
