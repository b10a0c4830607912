"""E9501, E9502: tables and stacks are in the regions of the app."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assembly.model import Assembly, TemplateEntry
from generator.cloudformation.regions import DNS_REGION
from generator.lint.across.model import MANIFEST, AcrossRule, Problem, entry_of, view
from generator.lint.rules._global_table import GUIDE, replica_regions, tables
from generator.lint.rules._rule import DOCS, KNOWN_REGIONS


def _uneven_tables(assembly: Assembly) -> Iterator[Problem]:
    main = entry_of(assembly, "main")
    if main is None:
        return
    template = view(main)
    for table in tables(template):
        replicas = replica_regions(table, template)
        if replicas is None:
            continue
        regions = {region for _, region in replicas}
        for missing in [region for region in assembly.regions if region not in regions]:
            yield Problem("main", table.at("Replicas"), f"the app runs in {missing} but the table has no replica there")
        for position, region in replicas:
            if region not in assembly.regions:
                path = table.at("Replicas", position)
                yield Problem("main", path, f"the table has a replica in {region}, where the app does not run")


def _misplaced_templates(assembly: Assembly) -> Iterator[Problem]:
    for position, entry in enumerate(assembly.templates):
        expected = _expected(assembly, entry)
        path = ("templates", position, "regions")
        if sorted(entry.regions) != sorted(expected):
            is_, should = ", ".join(entry.regions) or "no region", ", ".join(expected) or "no region"
            yield Problem(MANIFEST, path, f"{entry.name} is deployed to {is_} instead of {should}")
        for region in entry.regions:
            if region not in KNOWN_REGIONS:
                yield Problem(MANIFEST, path, f"there is no region {region!r}")
    for name, regions in (("main", assembly.regions[:1]), ("secondary", assembly.regions[1:])):
        if regions and entry_of(assembly, name) is None:
            missing = ", ".join(regions)
            yield Problem(MANIFEST, ("templates",), f"the app runs in {missing} but no template is deployed there")


def _expected(assembly: Assembly, entry: TemplateEntry) -> tuple[str, ...]:
    main = assembly.regions[:1]
    by_name = {"roles": main, "main": main, "secondary": assembly.regions[1:], "dns": (DNS_REGION,)}
    return by_name.get(entry.name, entry.regions)


RULES = (
    AcrossRule(
        id="E9501",
        title="Every table has replicas in exactly the regions of the app",
        description=(
            "The API of a region reads and writes the replica of its own region: without one every request fails. A "
            "replica elsewhere is paid for and read by nobody."
        ),
        advice="make the replicas those of `regions`",
        source=GUIDE,
        check=_uneven_tables,
    ),
    AcrossRule(
        id="E9502",
        title="Every template is deployed to the regions that it is for",
        description=(
            "`roles` and `main` go to the main region, `secondary` to each of the others, `dns` to us-east-1, where "
            "the metrics of health checks are."
        ),
        advice="build again from the app file",
        source=DOCS + "Route53/latest/DeveloperGuide/monitoring-health-checks.html",
        check=_misplaced_templates,
    ),
)
