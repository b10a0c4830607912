"""`manifest.json`: what `deploy` has to know of an assembly besides the templates themselves.

| key | value |
|---|---|
| `schema_version` | 1. Another number means another meaning of these keys |
| `app` | name of the app |
| `environment` | name of the environment; the folder has the same one |
| `id` | app name and suffix: every stack name starts with it |
| `account` | the only account that may be deployed to, twelve digits; `null`: any |
| `regions` | main region first, then the secondary ones in the user's order |
| `app_sha256` | of the resolved app: tells whether `build/` still belongs to the app file |
| `domain` | `null` without one; otherwise: |
| `.name` | what customers call; every region is `<region>.<name>` as well |
| `.hosted_zone_id` | the hosted zone that the name is in |
| `health_path` | what health checks ask every region for |
| `control_table` | name of the table with a row for each drained region |
| `roles` | those of the `roles` template, as they stand behind `role/` in their ARNs: |
| `.administration` | of the StackSet; with the path of the app in front |
| `.execution` | the one that CloudFormation takes on for the other stacks; it has no path |
| `deploy` | the `deploy` section of the app file: |
| `.region_order` | secondary regions in their order; empty: as listed |
| `.region_concurrency` | `sequential`, `parallel`, or `null`: parallel at first, sequential for updates |
| `.smoke` | requests that every region has to answer, each with `method`, `path` and `status` |
| `.termination_protection` | of the stacks |
| `bootstrap` | the stack that every region has once for all apps; `null`: none is needed |
| `.file` | its template, beside the folders of the environments |
| `.sha256` | of that file's bytes |
| `.stack_name` | name of the stack |
| `.version` | its output `Version`; a higher one than ours is left alone |
| `.capabilities` | as below |
| `templates` | in the order of their deployment, each with: |
| `.name` | `roles`, `main`, `secondary` or `dns`: what `parameters` refer to |
| `.file` | name of the file beside the manifest |
| `.sha256` | of that file's bytes |
| `.deployed_as` | `stack` or `stack_set` |
| `.stack_name` | name of the stack or StackSet |
| `.regions` | of the stack (one) or of the StackSet's instances |
| `.capabilities` | that CloudFormation must be told of, such as `CAPABILITY_IAM` |
| `.parameters` | name → the output that fills it: `template` (its name), `region`, `output` |
| `assets` | files that stacks need in the artifact bucket of their region, each with: |
| `.name` | `<sha256>.zip`, of all that goes into it: files, their names, runtime, architecture |
| `.source` | folder that it is made of, relative to that of the app file |
| `.runtime`, `.architecture` | what its requirements are installed for |

Neither a time nor the version of this tool is in it: an unchanged app gives unchanged bytes.
"""

# No `from __future__ import annotations`: msgspec reads these annotations when it decodes.
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from generator.assembly.canonical import canonical
from generator.assembly.model import (
    Assembly,
    Asset,
    Bootstrap,
    DeploySettings,
    Domain,
    FromOutput,
    Json,
    RoleNames,
    TemplateEntry,
)
from generator.errors import AssemblyError

BOOTSTRAP = "bootstrap"
MANIFEST_FILE = "manifest.json"
TEMPLATE_SUFFIX = ".template.json"

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Text = Annotated[str, Meta(min_length=1)]


class ManifestTemplate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of `templates`."""

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z_]*\Z")]
    file: Text
    sha256: Sha256
    deployed_as: Literal["stack", "stack_set"]
    stack_name: Text
    regions: Annotated[tuple[Text, ...], Meta(min_length=1)]
    capabilities: tuple[Text, ...]
    parameters: dict[str, FromOutput]


class ManifestBootstrap(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The entry `bootstrap`."""

    file: Text
    sha256: Sha256
    stack_name: Text
    version: Annotated[int, Meta(ge=1)]
    capabilities: tuple[Text, ...]


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    schema_version: Literal[1] = 1
    app: Text
    environment: Text
    id: Text
    account: str | None
    regions: Annotated[tuple[Text, ...], Meta(min_length=1)]
    app_sha256: Sha256
    domain: Domain | None
    health_path: Text
    control_table: Text
    roles: RoleNames
    deploy: DeploySettings
    bootstrap: ManifestBootstrap | None
    templates: tuple[ManifestTemplate, ...]
    assets: tuple[Asset, ...]


def file_name(template: str) -> str:
    """The file that holds a template, by the template's name."""
    return template + TEMPLATE_SUFFIX


