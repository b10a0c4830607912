"""What extensions ask for: rights of the deployment to make their resources, and of the app's roles to use them.

The roles template is one for all regions, so what names the region of its stack means all of the app's here.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.app.model import ResolvedApp
from generator.templates.additions import Grant, Rights
from generator.templates.roles.functions import everywhere
from generator.templates.roles.names import iam_arn, role_path
from generator.templates.roles.policies import statement
from generator.templates.section import JsonObject


def allowing_deployment(app: ResolvedApp, rights: Rights) -> list[JsonObject]:
    """Statements of the execution role; none where no extension asks. Roles are passed only below the app's path."""
    found = _statements(app, rights.deployment)
    if rights.services:
        roles = [iam_arn(f"role{role_path(app.id)}*")]
        condition = {"StringEquals": {"iam:PassedToService": list(rights.services)}}
        found.append(statement(["iam:PassRole"], roles, condition))
    return found


def allowing_roles(app: ResolvedApp, rights: Rights) -> list[JsonObject]:
    """Statements of the boundary."""
    return _statements(app, rights.roles)


def _statements(app: ResolvedApp, grants: Iterable[Grant]) -> list[JsonObject]:
    return [
        statement(grant.actions, [where for resource in grant.resources for where in everywhere(resource, app.regions)])
        for grant in grants
    ]
