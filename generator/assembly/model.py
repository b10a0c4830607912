"""An assembly: everything that `build/<environment>/` holds, as plain JSON values. It knows no troposphere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Json = Any
Text = Annotated[str, Meta(min_length=1)]
Template = Mapping[str, Json]


class FromOutput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value known only after deployment: `output` of the stack of `template` in `region`."""

    template: str
    region: str
    output: str


class TemplateEntry(Struct, frozen=True, kw_only=True):
    """One template of an assembly and how it is deployed.

    `name` is `roles`, `main`, `secondary` or `dns`; the file is `<name>.template.json`. A stack has exactly one region.
    """

    name: str
    body: Template
    deployed_as: Literal["stack", "stack_set"]
    stack_name: str
    regions: tuple[str, ...]
    capabilities: tuple[str, ...] = ()
    parameters: Mapping[str, FromOutput] = {}


class Domain(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name that customers use, and the hosted zone that it is in."""

    name: str
    hosted_zone_id: str


class RoleNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The roles of the `roles` template, as they stand behind `role/` in their ARNs.

    `administration` has the path of the app in front; `execution` has none, for StackSets take a bare name.
    """

    administration: str
    execution: str


class SmokeRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request that a region has to answer with `status` before customers are led to it."""

    method: str
    path: str
    status: int


class DeploySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the templates are rolled out. `region_order`: secondary regions in their order, empty: as listed.

    `region_concurrency` `None`: ten regions at a time when they are made, one after the other when they are updated.
    `smoke` are asked besides the health path.
    """

    region_order: tuple[str, ...] = ()
    region_concurrency: Literal["sequential", "parallel"] | None = None
    smoke: tuple[SmokeRequest, ...] = ()
    termination_protection: bool = False


class Asset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that stacks need in the artifact bucket of their region: `deploy` makes and uploads it.

    `name` is `<sha256>.zip`, of all that goes into it; `source` the folder that it is made of, relative to that of the
    app file, with slashes; `runtime` and `architecture` those that its requirements are installed for.
    """

    name: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\.zip\Z")]
    source: Text
    runtime: Text
    architecture: Text


class Bootstrap(Struct, frozen=True, kw_only=True):
    """The stack that every region of the account has once, shared by all apps. `version` only ever grows."""

    stack_name: str
    version: int
    body: Template
    capabilities: tuple[str, ...] = ()


class Assembly(Struct, frozen=True, kw_only=True):
    """One environment. `templates` are in the order of their deployment; `app_sha256` is that of the resolved app.

    `domain` is `None` for an app without a name of its own. `control_table` holds a row for each drained region.
    `assets` are sorted by their names, all different.
    """

    app: str
    environment: str
    id: str
    account: str | None
    regions: tuple[str, ...]
    app_sha256: str
    templates: tuple[TemplateEntry, ...]
    domain: Domain | None = None
    health_path: str = "/health"
    control_table: str = ""
    roles: RoleNames = RoleNames(administration="", execution="")
    deploy: DeploySettings = DeploySettings()
    bootstrap: Bootstrap | None = None
    assets: tuple[Asset, ...] = ()
