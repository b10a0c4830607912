"""E9508, E9509: every parameter is filled, from the right region."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assembly.model import Assembly, FromOutput, TemplateEntry
from generator.lint.across.model import AcrossRule, Problem, entry_of, view
from generator.lint.rules._reading import mapping, reference, text
from generator.lint.rules._route53 import RECORD_API, records
from generator.lint.rules._rule import DOCS


def _unfilled(assembly: Assembly) -> Iterator[Problem]:
    for entry in assembly.templates:
        declared = mapping(entry.body.get("Parameters"))
        for name, body in declared.items():
            if name not in entry.parameters and "Default" not in mapping(body):
                yield Problem(entry.name, ("Parameters", name), f"the manifest does not say what fills {name}")
        for name, source in sorted(entry.parameters.items()):
            if name not in declared:
                yield Problem(entry.name, ("Parameters",), f"the manifest fills {name}, which is no parameter here")
            complaint = _complaint(assembly, source)
            if complaint:
                yield Problem(entry.name, ("Parameters", name), f"{name} is filled from {complaint}")


def _complaint(assembly: Assembly, source: FromOutput) -> str:
    origin = entry_of(assembly, source.template)
    if origin is None:
        return f"the template {source.template}, which there is not"
    if source.region not in origin.regions:
        return f"{source.template} in {source.region}, where it is not deployed"
    if source.output not in mapping(origin.body.get("Outputs")):
        return f"{source.output}, which is no output of {source.template}"
    return ""


def _crossed(assembly: Assembly) -> Iterator[Problem]:
    dns = entry_of(assembly, "dns")
    for record in records(view(dns)) if dns is not None else ():
        region = text(record.properties.get("Region"))
        for key, value in mapping(record.properties.get("AliasTarget")).items():
            source = _source(dns, reference(value))
            if region is not None and source is not None and source.region != region:
                message = f"the record of {region} leads to {source.region}"
                yield Problem("dns", (*record.path, "AliasTarget", key), message)


def _source(entry: TemplateEntry | None, parameter: str | None) -> FromOutput | None:
    return None if entry is None or parameter is None else entry.parameters.get(parameter)


RULES = (
    AcrossRule(
        id="E9508",
        title="Every parameter is filled by an output that exists",
        description=(
            "The manifest says which output of which stack fills a parameter. One that nothing fills, or that "
            "is filled from an output, template or region that is not there, stops the deployment half-way."
        ),
        advice="build again from the app file",
        source=DOCS + "AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        check=_unfilled,
    ),
    AcrossRule(
        id="E9509",
        title="The record of a region leads to that region",
        description=(
            "A latency record whose alias leads to another region than its health check watches is in DNS when it "
            "should not be, and out of it when it should be there."
        ),
        advice="fill the record's alias target from its own region",
        source=RECORD_API,
        check=_crossed,
    ),
)
