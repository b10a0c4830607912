"""Authorizers, addresses, web ACLs and binary media types in a region's template."""

from __future__ import annotations

from typing import Any

import pytest

from generator.templates.regional.parameters import source
from tests.support.apps import SHOP, assembly_of, bodies, patched, resources
from tests.support.edge import EDGE, acl, acls
from tests.support.factories import part

BODY = assembly_of(EDGE)


def properties(logical_id: str) -> dict[str, Any]:
    found: dict[str, Any] = resources(BODY, "secondary")[logical_id]["Properties"]
    return found


def method(starts: str, ends: str = "Method") -> dict[str, Any]:
    (found,) = (
        body["Properties"]
        for name, body in resources(BODY, "secondary", of_type="::Method").items()
        if name.startswith(starts) and name.endswith(ends)
    )
    return dict(found)


def gateway_responses(document: Any) -> dict[str, str]:
    """Type ─▶ body."""
    found = resources(assembly_of(document), "secondary", of_type="::GatewayResponse").values()
    return {each["Properties"]["ResponseType"]: str(each["Properties"]["ResponseTemplates"]) for each in found}


def test_an_authorizer_asks_the_function_of_its_own_region_and_always_says_how_long_an_answer_is_kept() -> None:
    uri = "lambda:path/2015-03-31/functions/${CheckFunction.Arn}/invocations"

    assert properties("MembersAuthorizer") == {
        "Name": "members",
        "RestApiId": {"Ref": "RestApi"},
        "Type": "TOKEN",
        "AuthorizerUri": {"Fn::Sub": f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{uri}"},
        "AuthorizerResultTtlInSeconds": 0,
        "IdentitySource": "method.request.header.Authorization",
    }
    partners = properties("PartnersAuthorizer")
    assert (partners["Type"], partners["AuthorizerResultTtlInSeconds"]) == ("REQUEST", 60)
    assert partners["IdentitySource"] == "method.request.header.X-Key,context.identity.sourceIp"


def test_an_authorizer_that_is_told_everything_may_be_asked_about_everybody() -> None:
    open_to_all = {"partners": {"identity_source": [], "result_ttl": 0}}
    found = resources(assembly_of(patched(EDGE, {"api": {"authorizers": open_to_all}})))

    assert "IdentitySource" not in found["PartnersAuthorizer"]["Properties"]


def test_each_authorizer_and_nothing_else_of_the_api_may_call_the_function_that_no_route_leads_to() -> None:
    found = resources(BODY, of_type="Lambda::Permission")

    assert sorted(found) == ["MembersAuthorizerPermission", "PartnersAuthorizerPermission"]
    permission = found["MembersAuthorizerPermission"]["Properties"]
    assert permission["FunctionName"] == {"Fn::GetAtt": ["CheckFunction", "Arn"]}
    assert permission["Principal"] == "apigateway.amazonaws.com"
    assert permission["SourceArn"]["Fn::Sub"].endswith(":${RestApi}/authorizers/${MembersAuthorizer}")


def test_every_route_names_its_authorizer_and_the_health_check_and_preflights_name_none() -> None:
    found = resources(assembly_of(patched(EDGE, {"api": {"cors": {"allow_origins": ["*"]}}})), of_type="::Method")
    asked = {
        name: (body["Properties"]["AuthorizationType"], body["Properties"].get("AuthorizerId"))
        for name, body in found.items()
    }

    assert asked.pop("HealthGetMethod") == ("NONE", None)
    assert {asked.pop(name) for name in list(asked) if name.endswith("OptionsMethod")} == {("NONE", None)}
    assert asked.pop(next(name for name in asked if name.startswith("Legacy"))) == (
        "CUSTOM",
        {"Ref": "PartnersAuthorizer"},
    )
    assert set(map(str, asked.values())) == {str(("CUSTOM", {"Ref": "MembersAuthorizer"}))}


def test_a_deployment_waits_for_the_authorizers_and_another_one_is_made_when_they_change() -> None:
    def snapshot(patch: Any) -> tuple[str, Any]:
        ((name, body),) = resources(assembly_of(patched(EDGE, patch)), of_type="::Deployment").items()
        return name, body

    name, body = snapshot({})
    changed, _ = snapshot({"api": {"authorizers": {"partners": {"result_ttl": 61}}}})

    assert {"MembersAuthorizer", "PartnersAuthorizer"} <= set(body["DependsOn"])
    assert not [each for each in body["DependsOn"] if each.endswith("Permission")]
    assert changed != name


@pytest.mark.parametrize(
    ("auth", "there", "not_there"),
    [
        ("none", set(), {"ACCESS_DENIED", "UNAUTHORIZED", "WAF_FILTERED"}),
        ("iam", {"ACCESS_DENIED"}, {"UNAUTHORIZED"}),
        ("members", {"ACCESS_DENIED", "UNAUTHORIZED"}, {"INVALID_SIGNATURE"}),
    ],
)
def test_refusals_are_told_in_the_shape_of_every_error(auth: str, there: set[str], not_there: set[str]) -> None:
    routes = {"GET /version": SHOP["api"]["routes"]["GET /version"]}
    bare = patched(EDGE, {"api": {"auth": auth, "web_acl_arn": None, "routes": None}})
    found = gateway_responses(patched(bare, {"api": {"routes": routes}}))

    assert there <= found.keys()
    assert not not_there & found.keys()


def test_who_is_refused_learns_whether_it_was_for_want_of_a_name_or_of_a_right() -> None:
    found = gateway_responses(EDGE)

    assert '"code": "Unauthorized"' in found["UNAUTHORIZED"]
    assert '"code": "AccessDenied"' in found["ACCESS_DENIED"]
    assert '"code": "AccessDenied"' in found["WAF_FILTERED"]
    assert '"code": "NotFound"' in found["MISSING_AUTHENTICATION_TOKEN"]


def test_an_address_gets_the_request_with_the_variables_of_the_path_and_the_headers_of_the_route() -> None:
    found = method("LegacyProxy")

    assert found["Integration"] == {
        "Type": "HTTP_PROXY",
        "IntegrationHttpMethod": "ANY",
        "Uri": {"Fn::Sub": "https://legacy.${AWS::Region}.example.com/v1/{proxy}"},
        "TimeoutInMillis": 5000,
        "RequestParameters": {
            "integration.request.path.proxy": "method.request.path.proxy",
            "integration.request.header.X-From": "'shop'",
            "integration.request.header.X-Region": "stageVariables.region",
            "integration.request.header.X-Search": "method.request.querystring.q",
            "integration.request.header.X-User": "context.authorizer.principalId",
        },
    }
    assert found["RequestParameters"] == {"method.request.path.proxy": True, "method.request.querystring.q": False}
    assert not found.keys() & {"MethodResponses", "RequestModels", "RequestValidatorId"}


def test_an_address_that_is_the_same_everywhere_is_written_as_it_is_and_called_by_the_method_of_the_route() -> None:
    bare = {"http": {"url": "https://far.example.com/a$$b"}}
    found = resources(assembly_of(patched(SHOP, {"api": {"routes": {"POST /far": bare}}})))["FarPostMethod"]

    assert found["Properties"]["Integration"] == {
        "Type": "HTTP_PROXY",
        "IntegrationHttpMethod": "POST",
        "Uri": "https://far.example.com/a$b",
        "TimeoutInMillis": 29000,
    }


def test_a_header_that_has_to_be_there_is_asked_for_before_the_address_is_called() -> None:
    http = {"url": "https://far.example.com", "headers": {"X-Tenant": "$request.header.X-Tenant"}}
    found = resources(assembly_of(patched(SHOP, {"api": {"routes": {"GET /far": {"http": http}}}})))["FarGetMethod"]

    assert found["Properties"]["RequestParameters"] == {"method.request.header.X-Tenant": True}
    assert found["Properties"]["RequestValidatorId"] == {"Ref": "RequestValidator"}


def test_parameter_mapping_has_no_body_and_makes_no_ids() -> None:
    assert source(part("path.id")) == "method.request.path.id"
    for kind in ("body.a", "unique_id"):
        with pytest.raises(ValueError, match="parameter mapping"):
            source(part(kind))


def test_each_region_has_its_own_web_acl_in_front_of_its_own_stage() -> None:
    stage = "arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${RestApi}/stages/${LiveStage}"

    assert properties("WebAclAssociation") == {
        "ResourceArn": {"Fn::Sub": stage},
        "WebACLArn": {"Fn::FindInMap": ["WebAcls", {"Ref": "AWS::Region"}, "Arn"]},
    }
    for name in ("main", "secondary"):
        assert bodies(BODY)[name]["Mappings"]["WebAcls"] == {
            region: {"Arn": acl(region)} for region in ("ap-southeast-2", "eu-west-1", "us-east-1")
        }


def test_the_execution_role_may_put_the_named_web_acls_in_front_of_stages_and_no_other() -> None:
    acls_of_two_names = {**acls(("eu-west-1", "us-east-1")), "ap-southeast-2": acl("ap-southeast-2", "other")}
    found = resources(assembly_of(patched(EDGE, {"api": {"web_acl_arn": acls_of_two_names}})), "roles")
    statements = [
        statement
        for body in found.values()
        for statement in body["Properties"].get("PolicyDocument", {}).get("Statement", ())
        if any(action.startswith("wafv2:") for action in statement["Action"])
    ]

    assert [statement["Action"] for statement in statements] == [
        ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource"]
    ]
    account = "arn:${AWS::Partition}:wafv2:*:${AWS::AccountId}:regional/webacl"
    assert [each["Fn::Sub"] for each in statements[0]["Resource"]] == [
        f"{account}/edge/*",
        f"{account}/other/*",
        "arn:${AWS::Partition}:apigateway:*::/restapis/*/stages/live",
    ]


def test_binary_media_types_stand_on_the_api_and_answers_of_templates_stay_text() -> None:
    assert properties("RestApi")["BinaryMediaTypes"] == ["application/octet-stream", "image/png"]
    handling = {
        response.get("ContentHandling")
        for body in resources(BODY, of_type="::Method").values()
        for response in body["Properties"]["Integration"].get("IntegrationResponses", ())
    }
    assert handling == {"CONVERT_TO_TEXT"}
    assert "ContentHandling" not in str(bodies(assembly_of(SHOP))["main"])
