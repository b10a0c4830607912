"""E9309: no integration response takes the place of another."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import REFERENCE, TAGS, integrations
from ._reading import Problem, Template, mapping, spelled
from ._rule import PackRule


class ResponseStatus(PackRule):
    """Integration responses are told apart by their status codes."""

    id = "E9309"
    shortdesc = "The integration responses of a method have different status codes"
    description = (
        "API Gateway keeps the responses of an integration under their status codes: of two with the same one, only "
        "one is left, and answers that its selection pattern was to match go elsewhere. A mapping template can still "
        "answer with any status, by responseOverride."
    )
    source_url = REFERENCE + "aws-properties-apigateway-method-integrationresponse.html"
    tags = TAGS
    advice = "give each its own StatusCode, and set the real one with responseOverride"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each response whose status an earlier one of its method has."""
        for method, integration in integrations(template, "AWS", "HTTP", "MOCK"):
            responses = integration.get("IntegrationResponses")
            seen: set[str] = set()
            for position, response in enumerate(responses if isinstance(responses, list) else ()):
                code = mapping(response).get("StatusCode")
                status = str(code) if isinstance(code, int) else spelled(code)
                if status in seen:
                    path = method.at("Integration", "IntegrationResponses", position, "StatusCode")
                    yield Problem(path, f"{status} is the status of another response already")
                elif status is not None:
                    seen.add(status)
