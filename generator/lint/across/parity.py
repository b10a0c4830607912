"""E9510: regions are equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.assembly.model import Assembly
from generator.cloudformation.names import is_main_only
from generator.lint.across.model import AcrossRule, Problem, entry_of, view
from generator.lint.rules._reading import mapping
from generator.lint.rules._rule import DOCS

DATA = ("AWS::DynamoDB::GlobalTable",)
SECTIONS = ("Resources", "Outputs", "Parameters", "Mappings", "Conditions", "Rules", "Transform")


def _differences(assembly: Assembly) -> Iterator[Problem]:
    main, secondary = entry_of(assembly, "main"), entry_of(assembly, "secondary")
    if main is None or secondary is None:
        return
    for table in view(secondary).resources(*DATA):
        message = f"{table.name} is a global table, which main alone may have: it owns the replicas of all regions"
        yield Problem("secondary", ("Resources", table.name), message)
    for name, member in sorted(mapping(secondary.body.get("Resources")).items()):
        if is_main_only(member):
            yield Problem("secondary", ("Resources", name), f"{name} is marked as of the main region only")
    for section in SECTIONS:
        ours, theirs = _regional(main.body, section), _regional(secondary.body, section)
        for name in sorted(ours.keys() - theirs.keys()):
            yield Problem("main", (section, name), f"{name} is in main but not in secondary")
        for name in sorted(theirs.keys() - ours.keys()):
            yield Problem("secondary", (section, name), f"{name} is in secondary but not in main")
        for name in sorted(ours.keys() & theirs.keys()):
            if ours[name] != theirs[name]:
                yield Problem("secondary", (section, name), f"{name} is not as it is in main")


def _regional(body: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    """The members of a section, without the data and without what is marked as of the main region only."""
    members = mapping(body.get(section))
    return {name: member for name, member in members.items() if not _is_of_main(member)}


def _is_of_main(member: object) -> bool:
    return mapping(member).get("Type") in DATA or is_main_only(member)


RULES = (
    AcrossRule(
        id="E9510",
        title="secondary is main without the data",
        description=(
            "Any region must be able to serve what any other serves. So the secondary template holds what the main one "
            "holds, but for the global tables, which one stack owns in all regions, and for what is marked as of the "
            "main region only (`MainRegionOnly` in its metadata)."
        ),
        advice="build again from the app file",
        source=DOCS + "whitepapers/latest/aws-multi-region-fundamentals/aws-multi-region-fundamentals.html",
        check=_differences,
    ),
)
