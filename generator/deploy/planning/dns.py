"""The DNS stack: a region gets its records when it has answered, and loses them before its API goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from generator.assembly.model import FromOutput, Json
from generator.cloudformation.references import references
from generator.deploy.bodies.parts import is_same_body, resources_of, same
from generator.deploy.bodies.records import parameters_of, with_regions, without_dashboards, without_regions
from generator.deploy.model import Body, DeleteStack
from generator.deploy.planning.estimates import SECONDS
from generator.deploy.planning.foundation import Foundation
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.stacks import PROTECTION, lacks_protection, stack_step
from generator.deploy.planning.steps import Number, Steps, places

Parameters = Mapping[str, str | FromOutput]


class DnsBodies(Struct, frozen=True, kw_only=True):
    """The bodies of the DNS stack on its way: first with the regions that come, then without those that go.

    Skipped regions stay as they are deployed. `new` have no record yet, `going` lose theirs; of `moving` ones the
    target is or may become another.
    """

    first: Body
    last: Body
    new: tuple[str, ...]
    going: tuple[str, ...]
    moving: tuple[str, ...]


def dns_bodies(situation: Situation, pending: Collection[str]) -> DnsBodies | None:
    """The way of the DNS stack; `None` for an app without a domain, or when it cannot change now.

    The API of `pending` regions has a step before.
    """
    wanted = situation.body("dns")
    if wanted is None or situation.is_dns_held:
        return None
    there = situation.bodies.get("dns", {})
    going = tuple(region for region in situation.removed if region in situation.in_dns)
    left, kept_out = situation.skipped & situation.in_dns, situation.skipped - situation.in_dns
    last = with_regions(without_regions(wanted, kept_out), there, left)
    kept = [region for region in situation.regions if region in situation.in_dns]
    return DnsBodies(
        first=with_regions(last, there, going),
        last=last,
        new=tuple(region for region in situation.regions if region not in situation.in_dns),
        going=going,
        moving=tuple(region for region in kept if _is_moving(situation, region, is_pending=region in pending)),
    )


def add_dns(
    steps: Steps, situation: Situation, bodies: DnsBodies, foundation: Foundation, smoke: Mapping[str, int]
) -> Number:
    """The step that leads customers to new regions, and to moved targets; `None` when DNS does that."""
    there = situation.bodies.get("dns")
    # What only people look at can wait for the step that takes regions away, if there is one.
    is_same = _lead_alike if bodies.going else is_same_body
    if there is None or bodies.moving or not is_same(there, bodies.first):
        title, reason = _told(situation, bodies)
    elif lacks_protection(situation, "dns"):
        title, reason = "protect the DNS stack", PROTECTION
    else:
        return None
    # A region that answers gets its records although another one does not; what all share waits for all.
    is_shared = there is None or not _lead_alike(without_regions(bodies.first, bodies.new), there)
    regions = smoke if is_shared else (*bodies.new, *bodies.moving)
    home = situation.wanted["dns"].regions[0]
    return steps.add(
        stack_step(situation, "dns", bodies.first, _parameters(situation, bodies.first)),
        f"{home}: {title}",
        reason,
        needs=(foundation.roles, foundation.storing(bodies.first, home), *(smoke.get(region) for region in regions)),
        estimate=SECONDS["dns"],
    )


def _lead_alike(one: Body, other: Body) -> bool:
    """Whether two bodies are the same to clients. A dashboard shows new regions, and leads nobody there."""
    return is_same_body(without_dashboards(one), without_dashboards(other))


def _told(situation: Situation, bodies: DnsBodies) -> tuple[str, str]:
    reason = "not before they answer: a new health check counts as healthy"
    if "dns" not in situation.bodies:
        stack = situation.deployed.dns
        if stack is not None and stack.status.is_stillborn:
            reason = f"{_REMAINS}; {reason}"
        return f"publish the name, in {places(bodies.new)}", reason
    if bodies.new:
        return f"lead customers to {places(bodies.new)} as well", reason
    return "update records and health checks", "as the app file wants them, and to where the regions answer now"


_REMAINS = "what a failed create or deletion left of the stack is deleted first, and nobody finds the name meanwhile"
"""CloudFormation takes nothing else for such a stack. Records that a deletion could not take lead customers on until
this step, so it comes when all regions answer."""


def add_withdrawal(steps: Steps, situation: Situation, bodies: DnsBodies, needs: Collection[Number]) -> int:
    """The step that takes away the records of the regions that go."""
    return steps.add(
        stack_step(situation, "dns", bodies.last, _parameters(situation, bodies.last)),
        f"{situation.wanted['dns'].regions[0]}: lead nobody to {places(bodies.going)} any more",
        "records go before what they point at",
        needs=needs,
        estimate=SECONDS["dns"],
    )


def add_dns_removal(steps: Steps, situation: Situation) -> Number:
    """The step that takes the name out of DNS when the app no longer has one."""
    stack = situation.deployed.dns
    if stack is None or "dns" in situation.wanted:
        return None
    has_role = "roles" in situation.bodies
    return steps.add(
        DeleteStack(region=stack.region, template="dns", stack_name=stack.name, service_role=has_role),
        f"{stack.region}: take the name out of DNS",
        "the app has no domain any more, and records go before what they point at",
        estimate=SECONDS["delete-stack"],
    )


def _parameters(situation: Situation, body: Body) -> Parameters:
    """What fills the parameters of a body: outputs of the regions, but what is there for those that are left alone."""
    sources = situation.wanted["dns"].parameters
    stack = situation.deployed.dns
    there = situation.bodies.get("dns", {})
    values = {} if stack is None else stack.parameters
    known = {name: values[name] for name in parameters_of(there, _untouched(situation)) if name in values}
    declared: Mapping[str, Json] = body.get("Parameters", {})
    return {name: known.get(name) or sources[name] for name in sorted(declared) if name in known or name in sources}


def _untouched(situation: Situation) -> frozenset[str]:
    """Regions that have records whose stacks are not to be asked: skipped ones, and those that go."""
    return (situation.skipped | {*situation.removed}) & situation.in_dns


def _is_moving(situation: Situation, region: str, *, is_pending: bool) -> bool:
    """Whether what the records of a region point at is another than DNS has, or may become another."""
    stack = situation.deployed.dns
    there = {} if stack is None else stack.parameters
    outputs = situation.outputs(region)
    sources = {name: one.output for name, one in situation.wanted["dns"].parameters.items() if one.region == region}
    if any(output in outputs and outputs[output] != there.get(name) for name, output in sources.items()):
        return True
    if not is_pending:
        return False
    before, after = situation.regional_body(region) or {}, situation.regional_goal(region)
    return any(not same(_origin(before, output), _origin(after, output)) for output in sources.values())


def _origin(body: Body, output: str) -> Json:
    """All that decides about an output: its value, and the properties of the resources that it is taken from."""
    value = body.get("Outputs", {}).get(output, {}).get("Value")
    targets = {reference.target for reference in references({"Outputs": {output: {"Value": value}}})}
    return [value, {name: resources_of(body).get(name, {}).get("Properties") for name in sorted(targets)}]
