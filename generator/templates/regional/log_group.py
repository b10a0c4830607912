"""Log groups that outlive their stack: what a region did is wanted just when it was taken away."""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import Tags
from troposphere.logs import LogGroup

from generator.templates.context import why


def log_group(logical_id: str, retention: int, reason: str, tags: Mapping[str, str]) -> LogGroup:
    """A log group that keeps what it has for `retention` days. Its name is CloudFormation's, so that no two stacks
    want the same."""
    return LogGroup(
        logical_id,
        RetentionInDays=retention,
        Tags=Tags(dict(tags)),
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Metadata=why(reason),
    )
