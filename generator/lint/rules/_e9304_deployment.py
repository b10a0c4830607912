"""E9304: a deployment is made after everything that it snapshots [aws-facts 3.1, 11.10]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS
from ._reading import Problem, Template, listed, reference, sequence
from ._rule import PackRule

SNAPSHOTTED = tuple(
    f"AWS::ApiGateway::{name}"
    for name in ("Authorizer", "GatewayResponse", "Method", "Model", "RequestValidator", "Resource")
)


class Deployment(PackRule):
    """A deployment waits for every resource of its API."""

    id = "E9304"
    shortdesc = "A deployment depends on every resource of its API"
    description = (
        "A deployment is a snapshot. Nothing makes CloudFormation create it after the methods, models, validators, "
        "gateway responses, authorizers and resources of its API unless `DependsOn` names them all: what comes later "
        "is silently not deployed."
    )
    source_url = REFERENCE + "aws-resource-apigateway-deployment.html"
    tags = TAGS
    advice = "list every resource of the API in DependsOn"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each deployment with the resources that it does not wait for."""
        for deployment in template.resources("AWS::ApiGateway::Deployment"):
            api = reference(deployment.properties.get("RestApiId"))
            named = deployment.body.get("DependsOn")
            awaited = {named} if isinstance(named, str) else {name for name in sequence(named) if isinstance(name, str)}
            missing = [
                resource.name
                for resource in template.resources(*SNAPSHOTTED)
                if reference(resource.properties.get("RestApiId")) == api and resource.name not in awaited
            ]
            if api is not None and missing:
                message = f"the deployment does not depend on {listed(sorted(missing))}"
                yield Problem(("Resources", deployment.name), message)
