"""E9306: a base path is mapped after its stage is made [aws-facts 3.4]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS
from ._dependencies import awaited
from ._reading import Problem, Template, opaque, reference, text
from ._rule import PackRule


class MappedStage(PackRule):
    """A base path mapping refers to its stage."""

    id = "E9306"
    shortdesc = "A base path mapping refers to its stage by Ref"
    description = (
        "A mapping that writes the name of the stage is created at the same time as the stage, sometimes before it: "
        "Invalid stage identifier specified. A `Ref` makes it wait. Only the stage of another template's API has to be "
        "written."
    )
    source_url = REFERENCE + "aws-resource-apigateway-basepathmapping.html"
    tags = TAGS
    advice = "use Ref to the stage"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each mapping to an API of this template that writes the name of its stage and does not wait for it."""
        apis = {api.name for api in template.resources("AWS::ApiGateway::RestApi")}
        for mapped in template.resources("AWS::ApiGateway::BasePathMapping"):
            name, api = text(mapped.properties.get("Stage")), reference(mapped.properties.get("RestApiId"))
            if name is not None and api in apis and not _stages(template, api, name) & awaited(template, mapped.name):
                yield Problem(mapped.at("Stage"), f"the stage is written as {name!r} and not waited for")


def _stages(template: Template, api: str | None, name: str) -> set[str]:
    """What makes the stage of that name: a stage, or a deployment with a stage of its own."""
    return {
        stage.name
        for stage in template.resources("AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment")
        if reference(stage.properties.get("RestApiId")) == api
        and (opaque(stage.properties.get("StageName")) or stage.properties.get("StageName") == name)
    }
