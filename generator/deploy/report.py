"""Where the API answers when a roll-out is through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from generator.errors import AwsError, Detached

if TYPE_CHECKING:
    from generator.aws.model import DeployedStack
    from generator.deploy.cloud import Cloud
    from generator.deploy.model import Plan

EVERYWHERE: Final = "all regions"
"""The words for what all regions share: the name, and a step."""


def urls(plan: Plan, cloud: Cloud) -> Mapping[str, str]:
    """`all regions` and each region ─▶ where the API answers, as the stacks say; nothing after a `destroy`.

    Empty when AWS cannot be asked any more: the roll-out itself is through, and its report does not depend on that.
    """
    if plan.purpose == "destroy":
        return {}
    try:
        stacks = _stacks(plan, cloud)
    except (AwsError, Detached):
        return {}
    regional = {region: url for region, stack in stacks.items() if (url := _url(stack))}
    shared = {url.replace(f"//{region}.", "//", 1) for region, url in regional.items()} if _has_name(plan) else ()
    return {**dict.fromkeys((EVERYWHERE,), *shared), **regional} if len(shared) == 1 else regional


def _has_name(plan: Plan) -> bool:
    return "dns" in plan.stack_names


def _stacks(plan: Plan, cloud: Cloud) -> Mapping[str, DeployedStack | None]:
    """The stack that serves each region, in the order of the plan."""
    found = {plan.main_region: cloud.stack(plan.stack_names.get("main", ""), plan.main_region)}
    if len(plan.regions) > 1:
        stack_set = cloud.stack_set(plan.stack_names.get("secondary", ""), plan.main_region)
        found |= {} if stack_set is None else {name: one.stack for name, one in stack_set.instances.items()}
    return {region: found.get(region) for region in plan.regions}


def _url(stack: DeployedStack | None) -> str:
    outputs = {} if stack is None else stack.outputs
    return outputs.get("RegionalUrl") or outputs.get("ExecuteApiUrl") or ""
