from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.apps import SHOP, assembly_of, patched, resources


def regional(patch: Any = None) -> dict[str, Any]:
    return resources(assembly_of(patched(SHOP, patch or {})), "secondary")


def rest_api(patch: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = regional(patch)["RestApi"]["Properties"]
    return found


def gateway_responses(patch: Any = None) -> dict[str, Any]:
    return {
        body["Properties"]["ResponseType"]: body["Properties"]
        for body in regional(patch).values()
        if body["Type"] == "AWS::ApiGateway::GatewayResponse"
    }


def test_the_api_is_regional_dual_stack_modern_tls_and_closed_at_execute_api() -> None:
    assert rest_api() == {
        "Name": "shop",
        "EndpointConfiguration": {"Types": ["REGIONAL"], "IpAddressType": "dualstack"},
        "DisableExecuteApiEndpoint": True,
        "SecurityPolicy": "TLS_1_2",
        "Tags": [{"Key": "app", "Value": "shop"}, {"Key": "environment", "Value": "default"}],
    }


def test_what_the_app_file_says_of_the_api_stands_on_it() -> None:
    found = rest_api(
        {
            "domain": {"execute_api_endpoint": True, "security_policy": "SecurityPolicy_TLS13_1_2_2021_06"},
            "api": {"description": "Items.", "minimum_compression_size": 0},
        }
    )

    assert found["DisableExecuteApiEndpoint"] is False
    assert found["Description"] == "Items."
    assert found["MinimumCompressionSize"] == 0
    assert (found["SecurityPolicy"], found["EndpointAccessMode"]) == ("SecurityPolicy_TLS13_1_2_2021_06", "BASIC")


def test_the_health_check_answers_without_a_signature_on_an_api_that_wants_one() -> None:
    found = regional()

    assert found["HealthGetMethod"]["Properties"]["AuthorizationType"] == "NONE"
    assert found["ItemsGetMethod"]["Properties"]["AuthorizationType"] == "AWS_IAM"


def test_every_path_of_the_user_has_a_preflight_without_a_signature_when_other_origins_may_call() -> None:
    found = regional({"api": {"cors": {"allow_origins": ["*"]}}})
    preflights = [name for name, body in found.items() if body["Properties"].get("HttpMethod") == "OPTIONS"]

    assert len(preflights) == len({"/items", "/items/{id}", "/items/{id}/kinds", "/version"})
    assert {found[name]["Properties"]["AuthorizationType"] for name in preflights} == {"NONE"}


def test_a_preflight_names_the_methods_of_its_path() -> None:
    found = regional({"api": {"cors": {"allow_origins": ["*"]}}})["ItemsOptionsMethod"]["Properties"]["Integration"]

    parameters = found["IntegrationResponses"][0]["ResponseParameters"]
    assert parameters["method.response.header.Access-Control-Allow-Methods"] == "'GET,POST'"


def test_without_cors_there_is_no_preflight_and_no_header() -> None:
    assert "Access-Control" not in json.dumps(regional())


def test_a_validator_is_there_only_when_something_can_be_validated() -> None:
    only_mock = {"api": {"routes": {name: None for name in SHOP["api"]["routes"] if name != "GET /version"}}}

    assert "RequestValidator" in regional()
    assert "RequestValidator" not in regional(only_mock)


def test_api_gateways_own_errors_look_like_all_others() -> None:
    for kind, response in gateway_responses().items():
        text = response["ResponseTemplates"]["application/json"].replace("$context.error.messageString", '"Message"')

        assert json.loads(text)["error"].keys() >= {"code", "message", "request_id"}, kind


def test_both_defaults_are_there_so_no_error_looks_different() -> None:
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= gateway_responses().keys()


def test_a_body_that_breaks_its_schema_is_told_which_field_is_wrong() -> None:
    body = gateway_responses()["BAD_REQUEST_BODY"]["ResponseTemplates"]["application/json"]

    assert "$context.error.validationErrorString" in body


@pytest.mark.parametrize(("auth", "status", "code"), [("none", "404", "NotFound"), ("iam", None, "AccessDenied")])
def test_an_unknown_path_is_a_404_unless_the_same_answer_tells_of_a_missing_signature(
    auth: str, status: str | None, code: str
) -> None:
    response = gateway_responses({"api": {"auth": auth}})["MISSING_AUTHENTICATION_TOKEN"]

    assert response.get("StatusCode") == status
    assert f'"code": "{code}"' in response["ResponseTemplates"]["application/json"]


def test_an_unknown_path_is_not_told_that_a_token_is_missing() -> None:
    response = gateway_responses({"api": {"auth": "none"}})["MISSING_AUTHENTICATION_TOKEN"]

    assert json.loads(response["ResponseTemplates"]["application/json"])["error"] == {
        "code": "NotFound",
        "message": "There is nothing at this path.",
        "request_id": "$context.extendedRequestId",
    }


def test_api_gateways_own_errors_can_be_read_across_origins() -> None:
    for response in gateway_responses({"api": {"cors": {"allow_origins": ["https://a.example"]}}}).values():
        parameters = response["ResponseParameters"]

        assert parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'https://a.example'"
