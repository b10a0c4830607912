"""The regional section: made once, and put into the main and the secondary template alike."""

from __future__ import annotations

from troposphere import AWSObject, Output

from generator.app.model import ResolvedApp
from generator.templates.regional.answering import answered_methods
from generator.templates.regional.custom_domain import custom_domain
from generator.templates.regional.deployment import deployment, stage
from generator.templates.regional.line_by_line import by_line
from generator.templates.regional.outputs import outputs
from generator.templates.regional.rest_api import rest_api_parts
from generator.templates.regional.role import api_role
from generator.templates.section import JsonObject, Section, joined, rendered
from generator.templates.tags import app_tags


def regional(app: ResolvedApp) -> Section:
    """Everything of one region."""
    tags = app_tags(app)
    methods = answered_methods(app)
    role = api_role(app.id, tags, (method.integration for method in methods))
    api = by_line(rendered(rest_api_parts(app, methods, tags)))
    snapshot = deployment(api)
    rest = rendered([*role, snapshot, stage(app, snapshot, tags), *_domain(app, tags)])
    return joined(Section(resources=api), Section(resources=rest, outputs=_outputs(app)))


def _domain(app: ResolvedApp, tags: dict[str, str]) -> list[AWSObject]:
    return [] if app.domain is None else custom_domain(app.domain, tags)


def _outputs(app: ResolvedApp) -> dict[str, JsonObject]:
    found: list[Output] = outputs(app.domain, execute_api_endpoint=app.api.execute_api_endpoint)
    return rendered(found)
