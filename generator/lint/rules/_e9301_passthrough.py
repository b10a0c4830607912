"""E9301: only what a template made reaches the backend [aws-facts 11.2]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import GUIDE, TAGS, integrations
from ._reading import Problem, Template, opaque
from ._rule import PackRule


class Passthrough(PackRule):
    """A body that no mapping template knows is refused."""

    id = "E9301"
    shortdesc = "Non-proxy integrations have PassthroughBehavior NEVER"
    description = (
        "The default, WHEN_NO_MATCH, sends a body of an unexpected content type unchanged to the backend, with the "
        "rights of the API's role: a client could send a DynamoDB request of its own. NEVER answers 415."
    )
    source_url = GUIDE + "integration-passthrough-behaviors.html"
    tags = TAGS
    advice = "set PassthroughBehavior to NEVER"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each integration that lets unmapped bodies pass."""
        for method, integration in integrations(template, "AWS", "HTTP", "MOCK"):
            behavior = integration.get("PassthroughBehavior", "WHEN_NO_MATCH")
            if not opaque(behavior) and behavior != "NEVER":
                yield Problem(method.at("Integration"), f"PassthroughBehavior is {behavior}, not NEVER")
