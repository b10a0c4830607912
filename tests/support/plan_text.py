"""A plan as text for goldens: what people read, and below it what the step changes, resource by resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.deploy.bodies.parts import resources_of, same
from generator.deploy.deployed import Deployed
from generator.deploy.model import (
    Body,
    DeployStack,
    DeployStackSet,
    Plan,
    PlannedStep,
    Step,
)

_MOST = 12
_TOLD_APART = {"kind", "region", "body", "stack_name", "stack_set_name", "capabilities", "template"}


def plan_told(planned: Plan, deployed: Deployed) -> str:
    """All of a plan but what every plan of the app has in common."""
    lines = [line for step in _steps(planned, deployed) for line in step]
    lines += [f"check {check.id} {check.outcome}: {check.text} -> {check.advice}" for check in planned.checks]
    lines += [f"note: {note}" for note in planned.notes]
    return "".join(f"{line}\n" for line in lines) or "nothing to do\n"


def _steps(planned: Plan, deployed: Deployed) -> Iterator[list[str]]:
    bodies = _bodies(deployed)
    for step in planned.steps:
        yield [*_headline(step), *_changes(step.step, bodies)]


def _headline(step: PlannedStep) -> Iterator[str]:
    needs = f"after {', '.join(map(str, step.needs))}" if step.needs else "at once"
    yield f"{step.number}. {step.title} ({needs}, {step.estimate} s)"
    yield f"   {step.reason}"


def _changes(step: Step, bodies: dict[str, Body]) -> Iterator[str]:
    fields: Mapping[str, Any] = msgspec.to_builtins(step)
    told = [f"{name}={_value(value)}" for name, value in fields.items() if name not in _TOLD_APART and value]
    name = f" {step.template}" if isinstance(step, DeployStack) else ""
    yield f"     {fields['kind']}{name} {step.region} {' '.join(told)}".rstrip()
    if isinstance(step, DeployStack | DeployStackSet):
        key = f"{step.template} {step.region}" if isinstance(step, DeployStack) else "secondary"
        before = bodies.get(key, {})
        bodies[key] = step.body
        yield from (f"       {line}" for line in _differences(before, step.body))


def _value(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value, order="sorted").decode()


def _bodies(deployed: Deployed) -> dict[str, Body]:
    stacks = deployed.plain_stacks
    found: dict[str, Body] = {
        f"{name} {stack.region}": stack.body
        for name, stack in stacks.items()
        if stack and not stack.status.is_stillborn
    }
    if deployed.secondary is not None:
        found["secondary"] = deployed.secondary.body
    return found


def _differences(before: Body, after: Body) -> Iterator[str]:
    ours, theirs = resources_of(before), resources_of(after)
    if not ours:
        yield f"+ {len(theirs)} resources"
        return
    new = sorted(theirs.keys() - ours.keys())
    if len(new) > _MOST:
        yield f"+ {len(new)} resources"
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours:
            yield from [f"+ {name}"] if len(new) <= _MOST else []
        elif name not in theirs:
            yield f"- {name}"
        elif not same(ours[name], theirs[name]):
            yield f"~ {name}: {', '.join(_parts(ours[name], theirs[name]))}"
    for section in ("Outputs", "Parameters"):
        one, other = before.get(section, {}), after.get(section, {})
        yield from (f"{mark} {section}.{name}" for mark, name in _names(one, other))


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for part in sorted((before.keys() | after.keys()) - {"Properties"}):
        if not same(before.get(part), after.get(part)):
            yield part
    ours, theirs = before.get("Properties", {}), after.get("Properties", {})
    for name in sorted(ours.keys() | theirs.keys()):
        if not same(ours.get(name), theirs.get(name)):
            yield f"{name} {_members(ours.get(name))} -> {_members(theirs.get(name))}"


def _members(value: Any) -> str:
    """A list by what tells its members apart; anything else only as being there."""
    if not isinstance(value, list):
        return "…" if value is not None else "nothing"
    return f"[{', '.join(map(_member, value))}]"


def _member(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    name = next((value[key] for key in ("Region", "IndexName", "AttributeName", "PolicyName") if key in value), "…")
    return f"{name} unprotected" if value.get("DeletionProtectionEnabled") is False else str(name)


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("-", name) for name in sorted(before.keys() - after.keys()))
    yield from (("+", name) for name in sorted(after.keys() - before.keys()))
