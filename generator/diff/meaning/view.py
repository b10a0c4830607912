"""What an assembly says about the app as a whole, read back from its templates.

Total over JSON: what does not look like something that we make is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.assembly.model import Assembly, Json
from generator.diff.meaning.routes_of import Route, parts_of, routes_of
from generator.diff.resource import Resource, resource_of, resources_of, type_of

CUSTOM_RESOURCE = "AWS::CloudFormation::CustomResource"
GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable"
HEALTH_CHECK = "AWS::Route53::HealthCheck"
RECORD = "AWS::Route53::RecordSet"
DOMAIN_NAME = "AWS::ApiGateway::DomainName"
REST_API = "AWS::ApiGateway::RestApi"
ROLES = "roles"
GRANTING = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::RolePolicy")

_READ = (CUSTOM_RESOURCE, GLOBAL_TABLE, HEALTH_CHECK, RECORD, DOMAIN_NAME, REST_API, *GRANTING)


class View(Struct, frozen=True, kw_only=True):
    """`resources` are those of the types that meanings are about, normal, by type and logical id.

    `routes` are by name, `paths` by the logical ids of what they are made of. What main and secondary both have is
    taken from main. `deploying` are the logical ids of what makes all the rest: the template `roles`.
    """

    regions: tuple[str, ...]
    resources: Mapping[str, Mapping[str, Resource]]
    routes: Mapping[str, Route]
    paths: Mapping[str, str]
    deploying: frozenset[str] = frozenset()

    def of(self, *types: str) -> Mapping[str, Resource]:
        """The resources of these types by logical id."""
        return {name: found for type_ in types for name, found in self.resources.get(type_, {}).items()}


def view_of(assembly: Assembly, *, without: str = "") -> View:
    """What the templates of an assembly say, but for the one named `without`."""
    # Main last: of what several have, the last one stands.
    entries = sorted(assembly.templates, key=lambda entry: entry.name == "main")
    bodies = [resources_of(entry.body) for entry in entries if entry.name != without]
    found: dict[str, dict[str, Resource]] = {}
    for body in bodies:
        for name, raw in body.items():
            if type_of(raw) in _READ:
                found.setdefault(type_of(raw), {})[name] = resource_of(raw)
    return View(
        regions=assembly.regions,
        resources=found,
        routes={route.name: route for body in bodies for route in routes_of(body)},
        paths={name: path for body in bodies for name, path in parts_of(body).items()},
        deploying=frozenset(
            name for entry in assembly.templates if entry.name == ROLES for name in resources_of(entry.body)
        ),
    )


def mapping(value: Json) -> Mapping[str, Json]:
    """The value if it is a map, otherwise an empty one."""
    return value if isinstance(value, Mapping) else {}


def members(value: Json) -> list[Mapping[str, Json]]:
    """The maps in a list, none where it is no list."""
    return [member for member in value if isinstance(member, Mapping)] if isinstance(value, list) else []


def by(key: str, value: Json) -> dict[str, Mapping[str, Json]]:
    """The maps in a list by what they have under `key`, where that is text."""
    return {member[key]: member for member in members(value) if isinstance(member.get(key), str)}


def text(value: Json, default: str = "") -> str:
    """The value if it is text."""
    return value if isinstance(value, str) else default


def texts(values: Iterable[Json]) -> set[str]:
    """Those of the values that are text."""
    return {value for value in values if isinstance(value, str)}


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, noun: str) -> str:
    """`1 update`, `2 updates`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def places(regions: Iterable[str], everywhere: Iterable[str]) -> str:
    """`in a and b`, or `in all regions` where that is shorter and the same."""
    found = list(regions)
    return "in all regions" if len(found) > 1 and set(found) >= set(everywhere) else f"in {listed(found)}"
