"""E9602: policies list the resources that they allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ._iam import GUIDE, TAGS, Statement, allowing, bounding, deploying
from ._reading import Problem, Template, mapping
from ._rule import PackRule
from ._unscoped import is_unscoped

LOG_GROUP: Final = re.compile(r"(:log-group:[^*]+):\*$")
# All regions, and whatever lies below a name: neither reaches what has another name.
ANY_REGION: Final = re.compile(r"^(arn:(?:\$\{[^}]+\}|[^:]+):[^:]+):\*:")
BELOW_A_NAME: Final = re.compile(r"(:[a-z-]+/[^*?/]+|:s3:::[^*?/]+)(/[^*?]+)?/\*$")
KEYS: Final = re.compile(r"arn:.+:kms:.+:key/\*")


class WildcardResource(PackRule):
    """Resources are allowed by name."""

    id = "E9602"
    shortdesc = "No wildcard in an allowed resource"
    description = (
        "A policy whose resource ends in `*` reaches the tables of other apps and environments. A policy that is part "
        "of a resource (it names a principal) is about that resource only and may use wildcards, and so may a "
        "statement of nothing but actions that no resource can be named for, such as xray:PutTraceSegments or "
        "rekognition:DetectLabels, as far as cfn-lint's IAM data knows. What lies below a name, as in "
        "`table/orders/*`, is as good as named, in all regions. A role that CloudFormation takes on makes what has no "
        "name yet: only a bare `*` is too much for it, and for a permissions boundary, which gives nothing. The keys "
        "that have an alias are named by the condition `kms:ResourceAliases`."
    )
    source_url = GUIDE + "best-practices.html#grant-least-privilege"
    tags = TAGS
    advice = "name the resource, or give what can be allowed on `*` only a statement of its own"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each resource with a wildcard, and each NotResource."""
        makers = deploying(template) | bounding(template)
        for statement in allowing(template):
            if "Principal" in statement.body or _is_of_aliases(statement):
                continue
            found = [*_problems(statement, statement.owner in makers)]
            # Asked last, for only then are the actions of all of AWS read.
            if found and not _is_of_unscoped_actions(statement):
                yield from found


def _problems(statement: Statement, is_maker: bool) -> Iterator[Problem]:
    for path, arn in statement.values("Resource"):
        if arn == "*" or (_reaches_others(arn) and not is_maker):
            yield Problem(path, f"the resource {arn!r} has a wildcard")
    if "NotResource" in statement.body:
        yield Problem((*statement.path, "NotResource"), "everything but a list of resources is allowed")


def _reaches_others(arn: str) -> bool:
    """Whether it has a wildcard besides that of regions, of what lies below a name, and of a log group, whose ARN ends
    in `:*` and names that group alone."""
    named = BELOW_A_NAME.sub(r"\1", LOG_GROUP.sub(r"\1", ANY_REGION.sub(r"\1::", arn)))
    return "*" in named or "?" in named


def _is_of_aliases(statement: Statement) -> bool:
    """Whether it is about the keys that have an alias: an alias is no resource that the use of a key could name."""
    keys = [arn for _, arn in statement.values("Resource")]
    conditions = mapping(statement.body.get("Condition"))
    named = any("kms:ResourceAliases" in mapping(condition) for condition in conditions.values())
    return named and bool(keys) and all(KEYS.fullmatch(arn) for arn in keys)


def _is_of_unscoped_actions(statement: Statement) -> bool:
    actions = [action for _, action in statement.values("Action")]
    return bool(actions) and all(map(is_unscoped, actions))
