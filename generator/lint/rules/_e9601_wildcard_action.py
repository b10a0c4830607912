"""E9601: policies list the actions that they allow."""

from __future__ import annotations

from collections.abc import Iterator

from ._iam import GUIDE, TAGS, allowing, deploying
from ._reading import Problem, Template
from ._rule import PackRule

# A key that its own account may not administer in full is locked for good; the key policy of the manual says kms:*.
KEYS = ("AWS::KMS::Key", "AWS::KMS::ReplicaKey")
# What StackSets do in a region by the role that they take on is not listed anywhere [aws-facts 2.3].
STACK_SETS = "cloudformation:*"


class WildcardAction(PackRule):
    """Actions are allowed by name."""

    id = "E9601"
    shortdesc = "No wildcard in an allowed action"
    description = (
        "A policy that allows `dynamodb:*`, or everything but a list, also allows what AWS adds tomorrow. What the API "
        "does is known when the template is made, so the policy can say exactly that. `cloudformation:*` is what "
        "StackSets want of the role that they take on, and only there."
    )
    source_url = GUIDE + "best-practices.html#grant-least-privilege"
    tags = TAGS
    advice = "list the actions"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each action with a wildcard, and each NotAction."""
        makers = deploying(template)
        for statement in allowing(template):
            if statement.resource_type in KEYS and "Principal" in statement.body:
                continue
            for path, action in statement.values("Action"):
                if ("*" in action or "?" in action) and not (action == STACK_SETS and statement.owner in makers):
                    yield Problem(path, f"the action {action!r} has a wildcard")
            if "NotAction" in statement.body:
                yield Problem((*statement.path, "NotAction"), "everything but a list of actions is allowed")
