"""Statements of the policies of a region's roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from awacs.aws import Action, Allow, Condition, Statement
from troposphere import AWSHelperFn


def allow(actions: Iterable[str], resources: Sequence[AWSHelperFn | str], **condition: Condition) -> Statement:
    """A statement that allows actions, each with its service: `sqs:SendMessage`. `Condition` may be given."""
    named = [Action(*action.split(":")) for action in actions]
    return Statement(Effect=Allow, Action=named, Resource=list(resources), **condition)
