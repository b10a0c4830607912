"""What the rules on API Gateway share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ._reading import Resource, Template, mapping, reference
from ._rule import DOCS

GUIDE = DOCS + "apigateway/latest/developerguide/"
REFERENCE = DOCS + "AWSCloudFormation/latest/TemplateReference/"
TAGS = ["resources", "apigateway", "multi-region"]
SNAPSHOTTED = tuple(
    f"AWS::ApiGateway::{name}"
    for name in ("Authorizer", "GatewayResponse", "Method", "Model", "RequestValidator", "Resource")
)


def methods(template: Template) -> Iterator[Resource]:
    """The methods of all REST APIs."""
    return template.resources("AWS::ApiGateway::Method")


def integrations(template: Template, *types: str) -> Iterator[tuple[Resource, Mapping[str, Any]]]:
    """The methods whose integration is of one of these types, with that integration."""
    for method in methods(template):
        integration = mapping(method.properties.get("Integration"))
        if integration.get("Type") in types:
            yield method, integration


def deployments(template: Template) -> Iterator[tuple[Resource, set[str]]]:
    """Each deployment of an API of this template, with the logical ids of what it takes a snapshot of."""
    for deployment in template.resources("AWS::ApiGateway::Deployment"):
        api = reference(deployment.properties.get("RestApiId"))
        if api is not None:
            found = template.resources(*SNAPSHOTTED)
            yield deployment, {one.name for one in found if reference(one.properties.get("RestApiId")) == api}
