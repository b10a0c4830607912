"""The routes of an API, read back from its `Resource`s and `Method`s as they stand in a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.assembly.model import Json
from generator.diff.resource import type_of

METHOD = "AWS::ApiGateway::Method"
PATH_PART = "AWS::ApiGateway::Resource"


class Route(Struct, frozen=True, kw_only=True):
    """`path` starts with a slash; `integration` is raw. `is_open`: nobody has to say who they are."""

    method: str
    path: str
    logical_id: str
    authorization: str
    authorizer: Json
    is_open: bool
    integration: Mapping[str, Json]

    @property
    def title(self) -> str:
        """As the app file names it."""
        return f"{self.method} {self.path}"

    @property
    def name(self) -> str:
        """The same for every name of a variable: `GET /items/{}`. Clients cannot tell one from the other."""
        return re.sub(r"\{[^}]*\}", "{}", self.title)

    @property
    def is_preflight(self) -> bool:
        """Whether it only answers browsers that ask which origins may call."""
        return self.method == "OPTIONS" and self.integration.get("Type") == "MOCK"


def parts_of(resources: Mapping[str, Json]) -> dict[str, str]:
    """Logical id ─▶ path of everything that a path of the API is made of, methods too."""
    parts = {name: _properties(raw) for name, raw in resources.items() if type_of(raw) == PATH_PART}
    found = {name: _path({"Ref": name}, parts) for name in parts}
    found |= {route.logical_id: route.path for route in routes_of(resources)}
    return {name: path for name, path in found.items() if path is not None}


def routes_of(resources: Mapping[str, Json]) -> Iterator[Route]:
    """Every method whose path can be told."""
    parts = {name: _properties(raw) for name, raw in resources.items() if type_of(raw) == PATH_PART}
    for name, raw in resources.items():
        if type_of(raw) == METHOD:
            properties = _properties(raw)
            path = _path(properties.get("ResourceId"), parts)
            if path is not None:
                yield _route(name, properties, path)


def _route(name: str, properties: Mapping[str, Json], path: str) -> Route:
    integration = properties.get("Integration")
    authorization = properties.get("AuthorizationType")
    return Route(
        method=str(properties.get("HttpMethod", "")),
        path=path or "/",
        logical_id=name,
        authorization=authorization if isinstance(authorization, str) else "",
        authorizer=properties.get("AuthorizerId"),
        is_open=authorization == "NONE" and properties.get("ApiKeyRequired") is not True,
        integration=integration if isinstance(integration, Mapping) else {},
    )


def _properties(raw: Json) -> Mapping[str, Json]:
    found = raw.get("Properties")
    return found if isinstance(found, Mapping) else {}


def _path(reference: Json, parts: Mapping[str, Mapping[str, Json]]) -> str | None:
    """The path of what a `ResourceId` or `ParentId` refers to; `None` where it leads nowhere. The root is empty."""
    path, seen = "", set()
    while isinstance(reference, Mapping) and "Ref" in reference:
        name = reference["Ref"]
        if not isinstance(name, str) or name in seen or name not in parts:
            return None
        seen.add(name)
        path = f"/{parts[name].get('PathPart')}{path}"
        reference = parts[name].get("ParentId")
    return path if isinstance(reference, Mapping) and "Fn::GetAtt" in reference else None
