"""E9602: policies list the resources that they allow."""

from __future__ import annotations

from collections.abc import Iterator

from ._iam import GUIDE, TAGS, allowing
from ._reading import Problem, Template
from ._rule import PackRule


class WildcardResource(PackRule):
    """Resources are allowed by name."""

    id = "E9602"
    shortdesc = "No wildcard in an allowed resource"
    description = (
        "A policy whose resource ends in `*` reaches the tables of other apps and environments. A policy that is part "
        "of a resource (it names a principal) is about that resource only and may use wildcards."
    )
    source_url = GUIDE + "best-practices.html#grant-least-privilege"
    tags = TAGS
    advice = "name the resource"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each resource with a wildcard, and each NotResource."""
        for statement in allowing(template):
            if "Principal" in statement.body:
                continue
            for path, arn in statement.values("Resource"):
                if "*" in arn or "?" in arn:
                    yield Problem(path, f"the resource {arn!r} has a wildcard")
            if "NotResource" in statement.body:
                yield Problem((*statement.path, "NotResource"), "everything but a list of resources is allowed")
