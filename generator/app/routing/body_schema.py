"""The JSON Schema (draft 4) of a route's body: derived from the fields that its values read, and the user's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from generator.app.report import Mistake, Place, Report
from generator.app.routing.request_schema import DRAFT_4, check_request_schema
from generator.app.routing.usage import FieldUse
from generator.cloudformation.limits import MODEL_BYTES


def body_schema(
    fields: Sequence[FieldUse], request_schema: Mapping[str, Any] | None, place: Place, report: Report
) -> Mapping[str, Any] | None:
    """The schema, `None` where the body is not read and nothing is asked of it. Reports A158 and A159."""
    derived = _derived(fields, place, report) if fields else None
    if request_schema is None:
        return None if derived is None else {"$schema": DRAFT_4, **derived}
    own_place = (*place, "request_schema")
    check_request_schema(request_schema, own_place, report)
    # The user's schema stays the root: its local references count from there.
    schema = {"type": "object", **request_schema, "$schema": DRAFT_4}
    if derived is not None:
        own = request_schema.get("allOf")
        schema["allOf"] = [*(own if isinstance(own, list | tuple) else ()), derived]
    # As it is written into the template.
    size = len(msgspec.json.format(msgspec.json.encode(schema), indent=2))
    if size > MODEL_BYTES:
        report.error("A159", own_place, f"{size} bytes are more than API Gateway's {MODEL_BYTES}", "shorten it")
    return schema


def _derived(fields: Sequence[FieldUse], place: Place, report: Report) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    # Outer fields first, so that a field read whole meets those read from inside it.
    for use in sorted(fields, key=lambda one: (one.path, one.type)):
        try:
            _add(schema, use)
        except Mistake as mistake:
            report.mistake(place, mistake)
    return _sorted(schema)


def _add(schema: dict[str, Any], use: FieldUse) -> None:
    at = schema
    for depth, name in enumerate(use.path):
        _demand(at, "object", use.path[:depth])
        if use.required:
            at.setdefault("required", [])
            at["required"] = sorted({*at["required"], name})
        at = at.setdefault("properties", {}).setdefault(name, {})
    if not use.is_set:
        _demand(at, use.type, use.path)
        if use.not_empty:
            at["minLength"] = 1
        return
    _demand(at, "array", use.path)
    at |= {"uniqueItems": True, "minItems": 1}
    members = at.setdefault("items", {})
    _demand(members, use.type, use.path)


def _demand(schema: dict[str, Any], type_: str, path: Sequence[str]) -> None:
    known = schema.setdefault("type", type_)
    if known != type_:
        message = f"$request.body.{'.'.join(path)} is read as {known} and as {type_}"
        raise Mistake("A158", message, "read it as one type, or send two fields")


def _sorted(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: _sorted(value) if isinstance(value, dict) else value for key, value in sorted(schema.items())}
