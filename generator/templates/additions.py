"""What extensions add to the templates, as plain values: rendered, judged, and the same for every region.

`generator.extensions` makes these of the user's code; here they are laid beside what the app file makes.

A179  logical id that something else has already
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.errors import AppFileError
from generator.findings import Finding
from generator.templates.section import JsonObject, Section, joined


class Origin(Struct, frozen=True, kw_only=True):
    """The extension that something is from, by its name in the app file; `file` and `line` are where it begins."""

    extension: str
    file: str
    line: int


class Grant(Struct, frozen=True, order=True):
    """Actions on ARNs, each a text of `Fn::Sub` where it holds `${`. Both are sorted."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]


class Added(Struct, frozen=True, kw_only=True):
    """What is added to one template. `origins`: section and logical id ─▶ where it is from.

    `methods` are path and HTTP method of those that are added to the API; `snapshot` are the logical ids of the
    resources that a deployment of the API has to hold.
    """

    section: Section = Section()
    origins: Mapping[tuple[str, str], Origin] = {}
    methods: tuple[tuple[str, str], ...] = ()
    snapshot: frozenset[str] = frozenset()

    @property
    def api(self) -> Mapping[str, JsonObject]:
        """The resources of the API."""
        return {name: one for name, one in self.section.resources.items() if name in self.snapshot}

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the methods."""
        return tuple(path for path, _ in self.methods)


class Rights(Struct, frozen=True, kw_only=True):
    """What additions have to be allowed: their deployment, and the roles of the app besides what the app file says.

    `services` are those that the added roles are made for, `types` those that `deployment` is about.
    """

    deployment: tuple[Grant, ...] = ()
    roles: tuple[Grant, ...] = ()
    services: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()


class Additions(Struct, frozen=True, kw_only=True):
    """What is added to the regional half of main and secondary alike, to main alone, and to DNS."""

    regional: Added = Added()
    main_only: Added = Added()
    dns: Added = Added()
    rights: Rights = Rights()

    def to(self, template: str) -> frozenset[str]:
        """Logical ids of the resources that are added to a template."""
        return frozenset(name for section, name in self.origins(template) if section == "resources")

    def origins(self, template: str) -> Mapping[tuple[str, str], Origin]:
        """Section and logical id of all that is added to a template ─▶ where it is from."""
        parts = {
            "main": (self.regional, self.main_only),
            "secondary": (self.regional,),
            "dns": (self.dns,),
        }.get(template, ())
        return {key: origin for part in parts for key, origin in part.origins.items()}


NOTHING = Additions()


def with_added(ours: Section, added: Added) -> Section:
    """A section with what is added to it. Raises `AppFileError` (A179) for logical ids that it has already."""
    refuse_taken(ours, added)
    return joined(ours, added.section)


def refuse_taken(ours: Section, added: Added) -> None:
    """Raises `AppFileError` (A179) when a logical id of the addition is in the section already."""
    if findings := tuple(_taken(ours, added)):
        raise AppFileError(findings)


def _taken(ours: Section, added: Added) -> Iterator[Finding]:
    for (section, name), origin in sorted(added.origins.items()):
        if name in getattr(ours, section):
            yield taken(origin, section, name, "the app has it already")


def taken(origin: Origin, section: str, name: str, why: str) -> Finding:
    """The finding that a logical id is not free."""
    return finding("A179", origin, f"adds {name} to the {section}, and {why}", "give it another logical id")


def finding(id: str, origin: Origin, message: str, advice: str) -> Finding:
    """An error about an extension: `message` goes on from its name."""
    return Finding(
        id=id,
        severity="error",
        message=f"{origin.extension} {message}",
        advice=advice,
        path=("extensions",),
        file=origin.file,
        line=origin.line,
    )
