"""E9303: JSON is the only content type [aws-facts 11.2]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import GUIDE, TAGS, integrations
from ._reading import Problem, Template, mapping
from ._rule import PackRule


class ContentType(PackRule):
    """Request templates are for JSON."""

    id = "E9303"
    shortdesc = "Request templates are for application/json only"
    description = (
        "A mapping template reads its body as JSON and escapes for JSON. A second content type is a second way in, "
        "which nothing tests."
    )
    source_url = GUIDE + "models-mappings.html"
    tags = TAGS
    advice = "keep only the template for application/json"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each request template for another content type."""
        for method, integration in integrations(template, "AWS", "HTTP", "MOCK"):
            for kind in mapping(integration.get("RequestTemplates")):
                if kind != "application/json":
                    path = method.at("Integration", "RequestTemplates", kind)
                    yield Problem(path, f"there is a request template for {kind}")
