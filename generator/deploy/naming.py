"""The names in Lambda and SQS that stacks are to make: no function or queue of a name can be made twice. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from generator.deploy.bodies.parts import of_type, properties_of
from generator.deploy.presence import FUNCTION, entry_of, is_only_unread, is_up, serving_stack

if TYPE_CHECKING:
    from generator.assembly.model import Assembly, Json
    from generator.aws.model import DeployedStack
    from generator.deploy.deployed import Deployed
    from generator.deploy.model import Body

QUEUE: Final = "AWS::SQS::Queue"

_NAMES: Final = {FUNCTION: "FunctionName", QUEUE: "QueueName"}

_UUID: Final = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}
_OF_THE_STACK: Final = {"Fn::Select": [0, {"Fn::Split": ["-", _UUID]}]}
"""What `generator.templates.stack_names` ends names with."""


def lacks_names(type_: str, assembly: Assembly, deployed: Deployed) -> Mapping[str, frozenset[str]]:
    """Wanted region ─▶ names of the `FUNCTION`s or `QUEUE`s that its stack is to make; only regions with any.

    What has the same logical id and name already is the stack's own. CloudFormation deletes last, so a name is not
    free because something else of the stack gives it back.
    """
    lacking = {region: frozenset(_to_make(type_, region, assembly, deployed)) for region in assembly.regions}
    return {region: names for region, names in lacking.items() if names}


def _to_make(type_: str, region: str, assembly: Assembly, deployed: Deployed) -> Iterator[str]:
    entry = entry_of(assembly, "main" if region == assembly.regions[0] else "secondary")
    stack = serving_stack(region, assembly, deployed)
    if entry is None or (stack is None and is_only_unread(region, deployed)):
        return
    # A stack that is made anew has another id.
    stack_id = stack.stack_id if stack is not None and is_up(stack) else None
    there = _named(type_, _holds(stack), stack_id)
    for logical_id, name in _named(type_, entry.body, stack_id).items():
        if there.get(logical_id) != name:
            yield name


def _holds(stack: DeployedStack | None) -> Body:
    """What is a stack's own, also where it is deleted before another one is made in its place."""
    return {} if stack is None or stack.status.is_rolled_back else stack.body


def _named(type_: str, body: Body, stack_id: str | None) -> Mapping[str, str]:
    """Logical id ─▶ name of those resources of a type whose names are known. A condition may keep one from being."""
    names = {
        logical_id: physical_name(properties_of(one).get(_NAMES[type_]), stack_id)
        for logical_id, one in of_type(body, type_).items()
        if "Condition" not in one
    }
    return {logical_id: name for logical_id, name in names.items() if name is not None}


def physical_name(name: Json, stack_id: str | None) -> str | None:
    """What a name of a template comes to in the stack of this id (its ARN): plain text, and names that end with
    the first digits of the id; `None` for every other, and for such a one before there is a stack."""
    match name:
        case str():
            return name
        case {"Fn::Join": ["-", [str() as own, end]]} if end == _OF_THE_STACK and stack_id is not None:
            uuid = stack_id.rpartition("/")[2]
            return f"{own}-{uuid.partition('-')[0]}"
        case _:
            return None
