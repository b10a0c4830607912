"""API Gateway's data plane where MiniStack's differs: what is served is the deployment, and templates are executed.

A deployment is a snapshot [aws-facts 3.1]: the resources, models and validators of the API are copied under the name
`<api>@<deployment>`, and requests are matched and validated against the copy that the stage refers to.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import time
import uuid
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Final

from ministack.app import SERVICE_HANDLERS
from ministack.core.iam_actions import dynamodb_resource_arns
from ministack.core.iam_evaluator import EvalContext, _gather_role_policies, _permissions_boundary, evaluate
from ministack.core.responses import get_account_id, get_region, get_request_client_ip, request_scope
from ministack.services.apigateway_v1 import (
    _create_request_validator,
    _delete_request_validator,
    _domain_names,
    _gw_error,
    _models,
    _request_validators,
    _resources,
    _select_service_integration_response,
    stages_for_api,
)
from ministack.services.iam import _roles
from msgspec import Struct
from msgspec.structs import replace

from generator.velocity.java import RenderError
from generator.velocity.mapping import mapped

_JSON: Final = "application/json"
_DYNAMODB_URI: Final = re.compile("arn:[^:]*:apigateway:([^:]*):dynamodb:action/(.*)")
_SNAPSHOT_OF: Final = (_resources, _models, _request_validators)


class _Call(Struct, frozen=True, kw_only=True):
    """The request that is being served. `found` is what MiniStack knows of it so far: stage, headers, parameters;
    `authorizer` is what the authorizer of the method said."""

    snapshot: str
    method: str
    body: str
    found: dict[str, Any]
    id: str
    authorizer: Mapping[str, str] = {}


_CALL: ContextVar[_Call] = ContextVar("call")


async def execute(original: Any, request: dict[str, Any], api_id: str, stage_name: str, *rest: Any) -> Any:
    """Serve a request from the snapshot that the stage is at."""
    stage = stages_for_api(api_id).get(stage_name) or {}
    method, _, _, body, *_ = rest
    extended_id = base64.urlsafe_b64encode(uuid.uuid4().bytes[:11]).decode()
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")
    snapshot = f"{api_id}@{stage.get('deploymentId')}"
    _CALL.set(_Call(snapshot=snapshot, method=method, body=text, found=request, id=extended_id))
    return await original(request, api_id, stage_name, *rest)


async def authorized(original: Any, *request: Any) -> Any:
    """Ask the authorizer, and remember for mapping templates what it said."""
    refusal, said = await original(*request)
    _CALL.set(replace(_CALL.get(), authorizer=said or {}))
    return refusal, said


def matched(original: Any, api_id: str, *rest: Any) -> Any:
    """The resource and parameters of a path, in the snapshot."""
    return original(_served(api_id), *rest)


def validated(original: Any, method: dict[str, Any], api_id: str, *rest: Any) -> Any:
    """What a request lacks. The model under `$default` is for every content type; no body is an empty object."""
    models = method.get("requestModels") or {}
    if "$default" in models:
        method = {**method, "requestModels": {_JSON: models["$default"]}}
    request, headers, body, query = rest
    return original(method, _served(api_id), request, headers, body or b"{}", query)


def gateway_error(original: Any, error: Any, request: dict[str, Any]) -> Any:
    """The gateway response, with the variables that MiniStack does not know."""
    status, headers, body = original(error, request)
    detail = json.dumps(f"[{error.message}]")[1:-1].encode()
    body = body.replace(b"$context.error.validationErrorString", detail)
    return status, headers, body.replace(b"$context.extendedRequestId", _CALL.get().id.encode())


def deployed(original: Any, api_id: str, data: Any) -> Any:
    """Make a deployment, with its snapshot."""
    done = original(api_id, data)
    if done[0] == 201:
        for store in _SNAPSHOT_OF:
            store[f"{api_id}@{json.loads(done[2])['id']}"] = copy.deepcopy(store.get(api_id, {}))
    return done


def undeployed(original: Any, api_id: str, deployment_id: str) -> Any:
    """Delete a deployment, with its snapshot."""
    for store in _SNAPSHOT_OF:
        store.pop(f"{api_id}@{deployment_id}", None)
    return original(api_id, deployment_id)


def named(original: Any, data: dict[str, Any]) -> Any:
    """Make a custom domain name with a target as on AWS: `d-<hash>.execute-api.<region>.amazonaws.com`."""
    status, headers, body = original(data)
    if status == 201:
        name, region = data["domainName"], get_region()
        target = f"d-{hashlib.sha256(f'{region}/{name}'.encode()).hexdigest()[:10]}"
        record = _domain_names[name]
        record["regionalDomainName"] = f"{target}.execute-api.{region}.amazonaws.com"
        body = json.dumps(record).encode()
    return status, headers, body


def method_created(original: Any, logical_id: str, props: dict[str, Any], stack_name: str) -> Any:
    """Make a method that has its request validator."""
    done = original(logical_id, props, stack_name)
    methods = _resources[props["RestApiId"]][props["ResourceId"]]["resourceMethods"]
    methods[props["HttpMethod"]]["requestValidatorId"] = props.get("RequestValidatorId")
    return done


def validator_created(logical_id: str, props: dict[str, Any], stack_name: str) -> tuple[str, dict[str, str]]:
    """Make a request validator."""
    names = ("Name", "ValidateRequestBody", "ValidateRequestParameters")
    data = {name[0].lower() + name[1:]: props[name] for name in names if name in props}
    status, _, body = _create_request_validator(props["RestApiId"], data)
    if status >= 400:
        raise ValueError(body.decode())
    made: str = json.loads(body)["id"]
    return made, {"RequestValidatorId": made}


def validator_deleted(physical_id: str, props: dict[str, Any]) -> None:
    """Delete a request validator; fine when its API is gone already."""
    _delete_request_validator(props["RestApiId"], physical_id)


async def invoked(original: Any, integration: dict[str, Any], *rest: Any, **named: Any) -> Any:
    """Execute an `AWS` integration: DynamoDB here, anything else as MiniStack does."""
    uri = _DYNAMODB_URI.fullmatch(integration.get("uri") or "")
    if uri is None:
        return await original(integration, *rest, **named)
    try:
        request = _rendered(integration["requestTemplates"][_JSON], _CALL.get().body)[0]
        with request_scope(get_account_id(), uri[1]):
            status, answer = await _dynamodb(integration.get("credentials") or "", uri[2], request)
        return _answered(integration, status, answer)
    except RenderError as error:
        return _broken(error)


def mocked(original: Any, integration: dict[str, Any]) -> Any:
    """Execute a `MOCK` integration."""
    try:
        request = _rendered(integration["requestTemplates"][_JSON], _CALL.get().body)[0]
        return _answered(integration, int(json.loads(request)["statusCode"]), "")
    except (RenderError, KeyError, TypeError, ValueError) as error:
        return _broken(error)


def _served(api_id: str) -> str:
    call = _CALL.get(None)
    return call.snapshot if call is not None and call.snapshot in _resources else api_id


def _broken(error: Exception) -> Any:
    """What API Gateway answers to a template of ours that is wrong; it does not tell why, here one needs to know."""
    return _gw_error("API_CONFIGURATION_ERROR", f"Internal server error (embedded AWS: {error})")


async def _dynamodb(role_arn: str, action: str, request: str) -> tuple[int, str]:
    refusal = _refusal(role_arn.rpartition("/")[2], f"dynamodb:{action}", request.encode())
    if refusal is not None:
        return 400, json.dumps({"__type": "com.amazon.coral.service#AccessDeniedException", "Message": refusal})
    headers = {"x-amz-target": f"DynamoDB_20120810.{action}", "content-type": "application/x-amz-json-1.0"}
    status, _, body = await SERVICE_HANDLERS["dynamodb"]("POST", "/", headers, request.encode(), {})
    return status, body.decode()


def _refusal(role: str, action: str, request: bytes) -> str | None:
    """Why the API's role may not do that, judged by its policies and its permissions boundary."""
    account, region = get_account_id(), get_region()
    caller = f"arn:aws:sts::{account}:assumed-role/{role}/BackplaneAssumeRoleSession"
    for resource in dynamodb_resource_arns(request, region, account):
        context = EvalContext(caller, "AssumedRole", account, action, resource, region)
        limits = _permissions_boundary(_roles, role, account)
        if evaluate(context, _gather_role_policies(role, account), *limits).decision != "Allow":
            return f"User: {caller} is not authorized to perform: {action} on resource: {resource}"
    return None


