"""Regions that are no longer equal: main and secondary hold the same regional half, or a failover changes the app."""

from __future__ import annotations

from collections.abc import Mapping

from generator.assembly.model import Assembly, Json
from generator.cloudformation.names import is_main_only
from generator.diff.meaning.view import GLOBAL_TABLE, counted, listed
from generator.diff.model import Meaning
from generator.diff.normal import encoded, normal
from generator.diff.resource import resources_of, type_of

MOST_NAMED = 5


def parity_meanings(before: Assembly | None, after: Assembly) -> tuple[Meaning, ...]:
    """What has come to differ between main and secondary; what differed before is not told again."""
    odd = sorted(_odd_ones(after) - (set() if before is None else _odd_ones(before)))
    if not odd:
        return ()
    more = len(odd) - MOST_NAMED
    named = listed(odd if more <= 0 else [*odd[:MOST_NAMED], f"{more} more"])
    return (
        Meaning(
            kind="parity-broken",
            subject=", ".join(odd),
            risk="risky",
            text=f"{counted(len(odd), 'resource')} would differ between the main region and the others: {named}",
            advice="never edit build/ by hand: change the app file and run `python -m generator build`",
            resources=tuple(odd),
        ),
    )


def _odd_ones(assembly: Assembly) -> set[str]:
    bodies = {entry.name: resources_of(entry.body) for entry in assembly.templates}
    if "main" not in bodies or "secondary" not in bodies:
        return set()
    ours, theirs = _regional(bodies["main"]), _regional(bodies["secondary"])
    return {name for name in ours.keys() | theirs.keys() if not _are_same(ours.get(name), theirs.get(name))}


def _regional(resources: Mapping[str, Json]) -> dict[str, Json]:
    return {name: raw for name, raw in resources.items() if type_of(raw) != GLOBAL_TABLE and not is_main_only(raw)}


def _are_same(one: Json, other: Json) -> bool:
    return encoded(one) == encoded(other) or encoded(normal(one)) == encoded(normal(other))
