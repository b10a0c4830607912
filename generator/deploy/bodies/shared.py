"""What a DNS template says of several regions at once: how many are healthy, and the dashboard.

A region can be left out of the template, so these have to do without it. What they are made of is known here: members
of a list that refer to a health check, and graphs in whose text one is filled in.
"""

from __future__ import annotations

from collections.abc import Set

from msgspec import DecodeError
from msgspec.json import decode, encode

from generator.assembly.model import Json
from generator.cloudformation.references import references, unresolved
from generator.deploy.bodies.parts import Resource, properties_of, resources_of
from generator.deploy.bodies.tables import with_properties
from generator.deploy.model import Body


def settled(body: Body) -> Body:
    """The body, whose shared resources say nothing any more of what is not in it."""
    lacking: dict[str, set[str]] = {}
    for reference in unresolved(body):
        lacking.setdefault(str(reference.path[1]), set()).add(reference.target)
    if not lacking:
        return body
    resources = {
        name: _without(one, lacking[name]) if name in lacking else one for name, one in resources_of(body).items()
    }
    return {**body, "Resources": resources}


def _without(resource: Resource, targets: Set[str]) -> Resource:
    properties = properties_of(resource)
    match resource["Type"]:
        case "AWS::Route53::HealthCheck":
            config = properties["HealthCheckConfig"]
            children = [one for one in config.get("ChildHealthChecks", ()) if not _names(one, targets)]
            return with_properties(resource, HealthCheckConfig={**config, "ChildHealthChecks": children})
        case "AWS::CloudWatch::Dashboard":
            return with_properties(resource, DashboardBody=_graphs(properties["DashboardBody"], targets))
        case _:
            return resource


def _graphs(text: Json, targets: Set[str]) -> Json:
    """The text of a dashboard without the graphs in which one of the targets is filled in. Others keep their places."""
    try:
        dashboard: Json = decode(text["Fn::Sub"])
    except (DecodeError, KeyError, TypeError):
        return text
    kept = [widget for widget in dashboard["widgets"] if not _names({"Fn::Sub": encode(widget).decode()}, targets)]
    return {"Fn::Sub": encode({**dashboard, "widgets": kept}, order="sorted").decode()}


def _names(value: Json, targets: Set[str]) -> bool:
    return any(reference.target in targets for reference in references(value))
