"""E9006: the billing mode is written [aws-facts 1.7]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import GUIDE, TAGS, is_copy, tables
from ._reading import Problem, Template
from ._rule import PackRule


class BillingMode(PackRule):
    """A table says how it is billed."""

    id = "E9006"
    shortdesc = "A global table says its BillingMode"
    description = (
        "The default is PROVISIONED, which DynamoDB accepts only with write autoscaling: a table that says nothing "
        "either cannot be created or is billed in a way that nobody chose."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "add BillingMode: PAY_PER_REQUEST, or PROVISIONED with write autoscaling"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each table without BillingMode."""
        for table in tables(template):
            if "BillingMode" not in table.properties and not is_copy(table):
                yield Problem(table.at(), "BillingMode is missing; its default is PROVISIONED")
