"""A template taken apart into its tables and all else, and put together again; and when two templates are the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.assembly.model import Json
from generator.deploy.model import Body
from generator.diff.normal import encoded, normal

GLOBAL_TABLE: Final = "AWS::DynamoDB::GlobalTable"

Resource = Mapping[str, Json]
Resources = Mapping[str, Resource]

# CloudFormation finds no change in these alone, and keeps the template that it has [CloudFormation User Guide,
# "Metadata": it cannot be updated "by itself"]. An order of creation is no state either.
_IDLE_SECTIONS: Final = frozenset({"AWSTemplateFormatVersion", "Description", "Metadata"})
_DESCRIBED_SECTIONS: Final = frozenset({"Outputs", "Parameters"})


def resources_of(body: Body) -> Resources:
    """The resources by logical id."""
    found: Resources = body.get("Resources", {})
    return found


def of_type(body: Body, *types: str) -> dict[str, Resource]:
    """The resources of these types by logical id."""
    return {name: resource for name, resource in resources_of(body).items() if resource["Type"] in types}


def properties_of(resource: Resource) -> Mapping[str, Json]:
    """The properties; none where nothing is said of them."""
    found: Mapping[str, Json] = resource.get("Properties", {})
    return found


def tables_of(body: Body) -> dict[str, Resource]:
    """The global tables by logical id."""
    return of_type(body, GLOBAL_TABLE)


def table_name(logical_id: str, table: Resource) -> str:
    """The name of a table in DynamoDB; its logical id where it has none in plain text."""
    name = properties_of(table).get("TableName")
    return name if isinstance(name, str) else logical_id


def without_tables(body: Body) -> Body:
    """The body without its tables."""
    return with_tables(body, {})


def with_tables(body: Body, tables: Resources) -> Body:
    """The body with exactly these tables."""
    others = {name: one for name, one in resources_of(body).items() if one["Type"] != GLOBAL_TABLE}
    return {**body, "Resources": {**others, **tables}}


def only_tables(body: Body, tables: Resources) -> Body:
    """These tables and nothing else: no outputs either, which speak of the rest."""
    return {**{section: value for section, value in body.items() if section != "Outputs"}, "Resources": dict(tables)}


def same(one: Json, other: Json) -> bool:
    """Whether two values mean the same to CloudFormation."""
    return encoded(one) == encoded(other) or encoded(normal(one)) == encoded(normal(other))


def is_same_body(one: Body, other: Body) -> bool:
    """Whether an update from the one to the other would change nothing that works."""
    ours, theirs = _working(one), _working(other)
    return ours.keys() == theirs.keys() and all(_is_same_section(name, ours[name], theirs[name]) for name in ours)


def _working(body: Body) -> Body:
    """The sections that make a difference."""
    return {name: value for name, value in body.items() if name not in _IDLE_SECTIONS and value != {}}


def _is_same_section(section: str, ours: Json, theirs: Json) -> bool:
    apart = "DependsOn" if section == "Resources" else "Description" if section in _DESCRIBED_SECTIONS else ""
    if not apart:
        return same(ours, theirs)
    return ours.keys() == theirs.keys() and all(_is_same_entry(ours[name], theirs[name], apart) for name in ours)


def _is_same_entry(ours: Mapping[str, Json], theirs: Mapping[str, Json], apart: str) -> bool:
    # Most are the very same, and that is seen without looking into them.
    if ours is theirs or encoded(ours) == encoded(theirs):
        return True
    one, other = ({key: value for key, value in side.items() if key != apart} for side in (ours, theirs))
    return same(one, other)
