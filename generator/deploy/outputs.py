"""Late values: outputs of stacks, looked up when the step that needs them begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.errors import OperationError, Place

if TYPE_CHECKING:
    from generator.assembly.model import FromOutput
    from generator.aws.model import DeployedStack
    from generator.deploy.cloud import Cloud
    from generator.deploy.model import Plan


def resolved(values: Mapping[str, str | FromOutput], plan: Plan, cloud: Cloud) -> dict[str, str]:
    """The values with every `FromOutput` replaced by what its stack says now; each stack is asked once.

    Raises `OperationError` that names the key, the output, the stack and the region, when a stack does not say it.
    """
    stacks: dict[tuple[str, str], DeployedStack | None] = {}
    found = {}
    for key, value in values.items():
        if isinstance(value, str):
            found[key] = value
            continue
        place = (value.template, value.region)
        if place not in stacks:
            stacks |= _stacks(value, plan, cloud)
        found[key] = _output(key, value, stacks.get(place), plan.stack_names.get(value.template, value.template))
    return found


def _stacks(value: FromOutput, plan: Plan, cloud: Cloud) -> Mapping[tuple[str, str], DeployedStack | None]:
    """The stack that a value comes from; with the instance of a StackSet come those of all other regions."""
    name = plan.stack_names.get(value.template, "")
    if value.template != "secondary":
        return {(value.template, value.region): cloud.stack(name, value.region)}
    found = cloud.stack_set(name, plan.main_region)
    instances = {} if found is None else found.instances
    return {(value.template, region): instance.stack for region, instance in instances.items()}


def _output(key: str, value: FromOutput, stack: DeployedStack | None, name: str) -> str:
    found = "" if stack is None else stack.outputs.get(value.output, "")
    if found:
        return found
    what = "there is no such stack" if stack is None else f"the stack ({stack.status.value}) has no such output"
    raise OperationError(
        f"{key} is to be the output {value.output} of {name} in {value.region}: {what}",
        f"look at {stack.name if stack is not None else name} in {value.region}, then run the same command again",
        Place(region=value.region),
    )
