"""I9308: a deployment names what it snapshots [aws-facts 3.1, 11.10]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS, deployments
from ._dependencies import awaited, depends_on
from ._reading import Problem, Template, listed
from ._rule import PackRule


class DeploymentByName(PackRule):
    """A deployment does not rely on others to wait for a resource of its API."""

    id = "I9308"
    shortdesc = "A deployment names every resource of its API in DependsOn"
    description = (
        "A model or validator that only a method refers to is made in time, as long as that method is there and is "
        "itself depended on. With its own place in `DependsOn` it needs nobody."
    )
    source_url = REFERENCE + "aws-resource-apigateway-deployment.html"
    tags = TAGS
    advice = "list every resource of the API in DependsOn"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each deployment with the resources that it waits for without naming them."""
        for deployment, snapshotted in deployments(template):
            unnamed = (snapshotted & awaited(template, deployment.name)) - depends_on(deployment.body)
            if unnamed:
                message = f"the deployment waits for {listed(sorted(unnamed))} only because others do"
                yield Problem(("Resources", deployment.name), message)
