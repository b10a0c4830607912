"""The whole of the roles template."""

from __future__ import annotations

from collections.abc import Iterable

from generator.app.model import ResolvedApp
from generator.templates.additions import NOTHING, Rights
from generator.templates.roles.administration import administration_role
from generator.templates.roles.boundary import boundary
from generator.templates.roles.execution import execution
from generator.templates.roles.extensions import allowing_roles
from generator.templates.roles.functions import bounding_functions
from generator.templates.section import Section, rendered
from generator.templates.tags import app_tags


def roles(app: ResolvedApp, types: Iterable[str], rights: Rights = NOTHING.rights) -> Section:
    """The roles of an app whose other templates hold resources of these types, and what `rights` are for."""
    tags = app_tags(app)
    more = [*bounding_functions(app), *allowing_roles(app, rights)]
    return Section(
        resources=rendered(
            [
                administration_role(app.id, app.regions, tags),
                *execution(app, types, tags, rights),
                boundary(app.id, (*app.tables.values(), app.control_table), more),
            ]
        )
    )
