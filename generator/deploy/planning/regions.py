"""The StackSet: instances that are brought to another template, and new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from msgspec import Struct

from generator.assembly.model import TemplateEntry
from generator.deploy.bodies.parts import is_same_body
from generator.deploy.bodies.rest import RestUpdate, rest_updates
from generator.deploy.calls import AT_ONCE
from generator.deploy.model import Body, CreateInstances, DeployStackSet
from generator.deploy.planning.estimates import SECONDS
from generator.deploy.planning.foundation import Foundation
from generator.deploy.planning.rest_told import rest_told
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.stacks import capabilities_of
from generator.deploy.planning.steps import Number, Steps, places
from generator.diff.normal import encoded


class RegionSteps(Struct, frozen=True, kw_only=True):
    """Region ─▶ the step after which its API is the wanted one; only regions that have such a step."""

    updated: Mapping[str, int] = {}
    created: Mapping[str, int] = {}

    @property
    def all(self) -> Mapping[str, int]:
        """Of both kinds."""
        return {**self.updated, **self.created}


def add_regions(
    steps: Steps, situation: Situation, foundation: Foundation, main: Number, smoke: Iterable[int]
) -> RegionSteps:
    """All regions but the main one, after the last step of its stack, `main`: what fails there fails nowhere else.

    Regions that are there are updated when the main one has answered as well, `smoke`; they have customers.
    """
    entry = situation.wanted.get("secondary")
    if entry is None:
        return RegionSteps()
    needs = (foundation.roles, foundation.storing(entry.body, situation.main_region), main)
    stack_set = StackSet(steps, situation, entry, needs)
    kept = [region for region in situation.secondary if situation.standings[region] != "missing"]
    new = tuple(region for region in situation.secondary if situation.standings[region] == "missing")
    updated = _update(stack_set, situation, kept, [*smoke, *(foundation.assets.get(region) for region in kept)])
    created: dict[str, int] = {}
    if new:
        number = stack_set.create(new, tuple(kept), [need for region in new for need in foundation.making(region)])
        created = dict.fromkeys(new, number)
    return RegionSteps(updated=updated, created=created)


class StackSet:
    """The StackSet as the steps so far will have left it; `last` gave it the template that it has by then."""

    def __init__(self, steps: Steps, situation: Situation, entry: TemplateEntry, needs: Iterable[Number]) -> None:
        there = situation.deployed.secondary
        self.body: Body | None = None if there is None else there.body
        self.wanted = entry.body
        self.last: Number = None
        self._steps = steps
        self._situation = situation
        self._entry = entry
        self._needs = tuple(needs)

    def deploy(self, body: Body, regions: tuple[str, ...], told: tuple[str, str], needs: Iterable[Number] = ()) -> int:
        """Give it a body and bring the instances in `regions` to it."""
        is_parallel = self._situation.assembly.deploy.region_concurrency == "parallel"
        seconds = SECONDS["instance-update"] * (1 if is_parallel else len(regions))
        self.body = body
        self.last = self._steps.add(
            DeployStackSet(
                region=self._situation.main_region,
                stack_set_name=self._entry.stack_name,
                body=body,
                capabilities=self._entry.capabilities or capabilities_of(body),
                regions=regions,
                parallel=is_parallel,
            ),
            f"{places(regions) or self._situation.main_region}: {told[0]}",
            f"{told[1]}; {'all at once' if is_parallel else 'one region after the other'}"
            if len(regions) > 1
            else told[1],
            needs=(self.last, *self._needs, *needs),
            estimate=seconds or SECONDS["stack-set"],
        )
        return self.last

    def create(self, regions: tuple[str, ...], others: tuple[str, ...], needs: Iterable[Number]) -> int:
        """Make instances with the wanted template; `others` have it already.

        AWS changes the template of a StackSet together with an instance, or when it has none [aws-facts 2.7]. So
        another instance carries the template: one that has it, or one that is broken and made anew by that. Where all
        others are left alone or go, the new ones are made from the template that is there, and then updated.
        """
        needs = tuple(needs)
        there = self._situation.deployed.secondary
        instances = {} if there is None else there.instances
        broken = tuple(region for region in regions if region in instances)
        if self.body is None:
            self.deploy(self.wanted, (), ("make the StackSet", "it keeps all other regions alike"))
        elif is_same_body(self.body, self.wanted):
            pass
        elif (inherited := self._situation.inherited_body) is not None:
            return self._create_and_update(inherited, regions, needs)
        elif broken and not others:
            number = self.deploy(self.wanted, broken, ("make the API anew", "the first try failed"), needs)
            return self._instances(regions, needs) if broken != regions else number
        else:
            self.deploy(self.wanted, others, ("bring the StackSet up to date", "new regions are made from it"))
        return self._instances(regions, needs)

    def _create_and_update(self, body: Body, regions: tuple[str, ...], needs: tuple[Number, ...]) -> int:
        number = self._instances(regions, needs)
        for update in rest_updates(body, self.wanted):
            number = self.deploy(update.body, regions, rest_told(update, is_first=False), [number])
        return number

    def _instances(self, regions: tuple[str, ...], needs: Iterable[Number]) -> int:
        is_parallel = self._situation.assembly.deploy.region_concurrency != "sequential"
        return self._steps.add(
            CreateInstances(
                region=self._situation.main_region,
                stack_set_name=self._entry.stack_name,
                regions=regions,
                capabilities=self._entry.capabilities,
                parallel=is_parallel,
            ),
            f"{places(regions)}: make the API",
            "the data is there by now" + (_at_once(regions) if is_parallel else ""),
            needs=(self.last, *self._needs, *needs),
            estimate=SECONDS["instance"] * (ceil(len(regions) / AT_ONCE) if is_parallel else len(regions)),
        )


def _at_once(regions: tuple[str, ...]) -> str:
    several = "; all at once" if len(regions) <= AT_ONCE else f"; {AT_ONCE} regions at a time"
    return several if len(regions) > 1 else ""


def _update(stack_set: StackSet, situation: Situation, kept: list[str], needs: Iterable[Number]) -> dict[str, int]:
    """Instances with the same template go the same way, and in the end all together."""
    behind = [region for region in kept if situation.standings[region] != "current"]
    if not behind:
        return {}
    lasts: list[RestUpdate] = []
    for regions in _groups(situation, behind):
        body = situation.regional_body(regions[0]) or stack_set.wanted
        updates = rest_updates(body, stack_set.wanted)
        lasts += updates[-1:]
        for update in updates[:-1]:
            stack_set.deploy(update.body, tuple(regions), rest_told(update, is_first=False), needs)
    # Another template marks every instance as outdated, also those that have the wanted one [aws-facts 2.7].
    is_another = (
        stack_set.last is not None or stack_set.body is None or not is_same_body(stack_set.body, stack_set.wanted)
    )
    number = stack_set.deploy(stack_set.wanted, tuple(kept if is_another else behind), _last_told(lasts), needs)
    return dict.fromkeys(behind, number)


def _last_told(updates: list[RestUpdate]) -> tuple[str, str]:
    if updates and all(update.kind == "narrow" for update in updates):
        return rest_told(updates[0], is_first=False)
    return "update the API", "as in the main region, which has it already"


def _groups(situation: Situation, regions: Iterable[str]) -> list[list[str]]:
    """The regions by the template that they have, both in the order given."""
    found: dict[bytes, list[str]] = {}
    for region in regions:
        found.setdefault(encoded(situation.regional_body(region)), []).append(region)
    return list(found.values())
