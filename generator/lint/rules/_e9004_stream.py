"""E9004: a stream carries the changes between replicas [aws-facts 1.6]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, is_copy, is_strong, replicas, tables
from ._reading import Problem, Template, hidden
from ._rule import PackRule


class Stream(PackRule):
    """A table with several replicas has a stream."""

    id = "E9004"
    shortdesc = "A global table of several replicas has a stream"
    description = "With several replicas `StreamSpecification` is required, unless the table is strongly consistent."
    source_url = GUIDE
    tags = TAGS
    advice = "add StreamSpecification with StreamViewType NEW_AND_OLD_IMAGES"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table that replicates without a stream."""
        for table in tables(template):
            count = len(list(replicas(table)))
            unseen = hidden(table.properties, "Replicas") or is_copy(table) or is_strong(table)
            if count > 1 and not unseen and "StreamSpecification" not in table.properties:
                yield Problem(table.at(), f"the table has {count} replicas but no StreamSpecification")
