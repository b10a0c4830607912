"""E9305: a custom domain has the certificate of its kind [aws-facts 3.2]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS
from ._reading import Problem, Resource, Template, mapping, opaque, sequence
from ._rule import PackRule


class DomainCertificate(PackRule):
    """A regional domain has a regional certificate, an edge domain an edge certificate."""

    id = "E9305"
    shortdesc = "A custom domain has a certificate"
    description = (
        "A REGIONAL custom domain needs `RegionalCertificateArn`, an EDGE one (the default) `CertificateArn`. Neither "
        "is required by CloudFormation's schema."
    )
    source_url = REFERENCE + "aws-resource-apigateway-domainname.html"
    tags = TAGS
    advice = "add the certificate property that goes with the endpoint type"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each custom domain without its certificate."""
        for domain in template.resources("AWS::ApiGateway::DomainName"):
            kind = _endpoint_type(domain)
            needed = {"REGIONAL": "RegionalCertificateArn", "EDGE": "CertificateArn"}.get(kind or "")
            if needed is not None and needed not in domain.properties:
                yield Problem(domain.at(), f"this {kind} custom domain has no {needed}")


def _endpoint_type(domain: Resource) -> str | None:
    configuration = domain.properties.get("EndpointConfiguration")
    types = sequence(mapping(configuration).get("Types"))
    if opaque(configuration) or any(not isinstance(kind, str) for kind in types):
        return None
    return types[0] if types else "EDGE"
