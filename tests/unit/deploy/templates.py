"""Small templates for the tests of bodies: only what the rule at hand looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any


def replica(region: str, *, protected: bool = True, indexes: tuple[str, ...] = ()) -> Json:
    """A replica; `indexes` are those that it has settings of."""
    settings = {"GlobalSecondaryIndexes": [{"IndexName": name} for name in indexes]} if indexes else {}
    return {"Region": region, "DeletionProtectionEnabled": protected, **settings}


def index(name: str, key: str, projection: str = "ALL") -> Json:
    """A global secondary index on one attribute."""
    return {
        "IndexName": name,
        "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
        "Projection": {"ProjectionType": projection},
    }


def table(*replicas: str | Json, indexes: tuple[Json, ...] = (), name: str = "shop-items", **properties: Any) -> Json:
    """A table with the key `id`; attributes are of type S, or of another that `types` says."""
    types: Mapping[str, str] = properties.pop("types", {})
    keys = ["id", *(one["KeySchema"][0]["AttributeName"] for one in indexes)]
    found = {
        "TableName": name,
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [
            {"AttributeName": key, "AttributeType": types.get(key, "S")} for key in dict.fromkeys(sorted(keys))
        ],
        "Replicas": [replica(one) if isinstance(one, str) else one for one in replicas],
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        **({"GlobalSecondaryIndexes": list(indexes)} if indexes else {}),
        **properties,
    }
    return {"Type": "AWS::DynamoDB::GlobalTable", "DeletionPolicy": "Retain", "Properties": found}


def ref(name: str) -> Json:
    """A reference."""
    return {"Ref": name}


def path(parent: str | None, part: str) -> Json:
    """A path below another one, or below the root."""
    place = ref(parent) if parent else {"Fn::GetAtt": ["Api", "RootResourceId"]}
    return {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {"RestApiId": ref("Api"), "ParentId": place, "PathPart": part},
    }


def method(at: str, verb: str = "GET", **properties: Json) -> Json:
    """A method of a path."""
    return {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {"RestApiId": ref("Api"), "ResourceId": ref(at), "HttpMethod": verb, **properties},
    }


def role(*statements: Json, **properties: Json) -> Json:
    """A role that may do what the statements say."""
    policy = {"PolicyName": "dynamodb", "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": [policy] if statements else [], **properties}}


def allow(actions: str, *resources: str, **rest: Json) -> Json:
    """A statement: actions with blanks in between, resources."""
    return {"Effect": "Allow", "Action": actions.split(), "Resource": list(resources), **rest}


def body(**resources: Json) -> Json:
    """A template of these resources."""
    return {"Resources": resources}


def api(snapshot: str, **resources: Json) -> Json:
    """A template of an API whose stage serves a deployment of this name, made after all its methods and paths."""
    parts = [name for name, one in resources.items() if one["Type"] != "AWS::IAM::Role"]
    return body(
        Api={"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "shop"}},
        Stage={
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {"RestApiId": ref("Api"), "DeploymentId": ref(snapshot), "StageName": "live"},
        },
        **{
            snapshot: {
                "Type": "AWS::ApiGateway::Deployment",
                "DependsOn": sorted(parts),
                "Properties": {"RestApiId": ref("Api")},
            }
        },
        **resources,
    )
