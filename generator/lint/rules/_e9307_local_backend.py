"""E9307: a region's API calls its own region [aws-facts 3.11]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import GUIDE, TAGS, integrations
from ._reading import Problem, Template, spelled
from ._rule import PackRule


class LocalBackend(PackRule):
    """An integration with an AWS service names no region, and neither does an authorizer."""

    id = "E9307"
    shortdesc = "AWS integrations and authorizers call the region that they are deployed in"
    description = (
        "The region in an integration's `Uri`, or in an authorizer's `AuthorizerUri`, is the region that is called. A "
        "literal one makes every region depend on that region, and takes them all down with it."
    )
    source_url = GUIDE + "api-gateway-api-integration-types.html"
    tags = TAGS
    advice = "use ${AWS::Region} in Fn::Sub"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each integration and authorizer whose address has a literal region."""
        for method, integration in integrations(template, "AWS", "AWS_PROXY"):
            region = _literal_region(integration.get("Uri"))
            if region is not None:
                yield Problem(method.at("Integration", "Uri"), f"the integration always calls {region}")
        for authorizer in template.resources("AWS::ApiGateway::Authorizer"):
            region = _literal_region(authorizer.properties.get("AuthorizerUri"))
            if region is not None:
                yield Problem(authorizer.at("AuthorizerUri"), f"the authorizer always asks {region}")


def _literal_region(uri: object) -> str | None:
    parts = (spelled(uri) or "").split(":")
    # "${AWS::Region}" itself holds two colons; a literal region is the part right after "apigateway".
    region = parts[parts.index("apigateway") + 1] if "apigateway" in parts[:-1] else "$"
    return None if region.startswith("$") else region
