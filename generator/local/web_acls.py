"""Web ACLs before a stage, which MiniStack's CloudFormation does not know: here they are there, and filter nothing.

The user's own web ACL is not asked for either. What it lets through is AWS's to know; a roll-out only has to put it in
front of a stage and take it away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ministack.services.apigateway_v1 import stages_for_api

_STAGE = re.compile("arn:[^:]*:apigateway:[^:]*::/restapis/([^/]*)/stages/([^/]*)")


def associated(logical_id: str, props: Mapping[str, Any], stack_name: str) -> tuple[str, dict[str, str]]:
    """Put a web ACL in front of a stage that is there."""
    stage = _STAGE.fullmatch(props["ResourceArn"])
    if stage is None or stage[2] not in stages_for_api(stage[1]):
        raise ValueError(f"WAFUnavailableEntityException: {logical_id}: there is no stage {props['ResourceArn']}")
    return f"{props['WebACLArn']}|{props['ResourceArn']}", {}


def disassociated(physical_id: str, props: Mapping[str, Any]) -> None:
    """Take it away again."""
