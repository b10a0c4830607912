"""Strong consistency across regions: what it needs and what it excludes [aws-facts 1.17]."""

from __future__ import annotations

from collections.abc import Sequence

from generator.app.declarations import Table
from generator.app.report import Place, Report
from generator.cloudformation.regions import STRONG_REGION_SETS

_QUORUM = 3


def check_consistency(table: Table, regions: Sequence[str], place: Place, report: Report) -> None:
    """Reports regions that make no quorum, a misplaced witness and what excludes it (A169), and advises (A220)."""
    if table.consistency != "strong":
        if table.witness is not None:
            message = f"{table.witness} is the witness of a table that is not strongly consistent"
            report.error("A169", (*place, "witness"), message, "remove it, or write `consistency: strong`")
        return
    _check_regions(table, regions, place, report)
    if table.ttl is not None:
        message = "a strongly consistent table has no time to live"
        report.error("A169", (*place, "ttl"), message, "remove `ttl`, or write `consistency: eventual`")
    if table.local_secondary_indexes:
        message = "a strongly consistent table has no local secondary indexes"
        advice = "use global secondary indexes, or write `consistency: eventual`"
        report.error("A169", (*place, "local_secondary_indexes"), message, advice)
    if not report.has("A169", place):
        message = "consistency, regions and witness of a strong table cannot be changed once it exists"
        report.info("A220", (*place, "consistency"), message, "be sure of the regions: the app can get no further one")


def _check_regions(table: Table, regions: Sequence[str], place: Place, report: Report) -> None:
    if table.witness in regions:
        message = f"{table.witness} has a replica, and the witness stands for a region without"
        advice = "name a third region" if len(regions) < _QUORUM else "remove the witness"
        report.error("A169", (*place, "witness"), message, advice)
        return
    of_witness = [] if table.witness is None else [table.witness]
    together = [*regions, *of_witness]
    if len(set(together)) != _QUORUM:
        message = f"strong consistency takes three regions, and this table is in {_named(regions, of_witness)}"
        advice = f"{_towards(len(regions), of_witness)}, or write `consistency: eventual`"
        report.error("A169", (*place, "consistency"), message, advice)
    elif not any(allowed.issuperset(together) for allowed in STRONG_REGION_SETS):
        message = f"no strongly consistent table can be in {_named(regions, of_witness)} together"
        advice = f"use three of {'; or of '.join(', '.join(sorted(allowed)) for allowed in STRONG_REGION_SETS)}"
        report.error("A169", (*place, "witness" if of_witness else "consistency"), message, advice)


def _named(regions: Sequence[str], witness: Sequence[str]) -> str:
    names = [*regions, *(f"{region} (witness)" for region in witness)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _towards(count: int, witness: Sequence[str]) -> str:
    """What to do about a table in `count` regions that are too few or too many."""
    if count == _QUORUM - 1:
        return "add `witness`, a third region"
    if count == _QUORUM and witness:
        return "remove the witness"
    return "let the app run in three regions, or in two with a `witness`"
