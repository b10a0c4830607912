"""E9306: a base path is mapped after its stage is made [aws-facts 3.4]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS
from ._reading import Problem, Template, text
from ._rule import PackRule


class MappedStage(PackRule):
    """A base path mapping refers to its stage."""

    id = "E9306"
    shortdesc = "A base path mapping refers to its stage by Ref"
    description = (
        "A mapping that writes the name of the stage is created at the same time as the stage, sometimes before it: "
        "Invalid stage identifier specified. A `Ref` makes it wait."
    )
    source_url = REFERENCE + "aws-resource-apigateway-basepathmapping.html"
    tags = TAGS
    advice = "use Ref to the stage"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each mapping that writes the name of its stage and waits for nothing."""
        for mapping in template.resources("AWS::ApiGateway::BasePathMapping"):
            stage = text(mapping.properties.get("Stage"))
            if stage is not None and "DependsOn" not in mapping.body:
                yield Problem(mapping.at("Stage"), f"the stage is written as {stage!r} and not waited for")
