"""What no other topic tells: replacements, stacks under another name, and the API that is deployed anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import UNSET

from generator.assembly.model import Assembly
from generator.diff.meaning.view import listed
from generator.diff.model import Meaning, ResourceChange
from generator.diff.resources import DEPLOYMENT


def replacement_meanings(changes: Sequence[ResourceChange], explained: Collection[str]) -> Iterator[Meaning]:
    """Resources that are made anew by their own changes, unless another meaning explains that."""
    for change in changes:
        if change.logical_id in explained or change.replacement == "never" or change.quiet:
            continue
        if change.kind == "moved":
            yield _replaced(
                change,
                f"{change.previous_logical_id} becomes {change.logical_id}: made anew before the old one goes, which "
                "fails where both want the same name",
            )
        elif change.kind == "modified" and _is_root(change):
            others = _dependents(change.logical_id, changes)
            may = "is" if change.replacement == "always" else "may be"
            along = f", and with it {listed(others)}" if others else ""
            fate = "is kept, outside of the stack" if change.fate == "retained" else "is deleted"
            what = f"{change.logical_id} {may} made anew{_where(change)}{along}; the old one {fate}"
            yield _replaced(change, what, others)


def _replaced(change: ResourceChange, what: str, others: Sequence[str] = ()) -> Meaning:
    return Meaning(
        kind="resource-replaced",
        subject=change.logical_id,
        risk="risky",
        text=what,
        guard="replace",
        resources=tuple(sorted({change.logical_id, *others})),
    )


def _where(change: ResourceChange) -> str:
    """The regions, where a resource is replaced only for what it looks up there."""
    if change.previous_type is not None or any(part.path[:1] == ("Condition",) for part in change.attributes):
        return ""
    found = [part.regions for part in change.properties if part.impact != "never" and not part.through]
    regions = dict.fromkeys(region for each in found if each is not UNSET for region in each)
    return "" if UNSET in found else f" in {listed(list(regions))}"


def _is_root(change: ResourceChange) -> bool:
    """Whether it is replaced by a change of its own, not only because something else is."""
    is_direct = any(part.impact != "never" and not part.through for part in change.properties)
    is_conditional = any(part.path[:1] == ("Condition",) for part in change.attributes)
    return is_direct or is_conditional or change.previous_type is not None


def _dependents(root: str, changes: Sequence[ResourceChange]) -> list[str]:
    """The resources that are replaced because this one is, directly or through others."""
    found = {root}
    while True:
        more = {
            change.logical_id
            for change in changes
            for part in change.properties
            if part.impact != "never" and found & {*part.through} and change.logical_id not in found
        }
        if not more:
            return sorted(found - {root})
        found |= more


def setting_meanings(before: Assembly, after: Assembly) -> Iterator[Meaning]:
    """Another account, or other names of the stacks: what is deployed is left behind, and all is made anew."""
    if before.account != after.account and None not in (before.account, after.account):
        yield Meaning(
            kind="account-changed",
            subject=str(after.account),
            risk="risky",
            text=f"the account changes from {before.account} to {after.account}: all is made anew, without the data",
            guard="replace",
        )
    names = {entry.name: entry.stack_name for entry in before.templates}
    renamed = [
        f"{names[entry.name]} → {entry.stack_name}"
        for entry in after.templates
        if names.get(entry.name, entry.stack_name) != entry.stack_name
    ]
    if renamed:
        yield Meaning(
            kind="stack-renamed",
            subject=after.id,
            risk="risky",
            text=f"stacks get other names: {listed(renamed)}; new ones are made beside the old ones",
            advice="keep the name of the app and the suffix of the environment",
            guard="replace",
        )


def deployment_meanings(changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """The API is deployed anew: as every change of it wants, or although nothing of it changes."""
    new = [change for change in changes if change.type == DEPLOYMENT and change.kind in ("added", "moved")]
    others = [change for change in changes if change.type.startswith("AWS::ApiGateway::") and not change.quiet]
    if not new:
        return
    resources = tuple(change.logical_id for change in new)
    if any(change not in new for change in others):
        yield Meaning(
            kind="api-deployed", subject="API", risk="quiet", text="the API is deployed anew", resources=resources
        )
    else:
        yield Meaning(
            kind="api-deployed",
            subject="API",
            risk="notable",
            text="the API is deployed anew although nothing of it changes",
            resources=resources,
        )


def environment_added(after: Assembly, open_routes: Sequence[str], tables: Sequence[str]) -> Meaning:
    """What comes with a whole environment, in one sentence; its open routes are agreed to together, by its name."""
    parts = [f"the environment {after.environment} is new, in {listed(after.regions)}"]
    parts += [f"with the tables {listed(tables)}"] if tables else []
    parts += [f"open to everyone: {listed(open_routes)}"] if open_routes else []
    return Meaning(
        kind="environment-added",
        subject=after.environment,
        risk="risky" if open_routes else "notable",
        text="; ".join(parts),
        advice="give the routes an `auth`, unless everyone may call them" if open_routes else "",
        guard="public-route" if open_routes else None,
    )


def environment_removed(before: Assembly) -> Meaning:
    """Nothing that is deployed goes by itself: what is not in `build/` is not deployed, nor destroyed."""
    return Meaning(
        kind="environment-removed",
        subject=before.environment,
        risk="notable",
        text=f"the environment {before.environment} is gone from the app; what is deployed of it, in "
        f"{listed(before.regions)}, stays and costs",
        advice="destroy it first if it is to go; afterwards nothing here knows its stacks",
    )
