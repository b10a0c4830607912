"""From an app to its assembly: the only module that knows both templates and assemblies."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.declarations import App
from generator.app.model import ResolvedApp
from generator.app.resolve import resolve
from generator.assembly.model import Assembly, FromOutput, Template, TemplateEntry
from generator.errors import AppFileError
from generator.findings import merged
from generator.templates.catalog import TemplateSpec, body, templates
from generator.templates.dns.latency_records import target_parameters
from generator.templates.limits import limit_findings
from generator.templates.regional.outputs import TARGET_DOMAIN_NAME, TARGET_HOSTED_ZONE_ID


def synthesize(app: App | ResolvedApp) -> Assembly:
    """The assembly of one environment. Pure: the same app gives the same bytes, anywhere.

    Raises `AppFileError` with every mistake when the app breaks a rule, or when its templates would break a limit of
    AWS; advice that is no error is not told here (`generator.app.resolve` returns it).
    """
    resolved = app if isinstance(app, ResolvedApp) else _resolved(app)
    entries = tuple(_entry(spec, resolved) for spec in templates(resolved))
    if findings := merged(finding for entry in entries for finding in limit_findings(entry.name, entry.body)):
        raise AppFileError(findings)
    return Assembly(
        app=resolved.name,
        environment=resolved.environment,
        id=resolved.id,
        account=resolved.account,
        regions=resolved.regions,
        app_sha256=resolved.sha256,
        templates=entries,
    )


def _resolved(app: App) -> ResolvedApp:
    resolution = resolve(app)
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
    """`CAPABILITY_IAM` suffices, for no role has a fixed name [aws-facts 2.17]."""
    has_role = any(resource["Type"].startswith("AWS::IAM::") for resource in resources.values())
    return ("CAPABILITY_IAM",) if has_role else ()


def _targets(app: ResolvedApp) -> Mapping[str, FromOutput]:
    """Which output of which region's stack fills which parameter of the DNS template."""
    found: dict[str, FromOutput] = {}
    for region in app.regions:
        template = "main" if region == app.main_region else "secondary"
        outputs = (TARGET_DOMAIN_NAME, TARGET_HOSTED_ZONE_ID)
        for parameter, output in zip(target_parameters(region), outputs, strict=True):
            found[parameter.title] = FromOutput(template=template, region=region, output=output)
    return found
