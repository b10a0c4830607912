from __future__ import annotations

import json
from typing import Any

import pytest

from generator.templates.regional.answering import AnsweredMethod
from generator.templates.regional.integration import Integration, IntegrationResponse
from generator.templates.regional.line_by_line import by_line
from generator.templates.regional.methods import method
from generator.templates.regional.models import model_id, models
from generator.templates.regional.rest_api import resources
from generator.templates.section import rendered

SCHEMA = {"type": "object", "required": ["name"]}


def integration(**changes: Any) -> Integration:
    plain: dict[str, Any] = {
        "type": "AWS",
        "action": "PutItem",
        "request_template": '{"TableName": "data"}',
        "responses": (IntegrationResponse(status=200),),
        "statuses": (200,),
    }
    return Integration(**plain | changes)


def properties(path: str = "/data", http_method: str = "POST", **changes: Any) -> dict[str, Any]:
    answered = AnsweredMethod(
        path=path,
        http_method=http_method,
        authorization="AWS_IAM",
        integration=integration(**changes),
        reason="Test.",
    )
    found: dict[str, Any] = method(answered).to_dict()["Properties"]
    return found


def test_a_method_calls_dynamodb_in_its_own_region_and_refuses_what_it_has_no_template_for() -> None:
    assert properties() == {
        "RestApiId": {"Ref": "RestApi"},
        "ResourceId": {"Ref": "DataResource"},
        "HttpMethod": "POST",
        "AuthorizationType": "AWS_IAM",
        "Integration": {
            "Type": "AWS",
            "IntegrationHttpMethod": "POST",
            "Uri": {"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:dynamodb:action/PutItem"},
            "Credentials": {"Fn::GetAtt": ["ApiRole", "Arn"]},
            "PassthroughBehavior": "NEVER",
            "RequestTemplates": {"application/json": '{"TableName": "data"}'},
            "IntegrationResponses": [{"StatusCode": "200", "ResponseTemplates": {"application/json": ""}}],
        },
        "MethodResponses": [{"StatusCode": "200"}],
    }


def test_a_mock_has_neither_backend_nor_role() -> None:
    found = properties(type="MOCK", action=None)["Integration"]

    assert not {"Uri", "Credentials", "IntegrationHttpMethod"} & found.keys()
    assert found["PassthroughBehavior"] == "NEVER"


def test_the_request_model_stands_under_default_so_that_no_content_type_escapes_it() -> None:
    found = properties(body_schema=SCHEMA)

    assert found["RequestModels"] == {"$default": {"Ref": model_id(SCHEMA)}}
    assert found["RequestValidatorId"] == {"Ref": "RequestValidator"}


def test_request_parameters_say_whether_they_are_required() -> None:
    found = properties(path="/a/{id}/{rest+}", querystrings={"q": False, "p": True}, headers={"X-H": False})

    assert found["RequestParameters"] == {
        "method.request.header.X-H": False,
        "method.request.path.id": True,
        "method.request.path.rest": True,
        "method.request.querystring.p": True,
        "method.request.querystring.q": False,
    }


@pytest.mark.parametrize(
    ("changes", "validated"),
    [
        ({}, False),
        ({"querystrings": {"q": False}}, False),
        ({"querystrings": {"q": True}}, True),
        ({"headers": {"X-H": True}}, True),
        ({"body_schema": SCHEMA}, True),
    ],
)
def test_only_what_can_be_wrong_is_validated(changes: dict[str, Any], validated: bool) -> None:
    assert ("RequestValidatorId" in properties(**changes)) is validated


def test_a_mapping_template_of_several_lines_is_reviewed_line_by_line() -> None:
    answer = IntegrationResponse(status=200, template="#set($b = 2)\n\n[]")
    several = properties(request_template="#set($a = 1)\n{}", responses=(answer,))

    found = by_line({"A": {"Type": "AWS::ApiGateway::Method", "Properties": several}, "B": {"Type": "Other"}})

    integration = found["A"]["Properties"]["Integration"]
    assert integration["RequestTemplates"] == {"application/json": {"Fn::Join": ["\n", ["#set($a = 1)", "{}"]]}}
    assert integration["IntegrationResponses"][0]["ResponseTemplates"] == {
        "application/json": {"Fn::Join": ["\n", ["#set($b = 2)", "", "[]"]]}
    }
    assert several["Integration"]["RequestTemplates"] == {"application/json": "#set($a = 1)\n{}"}
    assert found["B"] == {"Type": "Other"}


