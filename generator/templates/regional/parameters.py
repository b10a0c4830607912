"""What API Gateway's parameter mapping calls a part of a request: no templates there, one source for one target."""

from __future__ import annotations

from typing import assert_never

from generator.app.values import (
    BodyField,
    ContextVariable,
    Header,
    Literal,
    Part,
    PathParameter,
    QueryString,
    Region,
    UniqueId,
)


def source(part: Part) -> str:
    """The expression that stands for the part. `ValueError` for what parameter mapping cannot do."""
    match part:
        case Literal(text=text):
            return f"'{text}'"
        case PathParameter(name=name):
            return f"method.request.path.{name}"
        case QueryString(name=name):
            return f"method.request.querystring.{name}"
        case Header(name=name):
            return f"method.request.header.{name}"
        case ContextVariable(name=name):
            return f"context.{name}"
        case Region():
            return "stageVariables.region"
        case BodyField() | UniqueId():
            raise ValueError(f"parameter mapping has no {part}")
        case _ as never:
            assert_never(never)
