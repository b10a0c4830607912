"""E9013: the numbers of indexes that DynamoDB allows [aws-facts 1.5]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import TAGS, tables
from ._reading import Problem, Template, sequence
from ._rule import DOCS, PackRule

QUOTAS = {"GlobalSecondaryIndexes": 20, "LocalSecondaryIndexes": 5}


class IndexQuota(PackRule):
    """A table stays within its quotas of indexes."""

    id = "E9013"
    shortdesc = "A global table has at most 20 global and 5 local secondary indexes"
    description = "CloudFormation's schema has no maximum; DynamoDB refuses the table."
    source_url = DOCS + "amazondynamodb/latest/developerguide/ServiceQuotas.html"
    tags = TAGS
    advice = "remove indexes, or split the table"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each list of indexes that is too long."""
        for table in tables(template):
            for key, quota in QUOTAS.items():
                count = len(sequence(table.properties.get(key)))
                if count > quota:
                    yield Problem(table.at(key), f"{count} indexes; a table can have {quota}")
