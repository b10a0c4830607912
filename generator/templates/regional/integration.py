"""An `Integration`: how one method is answered. Every route makes one; `rest_api` and the API's role consume them.

It is the whole of what a method needs to know of its backend, as plain values: IAM, method responses and request
validation are derived from it, so they cannot disagree with the templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct


class IntegrationResponse(Struct, frozen=True, kw_only=True):
    """What API Gateway makes of the backend's answer whose HTTP status matches `selection_pattern` (a regular
    expression; `None` is the default). `template` is a VTL mapping template; `None` is an empty body, and only for a
    MOCK: API Gateway would answer with what DynamoDB said. A template that prints nothing says it for the others."""

    status: int
    selection_pattern: str | None = None
    template: str | None = None
    headers: Mapping[str, str] = {}


class TableAccess(Struct, frozen=True, order=True):
    """A grant that an integration needs: a DynamoDB action on a table, by its physical name, or on an index of it."""

    action: str
    table_name: str
    index: str | None = None


class Integration(Struct, frozen=True, kw_only=True):
    """`type` is `AWS` (with the DynamoDB `action`), `AWS_PROXY` (with the key of the `function`), `HTTP_PROXY` (with
    `url` and `http_method`) or `MOCK`.

    A proxy has neither templates nor responses: what is behind it gets the request as it is, and says what is answered.
    `parameters` map what an address gets besides; `url` is a text of `Fn::Sub` where it holds `${`.
    `request_template` is VTL for `application/json`, the only content type that is ever accepted
    (`PassthroughBehavior: NEVER`, aws-facts 11.2). API Gateway keeps `responses` by their status, so no two have the
    same. `statuses` are all that they may answer with, `responseOverride` included. `timeout` is in milliseconds,
    `None` for API Gateway's own 29 s.
    """

    type: Literal["AWS", "AWS_PROXY", "HTTP_PROXY", "MOCK"]
    action: str | None = None
    function: str | None = None
    url: str | None = None
    http_method: str = "POST"
    parameters: Mapping[str, str] = {}
    request_template: str = ""
    responses: tuple[IntegrationResponse, ...] = ()
    statuses: tuple[int, ...] = ()
    access: tuple[TableAccess, ...] = ()
    body_schema: Mapping[str, Any] | None = None
    querystrings: Mapping[str, bool] = {}
    headers: Mapping[str, bool] = {}
    timeout: int | None = None
