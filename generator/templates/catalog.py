"""The templates of an app, in the order of their deployment, and where each is deployed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from generator.app.model import ResolvedApp, ResolvedDomain
from generator.cloudformation.regions import DNS_REGION
from generator.templates.additions import NOTHING, Additions, refuse_taken, with_added
from generator.templates.context import architecture
from generator.templates.dns.section import dns
from generator.templates.main import main
from generator.templates.regional.section import regional
from generator.templates.roles.section import roles
from generator.templates.secondary import secondary
from generator.templates.section import Json, Section, joined

_REGIONAL_SHAPE = "clients -> API Gateway -> mapping templates -> DynamoDB replica of the same region"
_REGIONAL_MUST = (
    "Main and secondary template hold the same regional resources: change the app file, never one of them.",
    "Regional resources name tables by AWS::Region, so that a region depends on no other.",
)


class TemplateSpec(Struct, frozen=True, kw_only=True):
    """A template and where it is deployed. `arch` and `must` tell its readers what it is and what holds in it."""

    name: Literal["roles", "main", "secondary", "dns"]
    deployed_as: Literal["stack", "stack_set"]
    regions: tuple[str, ...]
    purpose: str
    arch: str
    must: tuple[str, ...]
    section: Section


def templates(app: ResolvedApp, additions: Additions = NOTHING) -> tuple[TemplateSpec, ...]:
    """`roles` and `main`; `secondary` when there are secondary regions; `dns` when there is a domain.

    `additions` are what extensions add to them. Raises `AppFileError` where something has its logical id already.
    """
    shared = regional(app, additions.regional)
    own = main(app)
    refuse_taken(own, additions.regional)
    found = [_main(app, joined(own, shared), additions)]
    if app.secondary_regions:
        found.append(_secondary(app, shared))
    if app.domain is not None:
        found.append(_dns(app, app.domain, additions))
    return (_roles(app, found, additions), *found)


def body(spec: TemplateSpec, app: ResolvedApp) -> dict[str, Json]:
    """The template as plain JSON."""
    section = spec.section
    parts = {
        "Parameters": section.parameters,
        "Mappings": section.mappings,
        "Conditions": section.conditions,
        "Resources": section.resources,
        "Outputs": section.outputs,
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": " ".join(part for part in (f"{app.id}: {spec.purpose}.", app.description) if part),
        "Metadata": architecture(spec.arch, spec.must),
        **{name: part for name, part in parts.items() if part},
    }


def _roles(app: ResolvedApp, made_by_them: Iterable[TemplateSpec], additions: Additions) -> TemplateSpec:
    """What the other templates hold says what the roles have to be allowed; extensions say it themselves."""
    types = {
        resource["Type"]
        for spec in made_by_them
        for added in [additions.to(spec.name)]
        for name, resource in spec.section.resources.items()
        if name not in added
    }
    return TemplateSpec(
        name="roles",
        deployed_as="stack",
        regions=(app.main_region,),
        purpose="the roles that make the app, and the boundary of those that it makes",
        arch="StackSets -> administration role -> execution role; CloudFormation -> execution role -> all other stacks",
        must=(
            "Every role that the execution role makes is below the path of the app and has its boundary.",
            "These names are fixed and made of the id of the app: IAM is the same in all regions.",
        ),
        section=roles(app, types, additions.rights),
    )


def _main(app: ResolvedApp, ours: Section, additions: Additions) -> TemplateSpec:
    return TemplateSpec(
        name="main",
        deployed_as="stack",
        regions=(app.main_region,),
        purpose="global tables, and the API of the main region",
        arch=f"{_REGIONAL_SHAPE}; this stack also owns the global tables and their replicas in all regions",
        must=(*_REGIONAL_MUST, "At most one replica is added or removed per update, and nothing else with it."),
        section=with_added(ours, additions.main_only),
    )


def _secondary(app: ResolvedApp, shared: Section) -> TemplateSpec:
    return TemplateSpec(
        name="secondary",
        deployed_as="stack_set",
        regions=app.secondary_regions,
        purpose="the API of a secondary region",
        arch=f"{_REGIONAL_SHAPE}; the replicas belong to the main stack",
        must=_REGIONAL_MUST,
        section=secondary(shared),
    )


def _dns(app: ResolvedApp, domain: ResolvedDomain, additions: Additions) -> TemplateSpec:
    return TemplateSpec(
        name="dns",
        deployed_as="stack",
        regions=(DNS_REGION,),
        purpose="health checks and latency records",
        arch="health check per region on its own name -> latency records of the shared name",
        must=("A region is published only after its own name answers: a new health check counts as healthy.",),
        section=with_added(dns(app, domain), additions.dns),
    )
