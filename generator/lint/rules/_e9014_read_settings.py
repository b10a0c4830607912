"""E9014: read capacity is set on replicas [aws-facts 1.14]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, is_copy, tables
from ._reading import Problem, Template
from ._rule import PackRule


class ReadSettings(PackRule):
    """Read capacity stands with the replica that it belongs to."""

    id = "E9014"
    shortdesc = "Read settings are those of a replica"
    description = (
        "`ReadProvisionedThroughputSettings` and `ReadOnDemandThroughputSettings` of the table itself are only for "
        "global tables across accounts; within one account each replica has its own."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "move the setting into each replica"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each read setting at the level of a table."""
        for table in tables(template):
            for key in ("ReadProvisionedThroughputSettings", "ReadOnDemandThroughputSettings"):
                if key in table.properties and not is_copy(table):
                    yield Problem(table.at(key), f"{key} of the table itself is only for tables across accounts")
