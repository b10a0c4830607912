"""A user's `request_schema`: JSON Schema draft 4, the only one that API Gateway's validator reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generator.app.phrases import shown
from generator.app.report import Place, Report

DRAFT_4 = "http://json-schema.org/draft-04/schema#"

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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


# Keywords whose value is a scalar: what it must be, and the advice where it is not.
_SCALARS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "$schema": (lambda value: value in (DRAFT_4, DRAFT_4[:-1]), f"remove it, or write {DRAFT_4}"),
    "exclusiveMaximum": (_is_flag, "write true or false, beside `maximum`"),
    "exclusiveMinimum": (_is_flag, "write true or false, beside `minimum`"),
    "uniqueItems": (_is_flag, "write true or false"),
    **dict.fromkeys(
        ("maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"),
        (_is_count, "write a whole number, 0 or more"),
    ),
    "maximum": (_is_number, "write a number"),
    "minimum": (_is_number, "write a number"),
    "multipleOf": (lambda value: _is_number(value) and value > 0, "write a number above 0"),
    **dict.fromkeys(("description", "format", "id", "pattern", "title"), (_is_text, "write text")),
}


def check_request_schema(schema: Mapping[str, Any], place: Place, report: Report) -> None:
    """Reports what is no draft-4 schema of an object, or refers to something outside itself (A159)."""
    asked = schema.get("type", "object")
    if asked != "object" and (asked in _TYPES or isinstance(asked, list | tuple)):
        message = f"a body is an object, {shown(asked)} is asked for"
        report.error("A159", (*place, "type"), message, "write `type: object`")
    for inner, where in _walk(schema, place, report):
        for key, message, advice in (*_mistakes(inner), *_wrong_values(inner)):
            report.error("A159", (*where, key), message, advice)


def _walk(schema: Any, place: Place, report: Report) -> Iterator[tuple[Mapping[str, Any], Place]]:
    """The schema and all that it holds. Reports what stands where a schema belongs and is none."""
    if not isinstance(schema, dict):
        report.error("A159", place, f"{shown(schema)} is no schema", "write a map")
        return
    yield schema, place
    for key, value in schema.items():
        if key in _SCHEMA_LISTS and isinstance(value, list | tuple):
            for index, member in enumerate(value):
                yield from _walk(member, (*place, key, index), report)
        elif key in _SCHEMAS and not (key.startswith("additional") and isinstance(value, bool)):
            yield from _walk(value, (*place, key), report)
        elif key in _SCHEMA_MAPS and isinstance(value, dict):
            for name, member in value.items():
                yield from _walk(member, (*place, key, name), report)


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


def _wrong_values(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    required = schema.get("required")
    if isinstance(required, list | tuple) and required and not _are_names(required):
        yield "required", "`required` lists something twice, or what is no name", "list each name once, as text"
    for key, (fits, advice) in _SCALARS.items():
        if key in schema and not fits(schema[key]):
            yield key, f"`{key}` is {shown(schema[key])}", advice


def _are_names(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str) for value in values) and len(set(values)) == len(values)
