"""Regions that go, and what tables lose: what is removed has no customers any more, and nothing that is still needed.

Per region: drain, records, as long as resolvers remember them, what was written there last, API, replicas.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.deploy.bodies.narrowing import narrowing
from generator.deploy.bodies.parts import table_name, tables_of
from generator.deploy.bodies.tables import replicas_of
from generator.deploy.model import AwaitReplication, AwaitTtl, DeleteInstances, DeleteStackSet, Drain, Restore
from generator.deploy.planning.dns import DnsBodies, add_withdrawal
from generator.deploy.planning.estimates import SECONDS, TTL_SECONDS
from generator.deploy.planning.main_stack import MainStack
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.steps import Number, Steps, named
from generator.deploy.planning.traffic import is_drained_by_others, is_ours


def add_withdrawals(
    steps: Steps, situation: Situation, bodies: DnsBodies | None, serving: Collection[Number]
) -> Number:
    """Drain the regions that go and take their records away, after `serving`: others serve by then."""
    if bodies is None or not bodies.going:
        return None
    drains = [_drain(steps, situation, region, serving) for region in bodies.going]
    return add_withdrawal(steps, situation, bodies, (*serving, *drains))


def _drain(steps: Steps, situation: Situation, region: str, serving: Collection[Number]) -> Number:
    table = situation.assembly.control_table
    tables = tables_of(situation.bodies.get("main", {}))
    can_be = any(table_name(name, one) == table and region in replicas_of(one) for name, one in tables.items())
    if not can_be or is_ours(situation, region) or is_drained_by_others(situation, region):
        return None
    return steps.add(
        Drain(region=region, table=table, via=situation.main_region),
        f"{region}: let no more customers in",
        "its health check fails from now on, and DNS answers with other regions",
        needs=serving,
        estimate=SECONDS["row"],
    )


def add_removals(steps: Steps, situation: Situation, out_of_dns: Number, needs: Collection[Number]) -> dict[str, int]:
    """Region ─▶ the step that deletes its API, for regions that go and have one."""
    there = situation.deployed.secondary
    if there is None:
        return {}
    numbers = {
        region: _remove(steps, situation, region, (out_of_dns, *needs))
        for region in situation.removed
        if region in there.instances
    }
    if "secondary" not in situation.wanted and numbers.keys() == there.instances.keys():
        steps.add(
            DeleteStackSet(region=there.region, stack_set_name=there.name),
            f"{there.region}: delete the StackSet",
            "the app has one region",
            needs=numbers.values(),
            estimate=SECONDS["stack-set"],
        )
    return numbers


def _remove(steps: Steps, situation: Situation, region: str, needs: Collection[Number]) -> int:
    there = situation.deployed.secondary
    assert there is not None
    ttl = steps.add(
        AwaitTtl(region=region, seconds=TTL_SECONDS),
        f"{region}: wait until resolvers have forgotten it",
        "an answer of DNS is kept for a minute",
        needs=needs,
        estimate=SECONDS["ttl"],
    )
    return steps.add(
        DeleteInstances(region=situation.main_region, stack_set_name=there.name, regions=(region,)),
        f"{region}: delete the API",
        "nobody is led there any more",
        needs=(_await_replication(steps, situation, region, ttl),),
        estimate=SECONDS["delete-instance"],
    )


def _await_replication(steps: Steps, situation: Situation, region: str, ttl: int) -> int:
    tables = {
        name: table
        for name, table in tables_of(situation.bodies.get("main", {})).items()
        if region in replicas_of(table)
    }
    names = sorted(table_name(name, table) for name, table in tables.items())
    towards = dict.fromkeys(other for table in tables.values() for other in replicas_of(table))
    others = tuple(other for other in towards if other in situation.regions)
    if not names or not others:
        return ttl
    return steps.add(
        AwaitReplication(region=region, tables=tuple(names), towards=others),
        f"{region}: wait until its last writes to {named(names, 'table')} are everywhere",
        "what has not been replicated is lost with a replica",
        needs=[ttl],
        estimate=SECONDS["replication"],
    )


def add_narrowing(stack: MainStack, out_of_dns: Number, removals: Mapping[str, int], needs: Collection[Number]) -> None:
    """What tables lose. Indexes and tables go when every region has its API; a replica when its region has none.

    The roles keep their rights until an index is gone [aws-facts 1.26].
    """
    everywhere = (*needs, *removals.values())
    for update in narrowing(stack.tables, stack.goal):
        stack.update_tables(update, needs=(removals.get(update.region), out_of_dns) if update.region else everywhere)
        stack.await_indexes({}, update.dropped)


def add_restores(steps: Steps, situation: Situation, out_of_dns: Number, removals: Mapping[str, int]) -> None:
    """Delete the rows by which regions were drained that are gone now, so that they can come back one day."""
    drained = {planned.step.region for planned in steps.planned if isinstance(planned.step, Drain)}
    left = {region for region in situation.deployed.control if is_ours(situation, region)}
    for region in sorted((drained | left) - {*situation.assembly.regions} - situation.skipped):
        steps.add(
            Restore(region=region, table=situation.assembly.control_table, via=situation.main_region),
            f"{region}: delete the row by which it was drained",
            "it has no API any more, and may come back one day",
            needs=(removals.get(region), out_of_dns),
            estimate=SECONDS["row"],
        )
