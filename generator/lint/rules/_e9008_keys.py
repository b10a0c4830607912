"""E9008: a table has keys [aws-facts 1.8]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, is_copy, tables
from ._reading import Problem, Template
from ._rule import PackRule


class Keys(PackRule):
    """A table says what its key is."""

    id = "E9008"
    shortdesc = "A global table has KeySchema and AttributeDefinitions"
    description = (
        "The schema requires only `Replicas`, because a replica of another account's table takes its keys from there. "
        "Every other table needs both properties."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "add the missing property"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table that lacks one of the two."""
        for table in tables(template):
            for key in ("AttributeDefinitions", "KeySchema"):
                if key not in table.properties and not is_copy(table):
                    yield Problem(table.at(), f"{key} is missing")
