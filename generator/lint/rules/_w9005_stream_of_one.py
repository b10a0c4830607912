"""W9005: a table of one replica has its stream from the start [aws-facts 1.3, 1.6]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, is_copy, is_strong, replicas, tables
from ._reading import Problem, Template, hidden
from ._rule import PackRule


class StreamOfOne(PackRule):
    """A table with one replica already has the stream that a second one will need."""

    id = "W9005"
    shortdesc = "A global table of one replica has a stream"
    description = (
        "The stream can be changed only while there is exactly one replica, and adding a replica must be the only "
        "change of an update: a table without a stream needs an update more before it can get a second region."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "add StreamSpecification with StreamViewType NEW_AND_OLD_IMAGES now"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table of a single replica without a stream."""
        for table in tables(template):
            count = len(list(replicas(table)))
            unseen = hidden(table.properties, "Replicas") or is_copy(table) or is_strong(table)
            if count == 1 and not unseen and "StreamSpecification" not in table.properties:
                yield Problem(table.at(), "the table has no StreamSpecification, which a second replica will need")
