"""An assembly: everything that `build/<environment>/` holds, as plain JSON values. It knows no troposphere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Json = Any
Template = Mapping[str, Json]


class FromOutput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value known only after deployment: `output` of the stack of `template` in `region`."""

    template: str
    region: str
    output: str


class TemplateEntry(Struct, frozen=True, kw_only=True):
    """One template of an assembly and how it is deployed.

    `name` is `main`, `secondary` or `dns`; the file is `<name>.template.json`. A stack has exactly one region.
    """

    name: str
    body: Template
    deployed_as: Literal["stack", "stack_set"]
    stack_name: str
    regions: tuple[str, ...]
    capabilities: tuple[str, ...] = ()
    parameters: Mapping[str, FromOutput] = {}


class Assembly(Struct, frozen=True, kw_only=True):
    """One environment. `templates` are in the order of their deployment; `app_sha256` is that of the resolved app."""

    app: str
    environment: str
    id: str
    account: str | None
    regions: tuple[str, ...]
    app_sha256: str
    templates: tuple[TemplateEntry, ...]
