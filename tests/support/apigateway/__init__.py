"""API Gateway on one page: executes an `Integration` as API Gateway would, against a backend that is a function.

`invoke` is the whole way of a request, `rendered_request` its first half. Mapping templates are parsed by
`airspeed-ext` and evaluated with Java's semantics, strictly: what Velocity passes over in silence is an error here.
"""

from generator.velocity.java import RenderError
from tests.support.apigateway.gateway import (
    Answer,
    Backend,
    BackendAnswer,
    Request,
    invoke,
    parameters,
    rendered,
    rendered_request,
    strict_json,
)

__all__ = [
    "Answer",
    "Backend",
    "BackendAnswer",
    "RenderError",
    "Request",
    "invoke",
    "parameters",
    "rendered",
    "rendered_request",
    "strict_json",
]
