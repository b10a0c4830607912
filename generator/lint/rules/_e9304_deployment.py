"""E9304: a deployment is made after everything that it snapshots [aws-facts 3.1, 11.10]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS, deployments
from ._dependencies import awaited
from ._reading import Problem, Template, listed
from ._rule import PackRule


class Deployment(PackRule):
    """A deployment waits for every resource of its API."""

    id = "E9304"
    shortdesc = "A deployment depends on every resource of its API"
    description = (
        "A deployment is a snapshot. Nothing makes CloudFormation create it after the methods, models, validators, "
        "gateway responses, authorizers and resources of its API unless it depends on them, in `DependsOn` or through "
        "what it names there: what comes later is silently not deployed."
    )
    source_url = REFERENCE + "aws-resource-apigateway-deployment.html"
    tags = TAGS
    advice = "list every resource of the API in DependsOn"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each deployment with the resources that it does not wait for."""
        for deployment, snapshotted in deployments(template):
            missing = snapshotted - awaited(template, deployment.name)
            if missing:
                message = f"the deployment does not depend on {listed(sorted(missing))}"
                yield Problem(("Resources", deployment.name), message)
