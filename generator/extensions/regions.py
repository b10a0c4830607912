"""Equal regions: what extensions add to main and to secondary is compared, and becomes one regional addition.

Only main may have more: resources alone, which are marked, and none of the API, for a region has to serve whatever any
other serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from generator.app.model import ResolvedApp
from generator.cloudformation.names import marked_main_only
from generator.extensions.checking import is_of_api
from generator.extensions.made import Made
from generator.extensions.site import Kind
from generator.findings import Finding
from generator.templates.additions import Added, Origin, finding, taken
from generator.templates.section import JsonObject, Section

SECTIONS: Final = ("conditions", "mappings", "outputs", "resources")

_EQUAL: Final = "add the same to main and to secondary; regions differ by AWS::Region only"


class Entry(NamedTuple):
    """A member of a section and where it is from."""

    origin: Origin
    body: JsonObject


Entries = Mapping[tuple[str, str], Entry]


def entries(every: Sequence[Made], kind: Kind) -> tuple[Entries, tuple[Finding, ...]]:
    """What all extensions add to one template, by section and logical id; and what two of them add (A179)."""
    found: dict[tuple[str, str], Entry] = {}
    findings: list[Finding] = []
    for made in every:
        for section in SECTIONS if made.kind == kind else ():
            for name, body in getattr(made.section, section).items():
                first = found.setdefault((section, name), Entry(made.origin, body))
                if first.origin != made.origin:
                    why = f"{first.origin.extension} adds one of that name too"
                    findings.append(taken(made.origin, section, name, why))
    return found, tuple(findings)


def unequal(main: Entries, secondary: Entries) -> Iterator[Finding]:
    """What keeps regions from being equal (A149)."""
    for (section, name), entry in sorted(secondary.items(), key=lambda item: item[0]):
        ours = main.get((section, name))
        if ours is None:
            yield finding("A149", entry.origin, f"adds {name} to secondary and not to main", _EQUAL)
        elif ours.body != entry.body:
            yield finding("A149", entry.origin, f"adds {name} to main and to secondary, and not the same", _EQUAL)
    for (section, name), entry in sorted(main.items(), key=lambda item: item[0]):
        if (section, name) in secondary:
            continue
        if section != "resources" or is_of_api(entry.body):
            what = "a part of the API" if section == "resources" else f"one of the {section}"
            yield finding("A149", entry.origin, f"adds {name}, {what}, to main only", _EQUAL)


def regional(every: Sequence[Made], main: Entries, secondary: Entries, app: ResolvedApp) -> tuple[Added, Added]:
    """What every region gets, and what main alone gets, of additions that are as they must be."""
    shared = {key: entry for key, entry in main.items() if key in secondary or not app.secondary_regions}
    own = {key: Entry(entry.origin, marked_main_only(entry.body)) for key, entry in main.items() if key not in shared}
    routes = {route for made in every if made.kind == "main" for route in made.routes.values()}
    methods = tuple(sorted((route.path, route.method) for route in routes))
    return added(shared, methods), added(own)


def added(found: Entries, methods: tuple[tuple[str, str], ...] = ()) -> Added:
    """The entries as an addition to one template."""
    parts: dict[str, dict[str, JsonObject]] = {section: {} for section in SECTIONS}
    for (section, name), entry in sorted(found.items(), key=lambda item: item[0]):
        parts[section][name] = entry.body
    return Added(
        section=Section(**parts),
        origins={key: entry.origin for key, entry in found.items()},
        methods=methods,
        snapshot=frozenset(name for name, body in parts["resources"].items() if is_of_api(body)),
    )
