"""The JSON Schema of the app file, for editors; made from the same annotations that the reader checks against.

Draft 7, which yaml-language-server reads best. What it says of a value is what the reader says. In one point
it asks for less: with `environments`, keys that the file requires may be left to them (`domain.name`, `regions`), so
they are required only without. In one it asks for more: a table, index or route that stands outside of `environments`
must be whole there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, assert_never

import msgspec

from generator.app.declarations import App, Defaults
from generator.app.reading.environments import DEFAULT_ENVIRONMENT, ENVIRONMENTS_KEY, IMPLIED, ONLY_INSIDE, ONLY_OUTSIDE
from generator.app.reading.shapes import (
    Anything,
    Choice,
    Either,
    Field,
    Flag,
    Kinds,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
    record,
)

Json = dict[str, Any]

# How much of a record must be there. `whole`: all that it requires. `base`: what the top of a file with environments
# says, nothing is required. `patch`: what an environment says, nothing is required and null removes.
Part = Literal["whole", "base", "patch"]
_SUFFIXES: Final[dict[Part, str]] = {"whole": "", "base": "Base", "patch": "Patch"}

_ENVIRONMENTS_TEXT: Final = (
    "What each environment has otherwise, as a JSON Merge Patch (RFC 7396): maps merge, lists and scalars replace, "
    "null removes."
)


def app_schema() -> Json:
    """The schema as a JSON value; keys are in the order of the declarations."""
    schema = _Schema()
    app = record(App)
    inside = {key: schema.field(app.fields[key], "patch") for key in app.fields if key not in (*ONLY_OUTSIDE, IMPLIED)}
    top = {key: schema.field(app.fields[key], "base") for key in app.fields if key not in (*ONLY_INSIDE, IMPLIED)}
    defaults = Field(record(Defaults), False, Defaults(), False, "What entries take when they leave it out.")
    environment: Json = {
        "type": ["object", "null"],
        "properties": {**inside, "defaults": schema.field(defaults, "patch")},
        "additionalProperties": False,
    }
    environments: Json = {
        "description": _ENVIRONMENTS_TEXT + f" Without any there is one, `{DEFAULT_ENVIRONMENT}`.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": schema.shape(app.fields[IMPLIED].shape, "whole"),
        "additionalProperties": environment,
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "App file",
        "description": App.__doc__,
        "type": "object",
        "properties": {**top, "defaults": schema.field(defaults, "whole"), ENVIRONMENTS_KEY: environments},
        "additionalProperties": False,
        "required": ["name"],
        "if": {"not": {"required": [ENVIRONMENTS_KEY]}},
        "then": _required_below(app),
        "definitions": dict(sorted(schema.definitions.items())),
    }


def _required_below(shape: Record) -> Json:
    """What a record requires, and what the records in it require where they are there."""
    records = ((key, field.shape) for key, field in shape.fields.items() if isinstance(field.shape, Record))
    below = {key: schema for key, inner in records if (schema := _required_below(inner))}
    required = [key for key, field in shape.fields.items() if field.required]
    return {**({"required": required} if required else {}), **({"properties": below} if below else {})}


class _Schema:
    """Shapes as schemas. Records become `definitions`, in each part that is needed of them."""

    def __init__(self) -> None:
        self.definitions: Json = {}

    def field(self, field: Field, part: Part) -> Json:
        """The schema of a key, with its description and default."""
        schema = self.shape(field.shape, part)
        if field.nullable or part == "patch":
            schema = _or_null(schema)
        if "$ref" in schema:
            # Draft 7 ignores whatever stands beside a `$ref`.
            schema = {"allOf": [schema]}
        described: Json = {"description": field.description} if field.description else {}
        if not field.required and part != "patch":
            described["default"] = msgspec.to_builtins(field.default)
        return {**described, **schema}

    def shape(self, shape: Shape, part: Part) -> Json:
        """The schema of a value. In maps whose keys the user chooses, entries are whole unless they are patches."""
        match shape:
            case Text() | Number() | Flag() | Choice() | Anything():
                return _scalar(shape)
            case ListOf():
                sizes = _sizes(shape, "minItems", "maxItems")
                return {"type": "array", "items": self.shape(shape.item, "whole"), **sizes}
            case MapOf():
                return self._map(shape, part)
            case Either():
                return {"anyOf": [self.shape(member, part) for member in shape.members]}
            case Record():
                return self._reference(shape, part)
            case Kinds():
                return self._kinds(shape, part)

    def _map(self, shape: MapOf, part: Part) -> Json:
        value = self.shape(shape.value, "patch" if part == "patch" else "whole")
        schema: Json = {"type": "object", "additionalProperties": _or_null(value) if part == "patch" else value}
        if shape.key != Text():
            schema["propertyNames"] = _scalar(shape.key)
        sizes = _sizes(shape, "minProperties", "maxProperties")
        return {**schema, **({} if part == "patch" else sizes)}

    def _reference(self, shape: Record, part: Part) -> Json:
        name = shape.cls.__name__ + _SUFFIXES[part]
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._record(shape, part)
        return {"$ref": f"#/definitions/{name}"}

    def _record(self, shape: Record, part: Part) -> Json:
        tag: Json = {shape.tag[0]: {"const": shape.tag[1]}} if shape.tag else {}
        required = [*tag, *(key for key, field in shape.fields.items() if field.required)] if part == "whole" else []
        return {
            "description": shape.cls.__doc__,
            "type": "object",
            "properties": {**tag, **{key: self.field(field, part) for key, field in shape.fields.items()}},
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }

    def _kinds(self, shape: Kinds, part: Part) -> Json:
        """A route or an event: one `if` for each kind, so that an editor offers its keys and reports its mistakes."""
        action: Json = {"description": "DynamoDB action.", "enum": list(shape.actions)}
        if part == "patch":
            kinds = (*shape.actions.values(), *shape.others.values())
            return self._any_kind(kinds, {"action": _or_null(action)} if shape.actions else {})
        selectors: Json = {"action": action} if shape.actions else {}
        selectors |= {key: {"description": other.fields[key].description} for key, other in shape.others.items()}
        cases = [_case("action", name, self._reference(one, part)) for name, one in shape.actions.items()]
        cases += [_case(key, None, self._reference(other, part)) for key, other in shape.others.items()]
        return {
            "type": "object",
            "properties": selectors,
            "oneOf": [{"required": [key]} for key in selectors],
            "allOf": cases,
        }

    def _any_kind(self, kinds: Iterable[Record], properties: Json) -> Json:
        """A patch of such a value, which may make another kind of it: the keys of all kinds."""
        for kind in kinds:
            for key, field in kind.fields.items():
                schema = self.field(field, "patch")
                known = properties.setdefault(key, schema)
                if known != schema:
                    properties[key] = {"anyOf": [*known.get("anyOf", [known]), schema]}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _case(key: str, value: str | None, then: Json) -> Json:
    """The schema of a route that has a key, with a certain value."""
    properties = {} if value is None else {"properties": {key: {"const": value}}}
    return {"if": {"required": [key], **properties}, "then": then}


def _scalar(shape: Text | Number | Flag | Choice | Anything) -> Json:
    match shape:
        case Text():
            pattern = {"pattern": shape.pattern} if shape.pattern else {}
            words = {"patternErrorMessage": f"use {shape.words}"} if shape.words else {}
            return {"type": "string", **pattern, **words, **_sizes(shape, "minLength", "maxLength")}
        case Number():
            bounds = {"minimum": shape.at_least, "maximum": shape.at_most, "exclusiveMinimum": shape.above}
            return {"type": "integer" if shape.whole else "number", **_given(bounds)}
        case Flag():
            return {"type": "boolean"}
        case Choice():
            return {"enum": list(shape.values)}
        case Anything():
            return {}
        case _:
            assert_never(shape)


def _or_null(schema: Json) -> Json:
    """A schema that also takes null; one that takes anything does already."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]} if schema else schema


def _sizes(shape: Text | ListOf | MapOf, least: str, most: str) -> Json:
    return _given({least: shape.min_length, most: shape.max_length})


def _given(values: Mapping[str, object]) -> Json:
    return {key: value for key, value in values.items() if value is not None}
