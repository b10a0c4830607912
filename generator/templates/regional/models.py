"""Request models: one per distinct JSON Schema, shared by all methods whose body it describes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import msgspec
from troposphere import Ref
from troposphere.apigateway import Model

from generator.templates.context import why
from generator.templates.regional.names import REST_API

Schema = Mapping[str, Any]


def model_id(schema: Schema) -> str:
    """Logical id of the model of a schema: the same for equal schemas, whatever the order of their keys."""
    return f"Model{sha256(_canonical(schema)).hexdigest()[:10]}"


def models(schemas: Iterable[Schema | None]) -> list[Model]:
    """A model for each distinct schema, sorted by id."""
    found = {model_id(schema): schema for schema in schemas if schema is not None}
    return [_model(identity, schema) for identity, schema in sorted(found.items())]


def _model(identity: str, schema: Schema) -> Model:
    return Model(
        identity,
        # troposphere's validation would turn the schema into one line of text, in any order of its keys.
        validation=False,
        RestApiId=Ref(REST_API),
        ContentType="application/json",
        Schema=_canonical(schema).decode() if _looks_like_a_function(schema) else dict(schema),
        Metadata=why("What a request body must look like: derived from the values that routes read from it."),
    )


def _looks_like_a_function(schema: Any) -> bool:
    """Whether CloudFormation would take a part, such as the one field `Ref` of a body, for a function of its own."""
    if isinstance(schema, Mapping):
        is_function = len(schema) == 1 and any(key == "Ref" or key.startswith("Fn::") for key in schema)
        return is_function or any(map(_looks_like_a_function, schema.values()))
    return isinstance(schema, list | tuple) and any(map(_looks_like_a_function, schema))


def _canonical(schema: Schema) -> bytes:
    return msgspec.json.encode(schema, order="sorted")
