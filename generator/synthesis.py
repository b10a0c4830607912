"""From an app to its assembly: the only module that knows both templates and assemblies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.app.declarations import App, Deploy
from generator.app.functions.model import AssetCode
from generator.app.model import ResolvedApp
from generator.app.resolve import resolve
from generator.assembly.model import (
    Assembly,
    Asset,
    Bootstrap,
    DeploySettings,
    Domain,
    FromOutput,
    RoleNames,
    SmokeRequest,
    Template,
    TemplateEntry,
)
from generator.errors import AppFileError
from generator.files import StrPath
from generator.findings import Finding, merged
from generator.templates import bootstrap
from generator.templates.additions import NOTHING, Additions
from generator.templates.catalog import TemplateSpec, body, templates
from generator.templates.dns.latency_records import target_parameters
from generator.templates.limits import limit_findings
from generator.templates.regional.outputs import TARGET_DOMAIN_NAME, TARGET_HOSTED_ZONE_ID
from generator.templates.roles.names import administration_resource, execution_name


def synthesize(app: App | ResolvedApp, folder: StrPath = "") -> Assembly:
    """The assembly of one environment. The same app, and the same code of its functions, give the same bytes anywhere.

    `folder` is that of the app file, for an `App`: the code of functions is relative to it.

    Raises `AppFileError` with every mistake when the app breaks a rule, or when its templates would break a limit of
    AWS; advice that is no error is not told here (`generator.app.resolve` returns it).
    """
    resolved = app if isinstance(app, ResolvedApp) else _resolved(app, folder)
    additions = _additions(resolved)
    entries = tuple(_entry(spec, resolved) for spec in templates(resolved, additions))
    limits = [finding for entry in entries for finding in limit_findings(entry.name, entry.body)]
    if findings := merged([*limits, *_judged(additions, entries)]):
        raise AppFileError(findings)
    return Assembly(
        app=resolved.name,
        environment=resolved.environment,
        id=resolved.id,
        account=resolved.account,
        regions=resolved.regions,
        app_sha256=resolved.sha256,
        templates=entries,
        domain=_domain(resolved),
        health_path=resolved.health.path,
        control_table=resolved.control_table.table_name,
        roles=RoleNames(administration=administration_resource(resolved.id), execution=execution_name(resolved.id)),
        deploy=_settings(resolved.deploy),
        bootstrap=_bootstrap(),
        assets=_assets(resolved),
    )


def _additions(app: ResolvedApp) -> Additions:
    if not app.extensions:
        return NOTHING
    # Only an app with extensions pays for the import.
    from generator.extensions.adding import additions

    return additions(app)


def _judged(additions: Additions, entries: Iterable[TemplateEntry]) -> Iterable[Finding]:
    if additions is NOTHING:
        return ()
    from generator.extensions.judging import judged

    return judged(additions, {entry.name: entry.body for entry in entries})


def _resolved(app: App, folder: StrPath) -> ResolvedApp:
    resolution = resolve(app, folder)
    if resolution.app is None:
        raise AppFileError(tuple(finding for finding in resolution.findings if finding.severity == "error"))
    return resolution.app


def _entry(spec: TemplateSpec, app: ResolvedApp) -> TemplateEntry:
    return TemplateEntry(
        name=spec.name,
        body=body(spec, app),
        deployed_as=spec.deployed_as,
        stack_name=f"{app.id}-{spec.name}",
        regions=spec.regions,
        capabilities=_capabilities(spec.section.resources),
        parameters=_targets(app) if spec.name == "dns" else {},
    )


def _capabilities(resources: Template) -> tuple[str, ...]:
    """What CloudFormation wants to hear about roles and policies, and more of it if one has a name [aws-facts 2.17]."""
    found = [each["Properties"] for each in resources.values() if each["Type"].startswith("AWS::IAM::")]
    if any("RoleName" in properties or "ManagedPolicyName" in properties for properties in found):
        return ("CAPABILITY_NAMED_IAM",)
    return ("CAPABILITY_IAM",) if found else ()


def _domain(app: ResolvedApp) -> Domain | None:
    return None if app.domain is None else Domain(name=app.domain.name, hosted_zone_id=app.domain.hosted_zone_id)


def _settings(deploy: Deploy) -> DeploySettings:
    return DeploySettings(
        region_order=deploy.region_order,
        region_concurrency=deploy.region_concurrency,
        smoke=tuple(SmokeRequest(method=one.method, path=one.path, status=one.status) for one in deploy.smoke),
        termination_protection=deploy.termination_protection,
    )


def _assets(app: ResolvedApp) -> tuple[Asset, ...]:
    """What the functions are made of, once where several share it."""
    found = (one.code.asset for one in app.functions.values() if isinstance(one.code, AssetCode))
    assets = {
        each.name: Asset(name=each.name, source=each.source, runtime=each.runtime, architecture=each.architecture)
        for each in sorted(found, key=lambda each: each.source, reverse=True)
    }
    return tuple(asset for _, asset in sorted(assets.items()))


def _bootstrap() -> Bootstrap:
    body = bootstrap.bootstrap()
    return Bootstrap(
        stack_name=bootstrap.STACK_NAME,
        version=bootstrap.VERSION,
        body=body,
        capabilities=_capabilities(body["Resources"]),
    )


def _targets(app: ResolvedApp) -> Mapping[str, FromOutput]:
    """Which output of which region's stack fills which parameter of the DNS template."""
    found: dict[str, FromOutput] = {}
    for region in app.regions:
        template = "main" if region == app.main_region else "secondary"
        outputs = (TARGET_DOMAIN_NAME, TARGET_HOSTED_ZONE_ID)
        for parameter, output in zip(target_parameters(region), outputs, strict=True):
            found[parameter.title] = FromOutput(template=template, region=region, output=output)
    return found
