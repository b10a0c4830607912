"""Everything of a template but its resources, and everything of the manifest but its templates' bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import UNSET, UnsetType, to_builtins

from generator.assembly.model import Assembly, Json, TemplateEntry
from generator.diff.model import Kind, PropertyChange, SectionChange
from generator.diff.normal import normal
from generator.diff.values import Value, encoded_value, value_changes

# What only people read.
_QUIET_SECTIONS = frozenset({"Description", "Metadata"})
_QUIET_PARTS = frozenset({"Description", "Metadata"})


def section_changes(template: str, before: Json, after: Json) -> tuple[SectionChange, ...]:
    """The changes of a template outside `Resources`, entry by entry."""
    ours, theirs = _sections(before), _sections(after)
    return tuple(
        change
        for section in sorted(ours.keys() | theirs.keys())
        for change in _of_section(template, section, ours.get(section, UNSET), theirs.get(section, UNSET))
    )


def setting_changes(before: Assembly, after: Assembly) -> tuple[PropertyChange, ...]:
    """The changes of the manifest as a whole, how it is rolled out among them.

    Regions are no part of it, nor is the hash of the app, nor what follows from the templates.
    """
    return tuple(value_changes(_settings(before), _settings(after)))


def _settings(assembly: Assembly) -> dict[str, Json]:
    plain = {name: getattr(assembly, name) for name in ("account", "app", "environment", "id")}
    return {**plain, "deploy": to_builtins(assembly.deploy)}


def entry_changes(before: TemplateEntry, after: TemplateEntry) -> tuple[PropertyChange, ...]:
    """The changes of how a template is deployed, without its regions."""
    return tuple(value_changes(_deployment(before), _deployment(after)))


def _deployment(entry: TemplateEntry) -> dict[str, Json]:
    return {
        "capabilities": sorted(entry.capabilities),
        "deployed_as": entry.deployed_as,
        "parameters": {name: to_builtins(source) for name, source in entry.parameters.items()},
        "stack_name": entry.stack_name,
    }


def _sections(body: Json) -> Mapping[str, Json]:
    """The sections by name. What is no map at all is a section without a name; so is what should be `Resources`."""
    if not isinstance(body, Mapping):
        return {"": body}
    resources = body.get("Resources", {})
    return {name: value for name, value in body.items() if name != "Resources"} | (
        {} if isinstance(resources, Mapping) else {"Resources": resources}
    )


def _of_section(template: str, section: str, before: Value, after: Value) -> Iterator[SectionChange]:
    if isinstance(before, Mapping | UnsetType) and isinstance(after, Mapping | UnsetType):
        ours, theirs = ({} if side is UNSET else side for side in (before, after))
        for name in sorted(ours.keys() | theirs.keys()):
            yield from _of_entry(template, section, name, ours.get(name, UNSET), theirs.get(name, UNSET))
    else:
        yield from _of_entry(template, section, "", before, after)


def _of_entry(template: str, section: str, name: str, before: Value, after: Value) -> Iterator[SectionChange]:
    ours, theirs = (side if side is UNSET else normal(side, name) for side in (before, after))
    if encoded_value(ours) == encoded_value(theirs):
        return
    kind: Kind = "added" if ours is UNSET else "removed" if theirs is UNSET else "modified"
    changes = tuple(value_changes(ours, theirs))
    is_quiet = section in _QUIET_SECTIONS or all(
        change.path[:1] in {(part,) for part in _QUIET_PARTS} for change in changes
    )
    yield SectionChange(kind=kind, templates=(template,), section=section, name=name, changes=changes, quiet=is_quiet)
