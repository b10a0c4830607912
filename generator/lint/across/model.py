"""What a rule across templates is, and how it sees an assembly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct

from generator.assembly.model import Assembly, TemplateEntry
from generator.lint.rules._reading import REGION, Path, Resource, Template, spelled

MANIFEST = "manifest"
"""The `template` of a problem that is in no template but in how they are deployed."""


class Problem(NamedTuple):
    """What is wrong, in which template (or MANIFEST), at which path."""

    template: str
    path: Path
    message: str


class AcrossRule(Struct, frozen=True, kw_only=True):
    """A rule on all templates of one environment. Its texts are those of a rule of the pack."""

    id: str
    title: str
    description: str
    advice: str
    source: str
    check: Callable[[Assembly], Iterator[Problem]]


def entry_of(assembly: Assembly, name: str) -> TemplateEntry | None:
    """The template of that name, if the assembly has it."""
    return next((entry for entry in assembly.templates if entry.name == name), None)


def view(entry: TemplateEntry) -> Template:
    """The template as the rules of the pack see it."""
    return Template(entry.body, entry.regions)


def regional(assembly: Assembly) -> Iterator[TemplateEntry]:
    """The templates that hold an API: main and secondary."""
    return (entry for entry in assembly.templates if entry.name in ("main", "secondary"))


def domain_names(assembly: Assembly) -> dict[str, set[str]]:
    """The custom domain names that each region has once everything is deployed."""
    names: dict[str, set[str]] = {}
    for entry in regional(assembly):
        found = [spelled(domain.properties.get("DomainName")) for domain in _domains(entry)]
        for region in entry.regions:
            names.setdefault(region, set()).update(name.replace(REGION, region) for name in found if name is not None)
    return names


def _domains(entry: TemplateEntry) -> Iterator[Resource]:
    return view(entry).resources("AWS::ApiGateway::DomainName")