def test_a_mapping_template_of_one_line_stays_a_string() -> None:
    found = by_line({"A": {"Type": "AWS::ApiGateway::Method", "Properties": properties()}})

    assert found["A"]["Properties"] == properties()


def test_answers_declare_their_statuses_and_headers_and_set_headers_to_fixed_values() -> None:
    answers = (
        IntegrationResponse(status=200, template="{}", headers={"Cache-Control": "no-store"}),
        IntegrationResponse(status=503, selection_pattern=r"5\d\d", headers={"Vary": "Origin"}),
    )

    found = properties(responses=answers, statuses=(503, 200, 404))

    assert found["Integration"]["IntegrationResponses"] == [
        {
            "StatusCode": "200",
            "ResponseParameters": {"method.response.header.Cache-Control": "'no-store'"},
            "ResponseTemplates": {"application/json": "{}"},
        },
        {
            "StatusCode": "503",
            "SelectionPattern": r"5\d\d",
            "ResponseParameters": {"method.response.header.Vary": "'Origin'"},
            "ResponseTemplates": {"application/json": ""},
        },
    ]
    headers = {"method.response.header.Cache-Control": False, "method.response.header.Vary": False}
    assert found["MethodResponses"] == [
        {"StatusCode": status, "ResponseParameters": headers} for status in ("200", "404", "503")
    ]


def test_the_timeout_is_written_where_there_is_one() -> None:
    assert properties(timeout=1500)["Integration"]["TimeoutInMillis"] == 1500


def test_a_method_of_the_root_stands_on_the_apis_own_resource() -> None:
    assert properties(path="/")["ResourceId"] == {"Fn::GetAtt": ["RestApi", "RootResourceId"]}


def test_every_part_of_a_path_is_a_resource_under_its_parent_and_shared_parts_are_made_once() -> None:
    found = {part.title: part.to_dict()["Properties"] for part in resources(["/", "/data/{pk}", "/data"])}

    assert found == {
        "DataResource": {
            "RestApiId": {"Ref": "RestApi"},
            "ParentId": {"Fn::GetAtt": ["RestApi", "RootResourceId"]},
            "PathPart": "data",
        },
        "DataPk8a29fa9eResource": {
            "RestApiId": {"Ref": "RestApi"},
            "ParentId": {"Ref": "DataResource"},
            "PathPart": "{pk}",
        },
    }


def test_equal_schemas_share_a_model_whatever_the_order_of_their_keys() -> None:
    (model,) = models([SCHEMA, None, dict(reversed(SCHEMA.items()))])

    assert model.title == model_id(SCHEMA)
    properties = model.to_dict()["Properties"]
    assert json.loads(properties.pop("Schema")) == SCHEMA
    assert properties == {"RestApiId": {"Ref": "RestApi"}, "ContentType": "application/json"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"name": {"type": "string", "minLength": 1}}},
        {"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": True}}},
        {"type": "object", "properties": {"Ref": {"type": "string"}}},
        {"type": "object", "properties": {"Fn::GetAtt": {"type": "string"}}},
    ],
)
def test_a_schema_is_text_for_cloudformation_would_change_its_numbers_and_take_names_for_functions(
    schema: dict[str, Any],
) -> None:
    found = by_line(rendered(models([schema])))

    separator, lines = found[model_id(schema)]["Properties"]["Schema"]["Fn::Join"]
    assert all(isinstance(line, str) for line in lines)
    assert json.loads(separator.join(lines)) == schema


def test_different_schemas_are_different_models() -> None:
    assert len(models([SCHEMA, {"type": "array"}])) == 2