def _answered(integration: dict[str, Any], status: int, answer: str) -> Any:
    """The integration response whose pattern matches, through its template; without one, the answer as it is."""
    response = _select_service_integration_response(integration, status)
    if response is None:
        return _broken(ValueError(f"no integration response for {status}"))
    parameters = response.get("responseParameters") or {}
    fixed = {name: text[1:-1] for name, text in parameters.items() if text.startswith("'")}
    headers = {name.removeprefix("method.response.header."): text for name, text in fixed.items()}
    template = (response.get("responseTemplates") or {}).get(_JSON)
    printed, override = _rendered(template, answer) if template else (answer, {"header": {}})
    code = int(override.get("status", response["statusCode"]))
    return code, {"Content-Type": _JSON, **headers, **override["header"]}, printed.encode("utf-8", "replace")


def _rendered(template: str, body: str) -> tuple[str, Mapping[str, Any]]:
    """What a template prints for a body, and `$context.responseOverride` as it leaves it."""
    call = _CALL.get()
    found, stage = call.found, call.found["stage"]
    try:
        parsed = json.loads(body) if body else {}
    except ValueError as error:
        raise RenderError(f"not JSON: {error}") from error
    parameters = {
        "path": found["path_params"],
        "querystring": {name: values[-1] for name, values in found["query_params"].items()},
        "header": found["headers"],
    }
    context = {
        "requestId": found["request_id"],
        "extendedRequestId": call.id,
        "requestTimeEpoch": int(time.time() * 1000),
        "httpMethod": call.method,
        "resourcePath": found["resource_path"],
        "stage": stage["stageName"],
        "identity": {"sourceIp": get_request_client_ip()},
        "authorizer": call.authorizer,
    }
    return mapped(template, parsed, parameters, context, stage.get("variables") or {})
