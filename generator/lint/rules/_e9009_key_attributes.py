"""E9009: the attributes that are declared are the attributes of the keys [aws-facts 1.30]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, INDEXES, TAGS, attributes_of, tables
from ._reading import Path, Problem, Resource, Template, entries, hidden
from ._rule import PackRule


class KeyAttributes(PackRule):
    """Key attributes are declared, and declared attributes are used by a key."""

    id = "E9009"
    shortdesc = "AttributeDefinitions are exactly the attributes of all keys"
    description = (
        "Every attribute of the key schemas of a global table and its indexes must be in `AttributeDefinitions`, and "
        "nothing else may be there. cfn-lint checks it for AWS::DynamoDB::Table only."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "declare each key attribute once, and no other attribute"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each key attribute that is not declared, then each declared attribute without a key."""
        for table in tables(template):
            both = "AttributeDefinitions" in table.properties and "KeySchema" in table.properties
            if both and not hidden(table.properties, "AttributeDefinitions", "KeySchema", *INDEXES):
                yield from _mismatches(table)


def _mismatches(table: Resource) -> Iterator[Problem]:
    declared = attributes_of(table.properties["AttributeDefinitions"])
    schemas = [(path, attributes_of(schema)) for path, schema in _key_schemas(table)]
    used = {name for _, names in schemas for name in names}
    if any("${" in name for name in used.symmetric_difference(declared)):
        # A parameter may have the very name that seems to be missing.
        return
    for path, names in schemas:
        yield from (
            Problem(path, f"the key attribute {name!r} is not declared") for name in names if name not in declared
        )
    for position, name in enumerate(declared):
        if name not in used:
            yield Problem(table.at("AttributeDefinitions", position), f"no key uses the attribute {name!r}")


def _key_schemas(table: Resource) -> Iterator[tuple[Path, object]]:
    yield table.at("KeySchema"), table.properties["KeySchema"]
    for kind in INDEXES:
        for position, index in entries(table.properties.get(kind)):
            yield table.at(kind, position, "KeySchema"), index.get("KeySchema")
