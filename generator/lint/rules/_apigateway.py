"""What the rules on API Gateway share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ._reading import Resource, Template, mapping
from ._rule import DOCS

GUIDE = DOCS + "apigateway/latest/developerguide/"
REFERENCE = DOCS + "AWSCloudFormation/latest/TemplateReference/"
TAGS = ["resources", "apigateway", "multi-region"]


def methods(template: Template) -> Iterator[Resource]:
    """The methods of all REST APIs."""
    return template.resources("AWS::ApiGateway::Method")


def integrations(template: Template, *types: str) -> Iterator[tuple[Resource, Mapping[str, Any]]]:
    """The methods whose integration is of one of these types, with that integration."""
    for method in methods(template):
        integration = mapping(method.properties.get("Integration"))
        if integration.get("Type") in types:
            yield method, integration
