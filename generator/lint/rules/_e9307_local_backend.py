"""E9307: a region's API calls its own region [aws-facts 3.11]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import GUIDE, TAGS, integrations
from ._reading import Problem, Template, spelled
from ._rule import PackRule


class LocalBackend(PackRule):
    """An integration with an AWS service names no region."""

    id = "E9307"
    shortdesc = "AWS integrations call the region that they are deployed in"
    description = (
        "The region in an integration's `Uri` is the region that is called. A literal one makes every region depend on "
        "that region, and takes them all down with it."
    )
    source_url = GUIDE + "api-gateway-api-integration-types.html"
    tags = TAGS
    advice = "use ${AWS::Region} in Fn::Sub"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each integration whose address has a literal region."""
        for method, integration in integrations(template, "AWS"):
            parts = (spelled(integration.get("Uri")) or "").split(":")
            # "${AWS::Region}" itself holds two colons; a literal region is the part right after "apigateway".
            region = parts[parts.index("apigateway") + 1] if "apigateway" in parts[:-1] else "$"
            if not region.startswith("$"):
                yield Problem(method.at("Integration", "Uri"), f"the integration always calls {region}")