def manifest_of(assembly: Assembly, digests: dict[str, str]) -> Manifest:
    """What the manifest says of an assembly; `digests` are those of the files, by the name of the template, that of the
    bootstrap template (`BOOTSTRAP`) among them."""
    return Manifest(
        app=assembly.app,
        environment=assembly.environment,
        id=assembly.id,
        account=assembly.account,
        regions=assembly.regions,
        app_sha256=assembly.app_sha256,
        domain=assembly.domain,
        health_path=assembly.health_path,
        control_table=assembly.control_table,
        roles=assembly.roles,
        deploy=assembly.deploy,
        bootstrap=None if assembly.bootstrap is None else _bootstrap(assembly.bootstrap, digests[BOOTSTRAP]),
        assets=assembly.assets,
        templates=tuple(_described(entry, digests[entry.name]) for entry in assembly.templates),
    )


def encoded(manifest: Manifest) -> bytes:
    """The bytes of `manifest.json`."""
    return canonical(msgspec.to_builtins(manifest))


def decoded(content: bytes, place: str) -> Manifest:
    """A manifest from its bytes, checked key by key; `place` names the file in the `AssemblyError` raised otherwise."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AssemblyError(f"{place} is not a manifest of this version: {error}", REBUILD) from error
    for problem in _contradictions(manifest):
        raise AssemblyError(f"{place} contradicts itself: {problem}", REBUILD)
    return manifest


def assembly_of(manifest: Manifest, bodies: dict[str, Json]) -> Assembly:
    """The assembly that a manifest describes; `bodies` are the templates by name.

    Without a body called `bootstrap` the assembly has no bootstrap template: who only compares needs none.
    """
    return Assembly(
        assets=manifest.assets,
        app=manifest.app,
        environment=manifest.environment,
        id=manifest.id,
        account=manifest.account,
        regions=manifest.regions,
        app_sha256=manifest.app_sha256,
        domain=manifest.domain,
        health_path=manifest.health_path,
        control_table=manifest.control_table,
        roles=manifest.roles,
        deploy=manifest.deploy,
        bootstrap=None if manifest.bootstrap is None else _bootstrap_of(manifest.bootstrap, bodies.get(BOOTSTRAP)),
        templates=tuple(
            TemplateEntry(
                name=entry.name,
                body=bodies[entry.name],
                deployed_as=entry.deployed_as,
                stack_name=entry.stack_name,
                regions=entry.regions,
                capabilities=entry.capabilities,
                parameters=entry.parameters,
            )
            for entry in manifest.templates
        ),
    )


REBUILD = "run `python -m generator build`"


def _described(entry: TemplateEntry, sha256: str) -> ManifestTemplate:
    return ManifestTemplate(
        name=entry.name,
        file=file_name(entry.name),
        sha256=sha256,
        deployed_as=entry.deployed_as,
        stack_name=entry.stack_name,
        regions=entry.regions,
        capabilities=entry.capabilities,
        parameters=dict(entry.parameters),
    )


def _bootstrap(bootstrap: Bootstrap, sha256: str) -> ManifestBootstrap:
    return ManifestBootstrap(
        file=f"../{file_name(BOOTSTRAP)}",
        sha256=sha256,
        stack_name=bootstrap.stack_name,
        version=bootstrap.version,
        capabilities=bootstrap.capabilities,
    )


def _bootstrap_of(entry: ManifestBootstrap, body: Json) -> Bootstrap | None:
    if body is None:
        return None
    return Bootstrap(stack_name=entry.stack_name, version=entry.version, body=body, capabilities=entry.capabilities)


def _contradictions(manifest: Manifest) -> list[str]:
    """What no type can say: names that occur twice, files elsewhere, parameters that nothing fills."""
    regions = {entry.name: entry.regions for entry in manifest.templates}
    problems = [] if len(regions) == len(manifest.templates) else ["two templates have the same name"]
    if len({asset.name for asset in manifest.assets}) < len(manifest.assets):
        problems.append("two assets have the same name")
    if manifest.bootstrap is not None and manifest.bootstrap.file != f"../{file_name(BOOTSTRAP)}":
        problems.append(f'the file of the bootstrap template is "{manifest.bootstrap.file}"')
    for entry in manifest.templates:
        if entry.file != file_name(entry.name):
            problems.append(f'the file of template "{entry.name}" is "{entry.file}"')
        if entry.deployed_as == "stack" and len(entry.regions) != 1:
            problems.append(f'the stack of template "{entry.name}" has {len(entry.regions)} regions')
        problems += [
            f'parameter "{name}" of template "{entry.name}" is filled by no stack'
            for name, source in entry.parameters.items()
            if source.region not in regions.get(source.template, ())
        ]
    return problems
