"""Mapping templates and schemas line by line: one changed line is then one changed line in a review of `build/`.

Done after rendering, for troposphere would visit every line of every template.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.templates.section import Json, JsonObject


def by_line(resources: Mapping[str, JsonObject]) -> dict[str, JsonObject]:
    """The same resources, every mapping template and every schema of several lines written as a join of them."""
    return {identity: _resource(resource) for identity, resource in resources.items()}


def _resource(resource: JsonObject) -> JsonObject:
    match resource["Type"]:
        case "AWS::ApiGateway::Method":
            return _method(resource)
        case "AWS::ApiGateway::Model":
            properties = resource["Properties"]
            return {**resource, "Properties": {**properties, "Schema": _lines(properties["Schema"])}}
        case _:
            return resource


def _method(method: JsonObject) -> JsonObject:
    integration = method["Properties"]["Integration"]
    if "RequestTemplates" not in integration:
        return method
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
