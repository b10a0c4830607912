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
        RestApiId=Ref(REST_API),
        ContentType="application/json",
        # As text. In a schema of JSON CloudFormation may make strings of numbers and booleans, which API Gateway
        # refuses (aws-cdk#11716, cloudformation-cli#435), and takes the one field `Ref` of a body for a function.
        Schema=msgspec.json.format(_canonical(schema), indent=2).decode(),
        Metadata=why("What a request body must look like: derived from the values that routes read from it."),
    )


def _canonical(schema: Schema) -> bytes:
    return msgspec.json.encode(schema, order="sorted")
