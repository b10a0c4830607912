"""Why a resource is there, for whoever reads the template: the `Context` metadata that CloudFormation defines.

Template level `arch` and `must`, resource level `why` and `must`; cfn-lint's I4010, W4011 and W4012 check the shape
[aws-facts 11.14]. Metadata alone never replaces or interrupts a resource.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

KEY = "com.aws.cloudformation.Context"


def why(reason: str, *must: str) -> dict[str, Any]:
    """`Metadata` of a resource: the reason for it, and the invariants whose violation breaks the system."""
    return {KEY: {"why": reason, "must": list(must)} if must else {"why": reason}}


def architecture(arch: str, must: Sequence[str]) -> dict[str, Any]:
    """`Metadata` of a template: its shape, and what holds across its resources."""
    return {KEY: {"arch": arch, "must": list(must)}}
