"""What a diff comes to in numbers and in groups: the part that text and Markdown have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.diff.allow import Risk
from generator.diff.marks import Mark
from generator.diff.model import (
    Diff,
    Kind,
    Meaning,
    PropertyChange,
    ResourceChange,
    SectionChange,
    TemplateChange,
)


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that a report tells: what was compared with what, and a diff for each environment, in their order.

    `wanted` and `against` are words for people; `commit` is the full id where `against` is a revision. `refused` are
    the risky changes that a guard does not let through, `None` where no guard was asked for.
    """

    app: str
    wanted: str
    against: str
    commit: str | None
    diffs: tuple[Diff, ...]
    refused: tuple[Risk, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different in any environment."""
        return all(diff.is_empty for diff in self.diffs)


class Counts(Struct, frozen=True, kw_only=True):
    """Resources by what happens to them. What is `quiet` is counted there only."""

    added: int = 0
    removed: int = 0
    modified: int = 0
    moved: int = 0
    replaced: int = 0
    perhaps_replaced: int = 0
    destroyed: int = 0
    quiet: int = 0
    risky: int = 0


class Group(Struct, frozen=True, kw_only=True):
    """What changes in the same templates alike; `kind` says when the template itself is new or gone."""

    title: str
    templates: tuple[str, ...]
    kind: Kind = "modified"
    settings: tuple[PropertyChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    sections: tuple[SectionChange, ...] = ()


def counts(diff: Diff) -> Counts:
    """The numbers of one environment."""
    loud = [change for change in diff.resources if not change.quiet]
    going = [change for change in loud if change.kind in ("modified", "moved")]
    return Counts(
        added=sum(change.kind == "added" for change in loud),
        removed=sum(change.kind == "removed" for change in loud),
        modified=sum(change.kind == "modified" for change in loud),
        moved=sum(change.kind == "moved" for change in loud),
        replaced=sum(change.replacement == "always" for change in going),
        perhaps_replaced=sum(change.replacement == "conditionally" for change in going),
        destroyed=sum(change.fate == "destroyed" for change in loud),
        quiet=len(diff.resources) - len(loud),
        risky=len(diff.risky),
    )


def summary(diff: Diff) -> str:
    """The numbers as a phrase: `1 risky; 2 added, 3 modified (1 replaced)`."""
    if diff.is_empty:
        return "no differences"
    found = counts(diff)
    kinds = ", ".join(
        f"{number} {word}"
        for number, word in (
            (found.added, "added"),
            (found.removed, "removed"),
            (found.modified, "modified"),
            (found.moved, "moved"),
        )
        if number
    )
    ends = ", ".join(
        f"{number} {word}"
        for number, word in (
            (found.replaced, "replaced"),
            (found.perhaps_replaced, "perhaps replaced"),
            (found.destroyed, "destroyed"),
        )
        if number
    )
    resources = f"{kinds} ({ends})" if ends else kinds
    risky = f"{found.risky} risky" if found.risky else ""
    quiet = f"{found.quiet} quiet" if found.quiet else ""
    return "; ".join(filter(None, (risky, resources, quiet))) or "only settings and outputs"


def alike(one: Diff, other: Diff) -> bool:
    """Whether two environments change in the same way, so that reading one is reading both."""
    return (one.kind, one.meanings, one.resources, one.sections, one.settings) == (
        other.kind,
        other.meanings,
        other.resources,
        other.sections,
        other.settings,
    ) and (one.regions_before, one.regions_after) == (other.regions_before, other.regions_after)


def by_risk(meanings: Sequence[Meaning], *risks: str) -> tuple[Meaning, ...]:
    """The meanings of these risks, in the order of the diff."""
    return tuple(meaning for meaning in meanings if meaning.risk in risks)


def regions(diff: Diff) -> tuple[tuple[str, Mark], ...]:
    """Each region with what becomes of it: `+` gained, `-` lost, or a blank. Those that stay come first, main first."""
    here: list[tuple[str, Mark]] = [
        (region, " " if region in diff.regions_before else "+") for region in diff.regions_after
    ]
    gone: list[tuple[str, Mark]] = [(region, "-") for region in diff.regions_before if region not in diff.regions_after]
    return (*here, *gone)


def groups(diff: Diff) -> tuple[Group, ...]:
    """The changes by the templates that they are in: those of all regions first, then in the order of deployment."""
    changed = {each.name: each for each in diff.templates}
    found = {change.templates for change in diff.resources} | {change.templates for change in diff.sections}
    found |= {(each.name,) for each in diff.templates if each.changes or each.kind != "modified"}
    return tuple(_group(diff, changed, names) for names in sorted(found, key=lambda each: _rank(each, list(changed))))


def _rank(names: tuple[str, ...], order: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    return -len(names), order.index(names[0]) if names[0] in order else len(order), names


def _group(diff: Diff, changed: Mapping[str, TemplateChange], names: tuple[str, ...]) -> Group:
    templates = [changed[name] for name in names if name in changed]
    kinds = {each.kind for each in templates}
    return Group(
        title=_title(diff, names),
        templates=names,
        kind=kinds.pop() if len(kinds) == 1 else "modified",
        settings=tuple(change for each in templates for change in each.changes) if len(names) == 1 else (),
        resources=tuple(change for change in diff.resources if change.templates == names),
        sections=tuple(change for change in diff.sections if change.templates == names),
    )


def _title(diff: Diff, names: tuple[str, ...]) -> str:
    """Where a group is deployed: `all regions`, `main region only (eu-west-1)`, `dns (us-east-1)`."""
    everywhere = diff.regions_after or diff.regions_before
    if set(names) == {"main", "secondary"}:
        return "all regions"
    if names == ("main",) and len(everywhere) > 1:
        return f"main region only ({everywhere[0]})"
    if names == ("secondary",):
        return "secondary regions only" + (f" ({', '.join(everywhere[1:])})" if everywhere[1:] else "")
    places = {each.name: each.regions_after or each.regions_before for each in diff.templates}
    regions = [region for name in names for region in places.get(name, ())]
    return ", ".join(names) + (f" ({', '.join(regions)})" if regions else "")
