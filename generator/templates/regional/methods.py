"""One `AWS::ApiGateway::Method`: the request it takes, the integration behind it, the answers it may give.

Every integration but a proxy refuses what it has no template for (`PassthroughBehavior: NEVER`), has templates for
`application/json` only, and is validated under the model key `$default`: otherwise a client could send a DynamoDB
request of its own under another content type, with the rights of the API's role [aws-facts 11.2]. DynamoDB is called
in the region of the API [3.11].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import GetAtt, Ref, Sub
from troposphere import apigateway as gateway

from generator.templates.context import why
from generator.templates.logical_ids import logical_id, path_names
from generator.templates.regional.answering import AnsweredMethod
from generator.templates.regional.authorizers import authorizer_id
from generator.templates.regional.functions.names import invocation
from generator.templates.regional.integration import Integration, IntegrationResponse
from generator.templates.regional.models import model_id
from generator.templates.regional.names import REQUEST_VALIDATOR, REST_API, ROLE

_JSON = "application/json"


def method(answered: AnsweredMethod, *, keeps_text: bool = False) -> gateway.Method:
    """The method. It refers to the resource of its path, its model, the validator and the role by their ids.

    `keeps_text`: there are binary media types, and an answer made by a template stays text whatever the client accepts.
    API Gateway would decode it as base64 else [API Gateway Developer Guide, "Content type conversions"].
    """
    names = path_names(answered.path)
    return gateway.Method(
        logical_id(names, f"{answered.http_method.capitalize()}Method"),
        RestApiId=Ref(REST_API),
        ResourceId=Ref(logical_id(names, "Resource")) if names else GetAtt(REST_API, "RootResourceId"),
        HttpMethod=answered.http_method,
        AuthorizationType=answered.authorization,
        Integration=integration_property(answered.integration, keeps_text=keeps_text),
        Metadata=why(answered.reason),
        **_authorizer(answered.authorizer),
        **_method_responses(answered.integration),
        **_request(names, answered.integration),
    )


def _authorizer(key: str | None) -> dict[str, Any]:
    return {} if key is None else {"AuthorizerId": Ref(authorizer_id(key))}


def needs_validation(integration: Integration) -> bool:
    """Whether API Gateway has anything to check before it calls the integration."""
    parameters = (*integration.querystrings.values(), *integration.headers.values())
    return integration.body_schema is not None or any(parameters)


def integration_property(integration: Integration, *, keeps_text: bool = False) -> gateway.Integration:
    """The `Integration` of a method."""
    if integration.function is not None:
        return _function_proxy(integration.function)
    if integration.url is not None:
        return _http_proxy(integration, integration.url)
    return gateway.Integration(
        Type=integration.type,
        PassthroughBehavior="NEVER",
        RequestTemplates={_JSON: integration.request_template},
        IntegrationResponses=[_integration_response(response, keeps_text) for response in integration.responses],
        **_backend(integration),
    )


def _function_proxy(function: str) -> gateway.Integration:
    """Lambda is called by POST, whatever the method of the route."""
    return gateway.Integration(Type="AWS_PROXY", IntegrationHttpMethod="POST", Uri=invocation(function))


def _http_proxy(integration: Integration, url: str) -> gateway.Integration:
    optional = {"RequestParameters": dict(integration.parameters)} if integration.parameters else {}
    return gateway.Integration(
        Type="HTTP_PROXY",
        IntegrationHttpMethod=integration.http_method,
        Uri=Sub(url) if "${" in url else url,
        TimeoutInMillis=integration.timeout,
        **optional,
    )


def _backend(integration: Integration) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if integration.type == "AWS":
        found["IntegrationHttpMethod"] = "POST"
        found["Uri"] = Sub(f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:dynamodb:action/{integration.action}")
        found["Credentials"] = GetAtt(ROLE, "Arn")
    if integration.timeout is not None:
        found["TimeoutInMillis"] = integration.timeout
    return found


def _request(names: tuple[str, ...], integration: Integration) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if parameters := _request_parameters(names, integration):
        found["RequestParameters"] = parameters
    if integration.body_schema is not None:
        found["RequestModels"] = {"$default": Ref(model_id(integration.body_schema))}
    if needs_validation(integration):
        found["RequestValidatorId"] = Ref(REQUEST_VALIDATOR)
    return found


def _request_parameters(names: tuple[str, ...], integration: Integration) -> dict[str, bool]:
    paths = {f"path.{name.strip('{}').rstrip('+')}": True for name in names if name.startswith("{")}
    queries = {f"querystring.{name}": required for name, required in integration.querystrings.items()}
    headers = {f"header.{name}": required for name, required in integration.headers.items()}
    return {f"method.request.{name}": required for name, required in sorted((paths | queries | headers).items())}


def _integration_response(response: IntegrationResponse, keeps_text: bool) -> gateway.IntegrationResponse:
    found: dict[str, Any] = {"StatusCode": str(response.status)}
    if keeps_text:
        found["ContentHandling"] = "CONVERT_TO_TEXT"
    if response.selection_pattern is not None:
        found["SelectionPattern"] = response.selection_pattern
    if response.headers:
        found["ResponseParameters"] = header_parameters(response.headers)
    # API Gateway keeps an empty template as none, and then passes the backend's answer on: a MOCK has nothing to pass.
    found["ResponseTemplates"] = {_JSON: response.template or ""}
    return gateway.IntegrationResponse(**found)


def header_parameters(headers: Mapping[str, str]) -> dict[str, str]:
    """`ResponseParameters` that set headers to fixed values."""
    return {f"method.response.header.{name}": f"'{value}'" for name, value in sorted(headers.items())}


def _method_responses(integration: Integration) -> dict[str, Any]:
    if not integration.statuses:
        return {}
    names = sorted({name for response in integration.responses for name in response.headers})
    declared: dict[str, Any] = {}
    if names:
        declared["ResponseParameters"] = {f"method.response.header.{name}": False for name in names}
    responses = [gateway.MethodResponse(StatusCode=str(status), **declared) for status in sorted(integration.statuses)]
    return {"MethodResponses": responses}
