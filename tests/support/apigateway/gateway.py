"""The way of a request through API Gateway: validation, request template, backend, response template, overrides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from jsonschema import Draft4Validator

from generator.templates.regional.integration import Integration, IntegrationResponse
from generator.velocity.java import RenderError
from generator.velocity.mapping import mapped

DEFAULT_CONTEXT: Mapping[str, Any] = {
    "requestId": "chosen-by-the-caller",
    "extendedRequestId": "Kx/3=Zq",
    "requestTimeEpoch": 1_700_000_000_123,
    "identity": {"sourceIp": "192.0.2.1"},
    "authorizer": {"principalId": "ann", "tenant": 'it\'s "acme" $x #end'},
}


class BackendAnswer(NamedTuple):
    """What DynamoDB answers."""

    status: int
    body: Any


_OF_A_PATH = "!$&'()*+,;=:@"
"""What may stand in a path without being encoded, besides letters, digits and `-._~`."""

Backend = Callable[[str, Any], BackendAnswer]


class Request(NamedTuple):
    """A request; `body` is its text, `path` is not yet encoded. Headers keep the case that the client gave them."""

    path: Mapping[str, str] = {}
    querystring: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    body: str | None = None
    context: Mapping[str, Any] = DEFAULT_CONTEXT
    region: str = "eu-west-1"


class Answer(NamedTuple):
    """What the client gets. `body` is parsed JSON, None where there is none."""

    status: int
    headers: Mapping[str, str]
    body: Any


def invoke(integration: Integration, request: Request, backend: Backend) -> Answer:
    """The answer to the request. Raises RenderError where API Gateway would answer 500 for a template of ours."""
    refusal = _refusal(integration, request)
    if refusal is not None:
        return Answer(refusal, {}, None)
    given = strict_json(rendered_request(integration, request))
    if integration.action is None:
        return _answered(integration, request, BackendAnswer(given["statusCode"], {}))
    return _answered(integration, request, backend(integration.action, given))


def _refusal(integration: Integration, request: Request) -> int | None:
    """What API Gateway answers by itself: 400 for what fails validation, 415 for a content type without a template."""
    names = {name.lower() for name in request.headers}
    required = {name for name, needed in integration.headers.items() if needed and name.lower() not in names}
    required |= {
        name for name, needed in integration.querystrings.items() if needed and name not in request.querystring
    }
    if required or not _is_valid(integration, request):
        return 400
    media_type = next(
        (value for name, value in request.headers.items() if name.lower() == "content-type"), "application/json"
    )
    return None if media_type.partition(";")[0].strip().lower() == "application/json" else 415


def _is_valid(integration: Integration, request: Request) -> bool:
    """Models are keyed `$default`, so no content type escapes them [aws-facts 11.2]."""
    if integration.body_schema is None:
        return True
    try:
        body = json.loads(request.body or "{}")
    except ValueError:
        return False
    return bool(Draft4Validator(dict(integration.body_schema)).is_valid(body))


def rendered_request(integration: Integration, request: Request) -> str:
    """What the request template prints."""
    body = json.loads(request.body) if request.body else {}
    return rendered(integration.request_template, request, body)[0]


def _answered(integration: Integration, request: Request, answer: BackendAnswer) -> Answer:
    response = matching(integration, answer.status)
    if not response.template and integration.action is not None:
        raise RenderError("API Gateway takes an empty template for none, and passes the backend's answer on")
    printed, overrides = rendered(response.template or "", request, answer.body)
    status = overrides.get("status", response.status)
    if status not in integration.statuses:
        raise RenderError(f"status {status} is not declared")
    return Answer(
        status, {**response.headers, **overrides["header"]}, strict_json(printed) if printed.strip() else None
    )


def matching(integration: Integration, status: int) -> IntegrationResponse:
    """The response whose pattern matches the whole status, else the one without. API Gateway knows them by status."""
    if len({response.status for response in integration.responses}) < len(integration.responses):
        raise RenderError("two integration responses have the same status, and the later one replaces the other")
    patterns = [response for response in integration.responses if response.selection_pattern is not None]
    found = [response for response in patterns if re.fullmatch(str(response.selection_pattern), str(status))]
    return (
        found[0]
        if found
        else next(response for response in integration.responses if response.selection_pattern is None)
    )


def rendered(template: str, request: Request, body: Any) -> tuple[str, Mapping[str, Any]]:
    """What a template prints, and `$context.responseOverride` as it leaves it."""
    return mapped(template, body, parameters(request), request.context, {"region": request.region})


def parameters(request: Request) -> Mapping[str, Mapping[str, str]]:
    """`$input.params()`: query strings are decoded, paths are as the client wrote them."""
    path = {name: quote(value.encode("utf-8", "replace"), safe=_OF_A_PATH) for name, value in request.path.items()}
    return {"path": path, "querystring": request.querystring, "header": request.headers}


def strict_json(text: str) -> Any:
    """The JSON value; a duplicate name, NaN or a raw control character is an error."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except ValueError as error:
        raise RenderError(f"{error}: {text[:2000]}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
