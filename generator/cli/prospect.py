"""What a roll-out would do, and what stands in its way: read from AWS, before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import GuardError, NetworkError, UsageError

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.cloud import Cloud
    from generator.deploy.deployed import Deployed
    from generator.deploy.model import Check, Plan
    from generator.diff.allow import Allowance, Risk


class Prospect(Struct, frozen=True, kw_only=True):
    """A plan, and the risky changes in it that nobody agreed to yet. `idle` are allowances that cover nothing."""

    plan: Plan
    deployed: Deployed
    refused: tuple[Risk, ...] = ()
    idle: tuple[Allowance, ...] = ()

    @property
    def mistakes(self) -> tuple[Check, ...]:
        """The checks that say that it cannot work."""
        return tuple(check for check in self.plan.checks if check.outcome == "error")

    @property
    def is_unread(self) -> bool:
        """Whether a region did not answer, so that it is not known what is there."""
        from generator.deploy.preflight import UNREAD

        return any(check.id == UNREAD for check in self.mistakes)


def prospect(
    cloud: Cloud, assembly: Assembly, *, skip: frozenset[str] = frozenset(), allowed: Sequence[Allowance] = ()
) -> Prospect:
    """What leads from what is deployed to `assembly`. Raises `GuardError` in another account than the app's."""
    from generator.deploy.deployed_assembly import deployed_assembly
    from generator.deploy.guards import refusals
    from generator.deploy.planner import plan, unplanned
    from generator.deploy.preflight import preflight
    from generator.deploy.state import read

    deployed = read(cloud, assembly, skip=skip)
    refuse_other_account(assembly, deployed)
    _refuse_unknown(assembly, deployed, skip)
    checks = preflight(assembly, deployed)
    try:
        planned = plan(assembly, deployed, skip=skip)
    except NetworkError:
        # What could not be read is among what the preflight says, with everything else that is wrong.
        if all(check.outcome != "error" for check in checks):
            raise
        planned = unplanned(assembly, deployed, skip=skip)
    risks = refusals(assembly, deployed_assembly(assembly, deployed), (), skip=skip)
    return Prospect(
        plan=replace(planned, checks=(*checks, *planned.checks)),
        deployed=deployed,
        refused=tuple(risk for risk in risks if not any(each.covers(risk.meaning) for each in allowed)),
        idle=tuple(each for each in allowed if not any(each.covers(risk.meaning) for risk in risks)),
    )


def ruin(cloud: Cloud, assembly: Assembly, *, deleting: Sequence[Allowance]) -> Prospect:
    """What leads from what is deployed to nothing, but for the tables whose end `deleting` does not agree to.

    Raises `UsageError` for a table that the app neither wants nor has, `NetworkError` when a region does not answer.
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
    account = deployed.identity.account
    if assembly.account is not None and assembly.account != account:
        raise GuardError(
            (
                (
                    f"the credentials are of account {account}, and the app file names {assembly.account}",
                    "use credentials of that account, for example with --profile, or correct `account`",
                ),
            )
        )


def _refuse_unknown(assembly: Assembly, deployed: Deployed, skip: frozenset[str]) -> None:
    """A region to be skipped that the app neither wants nor has is misspelled."""
    there = deployed.secondary.instances if deployed.secondary else ()
    known = dict.fromkeys([*assembly.regions, *there])
    unknown = sorted(skip - known.keys())
    if unknown:
        raise UsageError(f"--skip-region {unknown[0]}: the app has no such region", f"it has {', '.join(known)}")
