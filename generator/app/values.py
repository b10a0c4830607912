"""Values of a route: where each attribute of a DynamoDB request, or each part of an answer, comes from.

An `Expression` is a string made of parts: literals and what API Gateway knows of the request. A `Value` is typed for
DynamoDB. Templates render both; nothing here knows VTL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as OneOf

from msgspec import Struct


class Literal(Struct, frozen=True):
    """Text of the app file, as it is."""

    text: str


class PathParameter(Struct, frozen=True):
    """`$request.path.NAME`."""

    name: str


class QueryString(Struct, frozen=True):
    """`$request.querystring.NAME`."""

    name: str


class Header(Struct, frozen=True):
    """`$request.header.NAME`; the case of the name does not matter."""

    name: str


class BodyField(Struct, frozen=True):
    """`$request.body.a.b`; an empty path is the whole body."""

    path: tuple[str, ...]


OF_AUTHORIZER = "authorizer."


class ContextVariable(Struct, frozen=True):
    """`$context.NAME`, of a closed list, or `$context.authorizer.NAME`: what the route's authorizer said."""

    name: str

    @property
    def can_be_absent(self) -> bool:
        """Whether there may be none: an authorizer says who calls, and nothing else for sure."""
        return self.name.startswith(OF_AUTHORIZER) and self.name != f"{OF_AUTHORIZER}principalId"


class Region(Struct, frozen=True):
    """`$region`: the region that serves the request."""


class UniqueId(Struct, frozen=True):
    """`$unique_id`: an id that the caller cannot choose (aws-facts 11.1)."""


Part = Literal | PathParameter | QueryString | Header | BodyField | ContextVariable | Region | UniqueId
Expression = tuple[Part, ...]


class Scalar(Struct, frozen=True, kw_only=True):
    """A string, number, binary (base64 text), boolean or null: `expression` rendered as `type`.

    `optional`: a request without it leaves the attribute out. `default`: what such a request means instead.
    `not_empty`: it meets a key attribute, which is never an empty string.
    """

    type: OneOf["S", "N", "B", "BOOL", "NULL"]
    expression: Expression
    optional: bool = False
    default: str | None = None
    not_empty: bool = False


class SetValue(Struct, frozen=True, kw_only=True):
    """A string, number or binary set: literal members, or one expression for an array of the request's body."""

    type: OneOf["SS", "NS", "BS"]
    members: tuple[Expression, ...] | BodyField
    optional: bool = False


class ListValue(Struct, frozen=True, kw_only=True):
    """A list with a fixed number of members."""

    members: tuple[Value, ...]


class MapValue(Struct, frozen=True, kw_only=True):
    """A map with fixed keys."""

    members: Mapping[str, Value]


class ExpiresAfterDays(Struct, frozen=True, kw_only=True):
    """A number: epoch seconds, so many days after the request."""

    days: int


Value = Scalar | SetValue | ListValue | MapValue | ExpiresAfterDays
