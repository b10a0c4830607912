"""Regions that the app gains or loses, in its stacks and in DNS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diff.meaning.view import RECORD, View, mapping, texts
from generator.diff.model import Meaning, ResourceChange


def region_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """Regions gained and lost, the last one left, and another main region."""
    yield from _main_region(before, after)
    ours, theirs = _in_dns(before), _in_dns(after)
    for region in before.regions:
        if region not in after.regions:
            what = f"the app loses {region}: clients are no longer led there, its stack and its copy of the data go"
            yield _lost(region, what)
        elif region in ours - theirs and theirs:
            yield _lost(region, f"DNS no longer leads clients to {region}, although the app still runs there")
    for region in after.regions:
        if region not in before.regions:
            last = ", and when it has answered by its own name, DNS" if region in theirs else ""
            yield _gained(region, f"the app gains {region}: the replicas first, then the stack{last}")
        elif region in theirs - ours and ours:
            yield _gained(region, f"DNS leads clients to {region} from now on")
    if len(after.regions) == 1 < len(before.regions):
        yield Meaning(
            kind="last-region",
            subject=after.regions[0],
            risk="risky",
            text=f"{after.regions[0]} is the last region: when it is down, so is the app",
            guard="last-region",
        )


def _in_dns(view: View) -> set[str]:
    """The regions that latency records lead to."""
    return texts(mapping(record.properties).get("Region") for record in view.of(RECORD).values())


def _lost(region: str, what: str) -> Meaning:
    return Meaning(
        kind="region-lost",
        subject=region,
        risk="risky",
        text=what,
        advice=f"drain {region} first",
        guard="remove-region",
    )


def _gained(region: str, what: str) -> Meaning:
    return Meaning(kind="region-gained", subject=region, risk="notable", text=what)


def _main_region(before: View, after: View) -> Iterator[Meaning]:
    if not before.regions or not after.regions or before.regions[0] == after.regions[0]:
        return
    old, new = before.regions[0], after.regions[0]
    yield Meaning(
        kind="main-region-moved",
        subject=new,
        risk="risky",
        text=f"the main region moves from {old} to {new}: the stack in {old} owns every table and "
        "cannot give up its own replica",
        advice=f"keep {old}; otherwise the tables have to be retained, taken out of the stack and imported in {new}",
        guard="move-main-region",
    )
