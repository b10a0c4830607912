"""E9015: a table class exists [aws-facts 1.30]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, replicas, tables
from ._reading import Problem, Template, text
from ._rule import PackRule

CLASSES = ("STANDARD", "STANDARD_INFREQUENT_ACCESS")


class TableClass(PackRule):
    """A replica's table class is one of DynamoDB's."""

    id = "E9015"
    shortdesc = "TableClass of a replica is STANDARD or STANDARD_INFREQUENT_ACCESS"
    description = "`TableClass` of a replica is a plain string in CloudFormation's schema; DynamoDB knows two."
    source_url = GUIDE
    tags = TAGS
    advice = "write STANDARD or STANDARD_INFREQUENT_ACCESS"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each replica whose class DynamoDB does not have."""
        for table in tables(template):
            for position, replica in replicas(table):
                name = text(replica.get("TableClass"))
                if name is not None and name not in CLASSES:
                    yield Problem(table.at("Replicas", position, "TableClass"), f"there is no table class {name!r}")
