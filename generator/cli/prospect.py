"""What a roll-out would do, and what stands in its way: read from AWS, before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import GuardError, UsageError

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.cloud import Cloud
    from generator.deploy.deployed import Deployed
    from generator.deploy.model import Plan
    from generator.diff.allow import Allowance, Risk


class Prospect(Struct, frozen=True, kw_only=True):
    """A plan, and the risky changes in it that nobody agreed to yet. `idle` are allowances that cover nothing."""

    plan: Plan
    deployed: Deployed
    refused: tuple[Risk, ...] = ()
    idle: tuple[Allowance, ...] = ()


def prospect(
    cloud: Cloud, assembly: Assembly, *, skip: frozenset[str] = frozenset(), allowed: Sequence[Allowance] = ()
) -> Prospect:
    """What leads from what is deployed to `assembly`; no steps and no risks as long as the preflight finds an error.

    Raises `UsageError` when the main region, or one that the app does not know, is to be skipped.
    """
    from generator.deploy.planner import plan, unplanned
    from generator.deploy.planning.refusals import refuse_skip
    from generator.deploy.preflight import preflight
    from generator.deploy.state import read

    refuse_skip(assembly, skip)
    deployed = read(cloud, assembly, skip=skip)
    _refuse_unknown(assembly, deployed, skip)
    checks = preflight(assembly, deployed)
    if any(check.outcome == "error" for check in checks):
        return Prospect(plan=replace(unplanned(assembly, deployed, skip=skip), checks=checks), deployed=deployed)
    planned = plan(assembly, deployed, skip=skip)
    risks = _risks(assembly, deployed, skip)
    return Prospect(
        plan=replace(planned, checks=(*checks, *planned.checks)),
        deployed=deployed,
        refused=tuple(risk for risk in risks if not any(each.covers(risk.meaning) for each in allowed)),
        idle=tuple(each for each in allowed if not any(each.covers(risk.meaning) for risk in risks)),
    )


def _risks(assembly: Assembly, deployed: Deployed, skip: frozenset[str]) -> tuple[Risk, ...]:
    from generator.deploy.deployed_assembly import deployed_assembly
    from generator.deploy.guards import refusals

    return refusals(assembly, deployed_assembly(assembly, deployed), (), skip=skip)


def ruin(cloud: Cloud, assembly: Assembly, *, deleting: Sequence[Allowance]) -> Prospect:
    """What leads from what is deployed to nothing, but for the tables whose end `deleting` does not agree to.

    Raises `UsageError` for a table that the app neither wants nor has, `GuardError` in another account than the app's,
    `NetworkError` when a region does not answer.
    """
    from generator.deploy.destruction import destruction
    from generator.deploy.state import read

    deployed = read(cloud, assembly)
    refuse_other_account(assembly, deployed)
    planned = destruction(assembly, deployed, delete_data=_tables(assembly, deployed, deleting))
    return Prospect(plan=planned, deployed=deployed)


def _tables(assembly: Assembly, deployed: Deployed, deleting: Sequence[Allowance]) -> frozenset[str]:
    """Names of the tables to be deleted."""
    from generator.deploy.presence import wanted_tables

    known = wanted_tables(assembly) | deployed.tables.keys()
    named = frozenset(allowance.subject for allowance in deleting if allowance.subject is not None)
    for name in sorted(named - known):
        raise UsageError(f'the app has no table "{name}"', f"it has {', '.join(sorted(known))}")
    return known if any(allowance.subject is None for allowance in deleting) else named


def refuse_other_account(assembly: Assembly, deployed: Deployed) -> None:
    """`GuardError` when the credentials are of another account than the app file names."""
    from generator.deploy.checking.account import check_account

    problems = tuple((problem.text, problem.advice) for problem in check_account(assembly, deployed))
    if problems:
        raise GuardError(problems)


def _refuse_unknown(assembly: Assembly, deployed: Deployed, skip: frozenset[str]) -> None:
    """A region to be skipped that the app neither wants nor has is misspelled."""
    there = deployed.secondary.instances if deployed.secondary else ()
    known = dict.fromkeys([*assembly.regions, *there])
    unknown = sorted(skip - known.keys())
    if unknown:
        raise UsageError(f"--skip-region {unknown[0]}: the app has no such region", f"it has {', '.join(known)}")
