"""The regional section: made once, and put into the main and the secondary template alike."""

from __future__ import annotations

from troposphere import AWSObject, Output

from generator.app.model import ResolvedApp
from generator.templates.additions import NOTHING, Added, with_added
from generator.templates.regional.answering import answered_methods
from generator.templates.regional.authorizers import authorizer_permissions
from generator.templates.regional.custom_domain import custom_domain
from generator.templates.regional.deployment import deployment, stage
from generator.templates.regional.line_by_line import by_line
from generator.templates.regional.observability.section import observability
from generator.templates.regional.outputs import outputs
from generator.templates.regional.rest_api import rest_api_parts
from generator.templates.regional.role import api_role
from generator.templates.section import JsonObject, Section, joined, rendered
from generator.templates.tags import app_tags


def regional(app: ResolvedApp, added: Added = NOTHING.regional) -> Section:
    """Everything of one region, with what extensions add to it. Raises like `with_added`."""
    tags = app_tags(app)
    methods = answered_methods(app, added.methods)
    role = api_role(app.id, tags, (method.integration for method in methods), app.tables.values())
    api = by_line(rendered(rest_api_parts(app, methods, tags, added.paths)))
    snapshot = deployment({**api, **added.api})
    rest = rendered([*role, snapshot, stage(app, snapshot, tags), *authorizer_permissions(app), *_domain(app, tags)])
    ours = joined(
        Section(resources=api),
        Section(resources=rest, outputs=_outputs(app)),
        _web_acl(app),
        _functions(app, tags),
        observability(app, tags),
    )
    return with_added(ours, added)


def _web_acl(app: ResolvedApp) -> Section:
    if not app.api.web_acl_arn:
        return Section()
    # Only an app with web ACLs pays for the import.
    from generator.templates.regional.waf import web_acl

    return web_acl(app)


def _functions(app: ResolvedApp, tags: dict[str, str]) -> Section:
    if not app.functions:
        return Section()
    # Only an app with functions pays for the import.
    from generator.templates.regional.functions.functions import functions

    return functions(app, tags)


def _domain(app: ResolvedApp, tags: dict[str, str]) -> list[AWSObject]:
    return [] if app.domain is None else custom_domain(app.domain, tags)


def _outputs(app: ResolvedApp) -> dict[str, JsonObject]:
    found: list[Output] = outputs(app.domain, execute_api_endpoint=app.api.execute_api_endpoint)
    return rendered(found)
