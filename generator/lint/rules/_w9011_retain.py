"""W9011: a stack that goes leaves its tables behind [aws-facts 1.20]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import BEST_PRACTICES, TAGS, tables
from ._reading import Problem, Template
from ._rule import PackRule

KEEPING = {
    "DeletionPolicy": ("Retain", "RetainExceptOnCreate"),
    "UpdateReplacePolicy": ("Retain",),
}


class Retain(PackRule):
    """A table outlives its stack and its replacement."""

    id = "W9011"
    shortdesc = "A global table is retained on deletion and on replacement"
    description = (
        "The one resource owns all replicas: deleting or replacing it deletes the data in every region, and both "
        "policies are Delete by default."
    )
    source_url = BEST_PRACTICES
    tags = TAGS
    advice = "add DeletionPolicy: Retain and UpdateReplacePolicy: Retain"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table and policy that lets the data go."""
        for table in tables(template):
            for policy, kept in KEEPING.items():
                value = table.body.get(policy, "Delete")
                if isinstance(value, str) and value not in kept:
                    yield Problem(("Resources", table.name), f"{policy} is {value!r}: every replica would be deleted")
