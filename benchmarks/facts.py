"""The content of a built app as plain values: what somebody who writes the same app with the CDK would have to say.

Read from the built templates, so that both programs make the same mapping templates, schemas and policies; how they are
put together (logical ids, references, dependencies, the deployment's hash) is left to each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Json = Any
Template = Mapping[str, Json]


def facts(main: Template, dns: Template) -> dict[str, Json]:
    """The content of an app with a domain, for `cdk/app.js`."""
    api = _only(main, "ApiGateway::RestApi")
    records = list(_properties(dns, "Route53::RecordSet"))
    found = {
        "id": api["Name"],
        "regions": [replica["Region"] for replica in next(_properties(main, "DynamoDB::GlobalTable"))["Replicas"]],
        "tags": {tag["Key"]: tag["Value"] for tag in api["Tags"]},
        "tables": [_table(name, body) for name, body in _resources(main, "DynamoDB::GlobalTable")],
        "grants": [
            _grant(statement) for statement in _only(main, "IAM::Role")["Policies"][0]["PolicyDocument"]["Statement"]
        ],
        "models": [
            {"name": name, "schema": _schema(body["Schema"])} for name, body in _resources(main, "ApiGateway::Model")
        ],
        "methods": [_method(body, _paths(main)) for body in _properties(main, "ApiGateway::Method")],
        "gateway_responses": [_gateway_response(body) for body in _properties(main, "ApiGateway::GatewayResponse")],
        "stage": {"name": _only(main, "ApiGateway::Stage")["StageName"], "variables": {"region": _REGION}},
        "domain": {"name": records[0]["Name"], "zone": records[0]["HostedZoneId"]},
        "health": _health(next(_properties(dns, "Route53::HealthCheck"))["HealthCheckConfig"]),
    }
    stated: dict[str, Json] = _stated(found)
    return stated


def _stated(value: Json) -> Json:
    """The value without what is `None`: in JavaScript a property is left out, never null."""
    if isinstance(value, dict):
        return {key: _stated(item) for key, item in value.items() if item is not None}
    return [_stated(item) for item in value] if isinstance(value, list) else value


def content(template: Template) -> Counter[str]:
    """How many resources of each type a template has: two of the same content have the same."""
    return Counter(resource["Type"] for resource in template["Resources"].values())


_REGION = {"Ref": "AWS::Region"}


def _schema(text: Json) -> Json:
    separator, lines = text["Fn::Join"]
    return json.loads(separator.join(lines))


def _resources(template: Template, kind: str) -> Iterator[tuple[str, Json]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == f"AWS::{kind}":
            yield name, resource["Properties"]


def _properties(template: Template, kind: str) -> Iterator[Json]:
    return (body for _, body in _resources(template, kind))


def _only(template: Template, kind: str) -> Json:
    (body,) = _properties(template, kind)
    return body


def _table(name: str, body: Json) -> dict[str, Json]:
    types = {item["AttributeName"]: item["AttributeType"] for item in body["AttributeDefinitions"]}
    replica = body["Replicas"][0]
    return {
        "id": name,
        "name": body["TableName"],
        **_keys(body, types),
        "indexes": [
            {
                "name": index["IndexName"],
                **_keys(index, types),
                "projection": {
                    "type": index["Projection"]["ProjectionType"],
                    "attributes": index["Projection"].get("NonKeyAttributes"),
                },
            }
            for index in body.get("GlobalSecondaryIndexes", ())
        ],
        "ttl": body.get("TimeToLiveSpecification", {}).get("AttributeName"),
        "deletion_protection": replica["DeletionProtectionEnabled"],
        "tags": [{"key": tag["Key"], "value": tag["Value"]} for tag in replica["Tags"]],
    }


def _keys(body: Json, types: Mapping[str, str]) -> dict[str, Json]:
    names = {item["KeyType"]: item["AttributeName"] for item in body["KeySchema"]}
    keys = {"partition_key": names["HASH"], "sort_key": names.get("RANGE")}
    return {key: {"name": name, "type": types[name]} for key, name in keys.items() if name}


def _grant(statement: Json) -> dict[str, Json]:
    resources = [resource["Fn::Sub"].rpartition(":table/")[2] for resource in statement["Resource"]]
    return {"actions": statement["Action"], "resources": resources}


def _paths(template: Template) -> dict[str, str]:
    """The path of each resource of the API by its logical id."""
    bodies = dict(_resources(template, "ApiGateway::Resource"))

    def path(name: str) -> str:
        parent = bodies[name]["ParentId"].get("Ref")
        return f"{path(parent) if parent else ''}/{bodies[name]['PathPart']}"

    return {name: path(name) for name in bodies}


def _method(body: Json, paths: Mapping[str, str]) -> dict[str, Json]:
    integration = body["Integration"]
    models = body.get("RequestModels", {})
    return {
        "path": paths[body["ResourceId"]["Ref"]] if "Ref" in body["ResourceId"] else "/",
        "method": body["HttpMethod"],
        "auth": body["AuthorizationType"],
        "request_parameters": body.get("RequestParameters"),
        "model": models["$default"]["Ref"] if models else None,
        "validated": "RequestValidatorId" in body,
        "responses": [
            {"status": response["StatusCode"], "headers": response.get("ResponseParameters")}
            for response in body["MethodResponses"]
        ],
        "integration": {
            "type": integration["Type"],
            "action": integration["Uri"]["Fn::Sub"].rpartition("/")[2] if "Uri" in integration else None,
            "template": _text(integration["RequestTemplates"]["application/json"]),
            "timeout": integration.get("TimeoutInMillis"),
            "responses": [_response(response) for response in integration["IntegrationResponses"]],
        },
    }


def _response(response: Json) -> dict[str, Json]:
    return {
        "status": response["StatusCode"],
        "pattern": response.get("SelectionPattern"),
        "headers": response.get("ResponseParameters"),
        "template": _text(response["ResponseTemplates"]["application/json"]),
    }


def _gateway_response(body: Json) -> dict[str, Json]:
    headers = {name.rpartition(".")[2]: value for name, value in body.get("ResponseParameters", {}).items()}
    return {
        "type": body["ResponseType"],
        "status": body.get("StatusCode"),
        "headers": headers,
        "template": _text(body["ResponseTemplates"]["application/json"]),
    }


def _health(config: Json) -> dict[str, Json]:
    return {
        "path": config["ResourcePath"],
        "interval": config["RequestInterval"],
        "threshold": config["FailureThreshold"],
        "regions": config["Regions"],
    }


def _text(template: Json) -> str:
    """A mapping template, which may be spelled as a `Fn::Join` of its lines."""
    if isinstance(template, str):
        return template
    separator, lines = template["Fn::Join"]
    return str(separator).join(lines)
