"""What an assembly shows of the app across regions, read from its templates: values, no drawing.

Total: a template may be hand-made. What cannot be read as expected is not in the picture, and a name that only AWS
knows is shown as the template says it, `${Name}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.assembly.model import Assembly, Json, Template
from generator.graph.functions import Called, called_of
from generator.graph.reading import referred, resources, text

CONTROL_TABLE_ID = "RegionControlTable"
"""Logical id of the table that drains regions; a test compares it with the templates' own."""


class Check(Struct, frozen=True, kw_only=True):
    """A health check: what it asks for, how often (seconds), and after how many failures the region is left out."""

    path: str
    interval: int
    failures: int


class Record(Struct, frozen=True, kw_only=True):
    """How the shared name leads to a region: record types, sorted, and the check that they depend on."""

    types: tuple[str, ...]
    check: Check | None


class Region(Struct, frozen=True, kw_only=True):
    """What serves in a region. `own_name`: where it alone answers; `None`: at an address that API Gateway makes.

    `signed`, `authorized` and `public` count the routes of the app file, by whether callers have to sign, an authorizer
    is asked, or neither; neither preflight nor the health route is among them. `called`: its functions, and what calls
    them besides the API.
    """

    name: str
    is_main: bool
    own_name: str | None
    record: Record | None
    signed: int
    authorized: int
    public: int
    called: Called = Called()


class Table(Struct, frozen=True, kw_only=True):
    """A global table and the regions of its replicas. `is_control`: its rows say which regions are drained."""

    name: str
    is_control: bool
    regions: tuple[str, ...]


class Picture(Struct, frozen=True, kw_only=True):
    """One environment. `shared_name`: what customers call; `None` without a domain. Tables are sorted, control last."""

    app: str
    environment: str
    shared_name: str | None
    regions: tuple[Region, ...]
    tables: tuple[Table, ...]


def picture_of(assembly: Assembly) -> Picture:
    """The picture of an environment; regions are in the assembly's order, main first."""
    records, tables = _Records(assembly), _tables(assembly)
    table_names = frozenset(table.name for table in tables)
    places: dict[str, Region] = {}
    for entry in assembly.templates:
        if any(resources(entry.body, "AWS::ApiGateway::RestApi")):
            signed, authorized, public = _routes(entry.body, records.health_path)
            for name in entry.regions:
                places[name] = Region(
                    name=name,
                    is_main=name == assembly.regions[0],
                    own_name=_own_name(entry.body, name, records.name),
                    record=records.of(name),
                    signed=signed,
                    authorized=authorized,
                    public=public,
                    called=called_of(entry.body, name, table_names),
                )
    return Picture(
        app=assembly.app,
        environment=assembly.environment,
        shared_name=records.name,
        regions=tuple(places[name] for name in assembly.regions if name in places),
        tables=tables,
    )


class _Records:
    """The latency records of an assembly by region, the name that they are records of, the path that checks ask for."""

    def __init__(self, assembly: Assembly) -> None:
        self.name: str | None = None
        self.health_path = "/health"
        self._found: dict[str, list[tuple[str, Check | None]]] = {}
        for entry in assembly.templates:
            checks = dict(resources(entry.body, "AWS::Route53::HealthCheck"))
            for _, properties in resources(entry.body, "AWS::Route53::RecordSet"):
                if isinstance(properties.get("Region"), str):
                    self._add(properties, _check(checks.get(referred(properties.get("HealthCheckId")), {})))

    def of(self, region: str) -> Record | None:
        """The record of a region; all types of one region have the same check."""
        found = self._found.get(region)
        if found is None:
            return None
        return Record(types=tuple(sorted({kind for kind, _ in found})), check=found[0][1])

    def _add(self, properties: Mapping[str, Json], check: Check | None) -> None:
        region = properties["Region"]
        self.name = text(properties.get("Name"), region)
        self.health_path = check.path if check else self.health_path
        self._found.setdefault(region, []).append((text(properties.get("Type"), region), check))


def _own_name(body: Template, region: str, shared: str | None) -> str | None:
    found = resources(body, "AWS::ApiGateway::DomainName")
    names = (text(properties.get("DomainName"), region) for _, properties in found)
    return next((name for name in names if name != shared), None)


def _routes(body: Template, health_path: str) -> tuple[int, int, int]:
    """How many routes the user wrote: those for which callers sign, an authorizer is asked, or neither."""
    parents = dict(resources(body, "AWS::ApiGateway::Resource"))
    kinds = [
        properties.get("AuthorizationType", "NONE")
        for _, properties in resources(body, "AWS::ApiGateway::Method")
        if properties.get("HttpMethod") != "OPTIONS"
        and _path(parents, properties.get("ResourceId")) != health_path
        and not _reads_sentinels(properties.get("Integration"))
    ]
    authorized, public = kinds.count("CUSTOM"), kinds.count("NONE")
    return len(kinds) - authorized - public, authorized, public


def _reads_sentinels(integration: Json) -> bool:
    """Whether it is the health route's, wherever that stands: no route of an app can have this action."""
    uri = integration.get("Uri") if isinstance(integration, Mapping) else None
    return text(uri, "").endswith(":dynamodb:action/BatchGetItem")


def _path(parents: Mapping[str, Mapping[str, Json]], resource: Json) -> str:
    """The path of an API Gateway resource, given as a `Ref`; of the root and of what is none, the empty text."""
    parts: list[str] = []
    while (name := referred(resource)) in parents and len(parts) <= len(parents):
        parts.append(text(parents[name].get("PathPart"), ""))
        resource = parents[name].get("ParentId")
    return "".join(f"/{part}" for part in reversed(parts))


def _tables(assembly: Assembly) -> tuple[Table, ...]:
    found = [
        Table(
            name=text(properties.get("TableName", logical_id), assembly.regions[0]),
            is_control=logical_id == CONTROL_TABLE_ID,
            regions=tuple(_replicas(properties.get("Replicas"))),
        )
        for entry in assembly.templates
        for logical_id, properties in resources(entry.body, "AWS::DynamoDB::GlobalTable")
    ]
    return tuple(sorted(found, key=lambda table: (table.is_control, table.name)))


def _replicas(replicas: Json) -> Iterator[str]:
    for replica in replicas if isinstance(replicas, list) else ():
        if isinstance(replica, Mapping) and isinstance(replica.get("Region"), str):
            yield replica["Region"]


def _check(health_check: Mapping[str, Json]) -> Check | None:
    config = health_check.get("HealthCheckConfig")
    if not isinstance(config, Mapping):
        return None
    interval, failures = config.get("RequestInterval", 30), config.get("FailureThreshold", 3)
    if not isinstance(interval, int) or not isinstance(failures, int):
        return None
    return Check(path=text(config.get("ResourcePath", "/"), ""), interval=interval, failures=failures)
