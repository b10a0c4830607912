"""Names that templates, calls and policies have to agree on."""

from __future__ import annotations

from typing import Final

ACCOUNT_PARAMETER: Final = "ApiGatewayAccount"
"""The parameter of the bootstrap template that says whose API Gateway's log role of the region is."""

CHANGE_SET: Final = "deploy-"
"""What the name of every change set begins with."""

_UUID: Final = "????????-????-????-????-????????????"


def artifact_bucket(account: str, region: str) -> str:
    """The bucket that the bootstrap stack makes in each region; either may be a wildcard or a pseudo parameter."""
    return f"multi-region-artifacts-{account}-{region}"


def instance_stacks(stack_set: str) -> str:
    """A pattern of IAM for the names of a StackSet's stacks [aws-facts 2.16]; its shape keeps `<name>-other` out."""
    return f"StackSet-{stack_set}-{_UUID}"
