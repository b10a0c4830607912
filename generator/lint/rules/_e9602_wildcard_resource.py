"""E9602: policies list the resources that they allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ._iam import GUIDE, TAGS, Statement, allowing
from ._reading import Problem, Template
from ._rule import PackRule

LOG_GROUP: Final = re.compile(r"(:log-group:[^*]+):\*$")
# Actions that IAM can allow on everything only.
UNSCOPED: Final = frozenset({"cloudwatch:PutMetricData", "xray:PutTelemetryRecords", "xray:PutTraceSegments"})


class WildcardResource(PackRule):
    """Resources are allowed by name."""

    id = "E9602"
    shortdesc = "No wildcard in an allowed resource"
    description = (
        "A policy whose resource ends in `*` reaches the tables of other apps and environments. A policy that is part "
        "of a resource (it names a principal) is about that resource only and may use wildcards, and so may the few "
        "actions, such as xray:PutTraceSegments, that no resource can be named for."
    )
    source_url = GUIDE + "best-practices.html#grant-least-privilege"
    tags = TAGS
    advice = "name the resource"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each resource with a wildcard, and each NotResource."""
        for statement in allowing(template):
            if "Principal" in statement.body or _is_unscoped(statement):
                continue
            for path, arn in statement.values("Resource"):
                # The ARN of a log group ends in ":*" and names that group alone.
                if "*" in LOG_GROUP.sub(r"\1", arn) or "?" in arn:
                    yield Problem(path, f"the resource {arn!r} has a wildcard")
            if "NotResource" in statement.body:
                yield Problem((*statement.path, "NotResource"), "everything but a list of resources is allowed")


def _is_unscoped(statement: Statement) -> bool:
    actions = {action for _, action in statement.values("Action")}
    return bool(actions) and actions <= UNSCOPED
