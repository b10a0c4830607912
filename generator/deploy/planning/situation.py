"""What is wanted and what is there, boiled down to what decides about steps.

A body that an operation of somebody else is just bringing is taken as if it were there: it is waited for. A stack whose
first create failed is none. After a rolled back update AWS shows the template from before it, parameters too, so that
is where it goes on [ministackorg/ministack#1641 has it measured].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from generator.assembly.model import Assembly, TemplateEntry
from generator.aws.model import DeployedInstance, DeployedStack
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES
from generator.cloudformation.template_text import template_size
from generator.deploy.bodies.parts import is_same_body, tables_of
from generator.deploy.bodies.records import regions_of
from generator.deploy.bodies.tables import replicas_of
from generator.deploy.deployed import Deployed
from generator.deploy.model import Body
from generator.deploy.presence import serving_stack

Standing = Literal["missing", "unknown", "behind", "current"]
"""Of an instance: there is none that works, its region did not answer, it has another template, it is as wanted."""


class Situation(Struct, frozen=True, kw_only=True):
    """`wanted` are the templates by name, `bodies` the deployed ones of the plain stacks `roles`, `main` and `dns`.

    `skipped` regions are left alone. `standings`: region ─▶ what the instance there is like, also of wanted regions
    without one. `in_dns`: regions with a record. `is_dns_held`: the region of the DNS stack does not answer or is to be
    skipped, so what DNS says cannot change; then regions that are to go are among the skipped ones.
    """

    assembly: Assembly
    deployed: Deployed
    skipped: frozenset[str]
    wanted: Mapping[str, TemplateEntry]
    bodies: Mapping[str, Body]
    standings: Mapping[str, Standing]
    in_dns: frozenset[str]
    is_dns_held: bool

    @property
    def main_region(self) -> str:
        """The region of the main stack, of the roles and of the StackSet."""
        return self.assembly.regions[0]

    @property
    def secondary(self) -> tuple[str, ...]:
        """The wanted secondary regions that are not skipped, in the order in which they are rolled out."""
        return self.ordered(region for region in self.assembly.regions[1:] if region not in self.skipped)

    @property
    def regions(self) -> tuple[str, ...]:
        """The wanted regions that are not skipped, the main one first."""
        return (self.main_region, *self.secondary)

    @property
    def removed(self) -> tuple[str, ...]:
        """Regions that are not wanted, not skipped, and that something of ours is still in."""
        there = {*self.standings, *self.in_dns, *replica_regions_of(self.bodies.get("main", {}))}
        return tuple(sorted(there - {*self.assembly.regions} - self.skipped))

    @property
    def is_holding(self) -> bool:
        """Whether a skipped region has an API that is not the wanted one, and may need what that no longer does."""
        return any(self.standings.get(region, "current") not in ("current", "missing") for region in self.skipped)

    @property
    def inherited_body(self) -> Body | None:
        """The template of the StackSet, where new regions are made from it although another one is wanted.

        AWS changes the template of a StackSet together with an instance, or when it has none [aws-facts 2.7]. Here no
        instance can carry the new one: all are left alone or go.
        """
        there, wanted = self.deployed.secondary, self.body("secondary")
        new = [region for region in self.secondary if self.standings[region] == "missing"]
        if there is None or wanted is None or not new or new != list(self.secondary):
            return None
        is_carried = not there.instances or any(region in there.instances for region in new)
        return None if is_carried or is_same_body(there.body, wanted) else there.body

    def ordered(self, regions: Iterable[str]) -> tuple[str, ...]:
        """Regions in the order in which they are rolled out: `deploy.region_order`, then as listed."""
        places = [*self.assembly.deploy.region_order, *self.assembly.regions]
        return tuple(sorted(regions, key=lambda region: places.index(region) if region in places else len(places)))

    def stack(self, region: str) -> DeployedStack | None:
        """The stack that has the API of a region."""
        return serving_stack(region, self.assembly, self.deployed)

    def regional_body(self, region: str) -> Body | None:
        """The deployed template of that stack; `None` where there is none to update."""
        return settled_body(self.stack(region))

    def regional_goal(self, region: str) -> Body:
        """The template that it is to have; empty where the app does not want the region."""
        return self.body("main" if region == self.main_region else "secondary") or {}

    def outputs(self, region: str) -> Mapping[str, str]:
        """What the stack tells; nothing where there is none."""
        stack = self.stack(region)
        return {} if stack is None or self.regional_body(region) is None else stack.outputs

    def body(self, template: str) -> Body | None:
        """The wanted body of a template; `None` where the app has none."""
        entry = self.wanted.get(template)
        return None if entry is None else entry.body


def situation_of(assembly: Assembly, deployed: Deployed, skip: frozenset[str]) -> Situation:
    """The situation, when `skip` are the regions that somebody wants to be left alone."""
    wanted = {entry.name: entry for entry in assembly.templates}
    bodies = {name: body for name, stack in deployed.plain_stacks.items() if (body := settled_body(stack)) is not None}
    instances = {} if deployed.secondary is None else deployed.secondary.instances
    regions = dict.fromkeys((*assembly.regions[1:], *sorted(instances)))
    secondary = wanted.get("secondary")
    is_held = _is_dns_held(wanted.get("dns"), deployed, skip)
    going = {*instances, *replica_regions_of(bodies.get("main", {}))} - {*assembly.regions} if is_held else set()
    return Situation(
        assembly=assembly,
        deployed=deployed,
        skipped=skip | going,
        wanted=wanted,
        bodies=bodies,
        standings={
            region: _standing(instances.get(region), secondary, is_unread=region in deployed.unread)
            for region in regions
        },
        in_dns=regions_of(bodies.get("dns", {})),
        is_dns_held=is_held,
    )


def _is_dns_held(dns: TemplateEntry | None, deployed: Deployed, skip: frozenset[str]) -> bool:
    return dns is not None and any(region in skip or region in deployed.unread for region in dns.regions)


def replica_regions_of(body: Body) -> frozenset[str]:
    """The regions that the tables of a template have a replica in."""
    return frozenset(region for table in tables_of(body).values() for region in replicas_of(table))


def settled_body(stack: DeployedStack | None) -> Body | None:
    """The template of a stack, once nothing is in progress any more; `None` where there will be none to update."""
    return stack.body if stack is not None and stack.status.is_up else None


def _standing(instance: DeployedInstance | None, wanted: TemplateEntry | None, *, is_unread: bool) -> Standing:
    if instance is None:
        return "missing"
    if instance.stack is None and is_unread:
        return "unknown"
    body = settled_body(instance.stack)
    if body is None or instance.status == "INOPERABLE":
        return "missing"
    is_current = instance.status == "CURRENT" and wanted is not None and is_same_body(body, wanted.body)
    return "current" if is_current else "behind"


def is_uploaded(body: Body) -> bool:
    """Whether a template is too large to be sent inline, and goes by the artifact bucket of its region."""
    return template_size(body) > INLINE_TEMPLATE_BYTES
