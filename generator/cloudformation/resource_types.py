"""What the provider schema of each resource type that we generate says about its properties, from
`data/resource_types.json`. Read when first asked, so that `build` does not pay for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from os.path import dirname, join

from msgspec import Struct
from msgspec.json import decode


class ResourceType(Struct, frozen=True, kw_only=True):
    """Properties as paths: `Name`, or `Parent/Child` for a part of one; `*` stands for every member of a list.

    `create_only`: a change replaces the resource. `conditional_create_only`: it may [aws-facts 1.8]. `read_only`: what
    AWS makes, for `GetAtt`. `write_only`: cannot be read back, so no drift is seen. `tags`: the property that holds
    the resource's tags, `None` where it has none of its own.
    """

    create_only: tuple[str, ...]
    conditional_create_only: tuple[str, ...]
    read_only: tuple[str, ...]
    write_only: tuple[str, ...]
    tags: str | None


class _Data(Struct, frozen=True, kw_only=True):
    source: str
    types: Mapping[str, ResourceType]


@cache
def resource_types() -> Mapping[str, ResourceType]:
    """Every type that the templates are made of, by name (`AWS::DynamoDB::GlobalTable`)."""
    with open(join(dirname(__file__), "data", "resource_types.json"), "rb") as file:
        return decode(file.read(), type=_Data).types
