"""`plan`: what is wanted and what is deployed ─▶ the steps from the one to the other, in the only safe order.

Tables first, for every region's API needs them; then the main region's API, and the others when it answers; DNS leads
customers to a region when it has answered by its own name. What goes, goes the other way round: nobody is led to a
region any more, then its API is deleted, then its data. What is narrowed (rights, indexes, tables) is narrowed last.

Steps depend on what they need, so what does not need one another happens at once, and a step that fails stops only
those that need it. An interrupted plan is continued by planning again: nothing but AWS remembers where it was.
"""

from __future__ import annotations

from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.deploy.budget import budget_of
from generator.deploy.deployed import Deployed
from generator.deploy.fingerprint import fingerprint
from generator.deploy.model import Plan
from generator.deploy.planning.checks import checks_of
from generator.deploy.planning.data import add_main_api, add_tables
from generator.deploy.planning.dns import add_dns, add_dns_removal, dns_bodies
from generator.deploy.planning.foundation import add_foundation, add_narrower_roles
from generator.deploy.planning.imports import Imports, imports_of
from generator.deploy.planning.main_stack import MainStack
from generator.deploy.planning.notes import notes_of
from generator.deploy.planning.refusals import refuse_skip, refuse_unread
from generator.deploy.planning.regions import RegionSteps, add_regions
from generator.deploy.planning.removal import add_narrowing, add_removals, add_restores, add_withdrawals
from generator.deploy.planning.situation import Situation, situation_of
from generator.deploy.planning.steps import Number, Steps
from generator.deploy.planning.traffic import add_smoke_tests, is_ours


def plan(assembly: Assembly, deployed: Deployed, *, skip: frozenset[str] = frozenset()) -> Plan:
    """The plan; without steps there is nothing to do. `skip` are regions that are left as they are.

    Pure. Raises `UsageError` when the main region is to be skipped, `NetworkError` when it has not answered. What else
    stands in the way is among the `checks` of the plan, and of preflight.
    """
    refuse_skip(assembly, skip)
    refuse_unread(assembly, deployed)
    situation = situation_of(assembly, deployed, skip)
    imports = imports_of(situation)
    steps = Steps()
    _add_all(steps, situation, imports)
    return replace(
        unplanned(assembly, deployed, skip=skip),
        checks=(*imports.checks, *checks_of(situation)),
        notes=notes_of(situation),
        steps=steps.planned,
    )


def unplanned(assembly: Assembly, deployed: Deployed, *, skip: frozenset[str] = frozenset()) -> Plan:
    """A plan without steps: the beginning of each, and all of it before what stands in the way is mended."""
    return Plan(
        app=assembly.app,
        environment=assembly.environment,
        id=assembly.id,
        account=deployed.identity.account,
        main_region=assembly.regions[0],
        regions=assembly.regions,
        skipped=tuple(sorted(skip)),
        wanted=assembly.app_sha256,
        fingerprint=fingerprint(assembly, deployed),
        stack_names={entry.name: entry.stack_name for entry in assembly.templates},
        roles=assembly.roles,
        budget=budget_of(assembly),
    )


def _add_all(steps: Steps, situation: Situation, imports: Imports) -> None:
    """The steps in the order of the numbers that people read; what waits for what is in their needs."""
    foundation = add_foundation(steps, situation)
    nameless = add_dns_removal(steps, situation)
    stack = MainStack(steps, situation, (*foundation.making(situation.main_region), foundation.roles))
    add_tables(stack, situation, imports)
    api = add_main_api(stack, situation, needs=(nameless,))
    main = {} if api is None else {situation.main_region: api}
    smoke = add_smoke_tests(steps, situation, _main_to_ask(situation, api), main)
    regions = add_regions(steps, situation, foundation, stack.last, smoke.values())
    smoke |= add_smoke_tests(steps, situation, _others_to_ask(situation, regions), regions.all)
    dns = dns_bodies(situation, {*main, *regions.all})
    published = None if dns is None else add_dns(steps, situation, dns, foundation, smoke)
    serving = (published, *smoke.values())
    withdrawn = add_withdrawals(steps, situation, dns, serving) or nameless
    removals = add_removals(steps, situation, withdrawn, serving)
    add_narrowing(stack, withdrawn, removals, serving)
    add_restores(steps, situation, withdrawn, removals)
    add_narrower_roles(steps, situation)


def _main_to_ask(situation: Situation, api: Number) -> list[str]:
    """The main region, when it changes, when the others are to follow it, or when it is to get customers."""
    is_followed = any(situation.standings[region] in ("behind", "unknown") for region in situation.secondary)
    is_asked = api is not None or is_followed or _is_to_ask(situation, situation.main_region)
    return [situation.main_region] if is_asked else []


def _others_to_ask(situation: Situation, regions: RegionSteps) -> list[str]:
    return [region for region in situation.secondary if region in regions.all or _is_to_ask(situation, region)]


def _is_to_ask(situation: Situation, region: str) -> bool:
    is_new_in_dns = "dns" in situation.wanted and not situation.is_dns_held and region not in situation.in_dns
    return is_new_in_dns or is_ours(situation, region)
