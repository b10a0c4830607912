"""A user's `request_schema`: JSON Schema draft 4, the only one that API Gateway's validator reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.app.phrases import shown
from generator.app.report import Place, Report

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
# Later drafts: a draft-4 validator would pass over them without a word.
_LATER = frozenset(
    [
        "$anchor",
        "$defs",
        "$dynamicRef",
        "$id",
        "const",
        "contains",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "maxContains",
        "minContains",
        "prefixItems",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
_SCHEMAS = ("additionalItems", "additionalProperties", "items", "not")
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "items")
_SCHEMA_MAPS = ("properties", "patternProperties", "definitions")


def check_request_schema(schema: Mapping[str, Any], place: Place, report: Report) -> None:
    """Reports what is no draft-4 schema of an object, or refers to something outside itself (A159)."""
    if schema.get("type", "object") != "object":
        message = f"a body is an object, {shown(schema['type'])} is asked for"
        report.error("A159", (*place, "type"), message, "write `type: object`")
    for inner, where in _walk(schema, place):
        for key, message, advice in _mistakes(inner):
            report.error("A159", (*where, key), message, advice)


def _walk(schema: Mapping[str, Any], place: Place) -> Iterator[tuple[Mapping[str, Any], Place]]:
    yield schema, place
    for key, value in schema.items():
        if key in _SCHEMAS and isinstance(value, dict):
            yield from _walk(value, (*place, key))
        elif key in _SCHEMA_LISTS and isinstance(value, list | tuple):
            for index, member in enumerate(value):
                if isinstance(member, dict):
                    yield from _walk(member, (*place, key, index))
        elif key in _SCHEMA_MAPS and isinstance(value, dict):
            for name, member in value.items():
                if isinstance(member, dict):
                    yield from _walk(member, (*place, key, name))


def _mistakes(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key in sorted(_LATER & set(schema)):
        yield key, f"`{key}` is not in draft 4, and would be ignored", "say it with draft 4's keywords"
    if "$ref" in schema and not str(schema["$ref"]).startswith("#"):
        yield (
            "$ref",
            f"{shown(schema['$ref'])} is outside the schema",
            "move it into `definitions`, and write #/definitions/NAME",
        )
    types = schema.get("type", "object")
    for type_ in types if isinstance(types, list | tuple) else (types,):
        if type_ not in _TYPES:
            yield "type", f"{shown(type_)} is no JSON type", f"use one of {', '.join(_TYPES)}"
    for key in ("properties", "patternProperties", "definitions"):
        if not isinstance(schema.get(key, {}), dict):
            yield key, f"`{key}` is {shown(schema[key])}", "write a map of schemas"
    for key in ("required", "enum", "allOf", "anyOf", "oneOf"):
        value = schema.get(key, [None])
        if not isinstance(value, list | tuple) or not value:
            yield key, f"`{key}` is {'an empty list' if value in ([], ()) else shown(value)}", "list at least one"
