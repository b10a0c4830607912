"""Mapping templates line by line: a change of one line is then a change of one line in a review of `build/`.

Done after rendering, for troposphere would visit every line of every template.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.templates.section import Json, JsonObject


def by_line(resources: Mapping[str, JsonObject]) -> dict[str, JsonObject]:
    """The same resources, every mapping template of several lines written as a join of them."""
    return {
        identity: _method(resource) if resource["Type"] == "AWS::ApiGateway::Method" else resource
        for identity, resource in resources.items()
    }


def _method(method: JsonObject) -> JsonObject:
    integration = method["Properties"]["Integration"]
    split = {
        **integration,
        "RequestTemplates": _templates(integration["RequestTemplates"]),
        "IntegrationResponses": [
            {**response, "ResponseTemplates": _templates(response["ResponseTemplates"])}
            for response in integration["IntegrationResponses"]
        ],
    }
    return {**method, "Properties": {**method["Properties"], "Integration": split}}


def _templates(templates: Mapping[str, str]) -> dict[str, Json]:
    return {content_type: _lines(text) for content_type, text in templates.items()}


def _lines(text: str) -> Json:
    return {"Fn::Join": ["\n", text.split("\n")]} if "\n" in text else text
