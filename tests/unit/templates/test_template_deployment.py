"""What makes a new snapshot of the API, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from generator.templates.regional.deployment import HEALTH_THROTTLING
from tests.support.apps import SHOP, assembly_of, patched, resources

ITEM = "GET /items/{id}"


def regional(patch: Any) -> dict[str, Any]:
    return resources(assembly_of(patched(SHOP, patch)), "secondary")


def deployment_of(found: dict[str, Any]) -> str:
    (identity,) = (name for name, body in found.items() if body["Type"] == "AWS::ApiGateway::Deployment")
    return identity


CHANGES: dict[str, Any] = {
    "a backend's table": {"tables": {"items": {"table_name": "other-items"}}},
    "a mapping template": {"api": {"routes": {ITEM: {"consistent_read": True}}}},
    "an answer": {"api": {"routes": {"GET /version": {"mock": {"body": {"version": 2}}}}}},
    "a header": {"api": {"routes": {"GET /version": {"mock": {"headers": {"X-Version": "1"}}}}}},
    "a request model": {"api": {"routes": {"POST /items": {"request_schema": {"type": "object"}}}}},
    "a required parameter": {"api": {"routes": {ITEM: {"key": {"kind": "$request.querystring.kind"}}}}},
    "authorization": {"api": {"routes": {ITEM: {"auth": "none"}}}},
    "a new route": {"api": {"routes": {"GET /other": {"mock": {"status": 200}}}}},
    "a route that goes": {"api": {"routes": {"GET /version": None}}},
    "cross-origin requests": {"api": {"cors": {"allow_origins": ["*"]}}},
    "the address family": {"api": {"ip_address_type": "ipv4"}},
    "compression": {"api": {"minimum_compression_size": 100}},
    "the security policy": {"domain": {"security_policy": "SecurityPolicy_TLS13_1_2_2021_06"}},
    "the execute-api endpoint": {"domain": {"execute_api_endpoint": True}},
    "the health path": {"health": {"path": "/alive"}},
    "the health timeout": {"health": {"timeout": 1000}},
}


@pytest.mark.parametrize("patch", CHANGES.values(), ids=CHANGES.keys())
def test_what_a_snapshot_holds_makes_a_new_one(patch: Any) -> None:
    assert deployment_of(regional(patch)) != deployment_of(regional({}))


NO_CHANGES: dict[str, Any] = {
    "a description of the app": {"description": "Other."},
    "a description of the API": {"api": {"description": "Other."}},
    "a description of a route": {"api": {"routes": {ITEM: {"description": "Other."}}}},
    "tags": {"tags": {"team": "a"}},
    "throttling of all": {"api": {"throttling": {"rate_limit": 1, "burst_limit": 1}}},
    "throttling of one": {"api": {"routes": {ITEM: {"throttling": {"rate_limit": 1, "burst_limit": 1}}}}},
    "regions": {"regions": {"secondary": ["us-east-1"]}},
    "the domain": {"domain": {"name": "other.example.com"}},
    "a setting of a table": {"tables": {"items": {"deletion_protection": False}}},
    "how often health is checked": {"health": {"request_interval": 10}},
}


@pytest.mark.parametrize("patch", NO_CHANGES.values(), ids=NO_CHANGES.keys())
def test_what_no_snapshot_holds_makes_no_new_one(patch: Any) -> None:
    assert deployment_of(regional(patch)) == deployment_of(regional({}))


@pytest.mark.parametrize("document", [SHOP, patched(SHOP, {"api": {"cors": {"allow_origins": ["*"]}}})])
def test_the_deployment_depends_on_every_other_resource_of_the_api(document: Any) -> None:
    found = resources(assembly_of(document), "secondary")
    deployment = found[deployment_of(found)]

    own = {
        name
        for name, body in found.items()
        if body["Type"].startswith("AWS::ApiGateway::")
        and "RestApiId" in body["Properties"]
        and body["Type"].rpartition("::")[2] not in ("Deployment", "Stage", "BasePathMapping")
    }
    assert deployment["DependsOn"] == sorted(own)
    assert deployment["Properties"] == {"RestApiId": {"Ref": "RestApi"}}


def test_a_change_of_one_route_changes_that_route_and_the_snapshot_and_nothing_else() -> None:
    before, after = regional({}), regional(CHANGES["a mapping template"])

    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}

    assert {name for name in changed if not name.startswith("Deployment")} == {"ItemsId9c31eb31GetMethod", "LiveStage"}


def test_the_stage_serves_the_snapshot_and_tells_mapping_templates_their_region() -> None:
    found = regional({"observability": {"alarms": False, "access_logs": False}})

    assert found["LiveStage"]["Properties"] == {
        "StageName": "live",
        "RestApiId": {"Ref": "RestApi"},
        "DeploymentId": {"Ref": deployment_of(found)},
        "Variables": {"region": {"Ref": "AWS::Region"}},
        "TracingEnabled": True,
        "MethodSettings": [
            {
                "HttpMethod": "GET",
                "ResourcePath": "/~1health",
                "ThrottlingRateLimit": HEALTH_THROTTLING.rate_limit,
                "ThrottlingBurstLimit": HEALTH_THROTTLING.burst_limit,
            }
        ],
        "Tags": [{"Key": "app", "Value": "shop"}, {"Key": "environment", "Value": "default"}],
    }


def test_throttling_is_for_all_methods_then_for_single_ones_by_their_escaped_path() -> None:
    limits = {"rate_limit": 5, "burst_limit": 10}
    routes = {ITEM: {"throttling": limits}, "GET /": {"mock": {"status": 200}, "throttling": limits}}

    found = regional({"api": {"throttling": limits, "routes": routes}})["LiveStage"]["Properties"]["MethodSettings"]

    assert [(setting["HttpMethod"], setting["ResourcePath"]) for setting in found] == [
        ("*", "/*"),
        ("GET", "/"),
        ("GET", "/~1health"),
        ("GET", "/~1items~1{id}"),
    ]
    assert (found[0]["ThrottlingRateLimit"], found[0]["ThrottlingBurstLimit"]) == (5, 10)


@pytest.mark.parametrize(
    ("cors", "limited"),
    [
        (None, ["DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
        ({"allow_origins": ["*"]}, ["DELETE", "HEAD", "PATCH", "POST", "PUT"]),
    ],
)
def test_throttling_of_any_is_that_of_each_method_that_nothing_else_on_its_path_takes(
    cors: Any, limited: list[str]
) -> None:
    mock = {"mock": {"status": 200}}
    routes = {"ANY /free": {**mock, "throttling": {"rate_limit": 5, "burst_limit": 10}}, "GET /free": mock}

    stage = regional({"api": {"cors": cors, "routes": routes}})["LiveStage"]["Properties"]

    found = [one for one in stage["MethodSettings"] if one["ResourcePath"] == "/~1free"]
    assert [one["HttpMethod"] for one in found] == limited
    assert {(one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"]) for one in found} == {(5, 10)}
