"""Why a roll-out is not begun: what the preflight found, a world that moved on, a risk that nobody agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from generator.cli.words import one_line

if TYPE_CHECKING:
    from generator.cli.console import Console
    from generator.cli.prospect import Prospect
    from generator.deploy.model import Check, Plan

ANSWER_IS_NO = 1
NOT_TRIED = 2
REFUSED = 3
NOT_FOUND_OUT = 4


def code_of(mistakes: Sequence[Check], otherwise: int) -> int:
    """The exit code of what the preflight found: refused in another account, not found out where no answer came."""
    from generator.deploy.preflight import OTHER_ACCOUNT, UNREAD

    found = {check.id for check in mistakes}
    if OTHER_ACCOUNT in found:
        return REFUSED
    return NOT_FOUND_OUT if UNREAD in found else otherwise


def refused(console: Console, seen: Prospect, command: str, order: Plan | None = None) -> int:
    """The exit code with which it is refused, the reasons told; 0 when nothing is in the way.

    `command` is this command line; `order` the plan that is to be carried out exactly, where there is one.
    """
    for allowance in seen.idle:
        console.say(f"--allow {allowance.text} agrees to nothing that is there", fg="yellow")
    if seen.plan.mistakes:
        for check in seen.plan.mistakes:
            console.error(f"{one_line(check.text)} [{check.id}]", one_line(check.advice))
        console.next_step(f"mend that, then {command}")
        return code_of(seen.plan.mistakes, NOT_TRIED)
    if order is not None and _has_moved(order, seen.plan):
        console.error(*_difference(order, seen.plan))
        return REFUSED
    if seen.refused:
        _tell_risks(console, seen, command)
        return REFUSED
    return 0


def _has_moved(order: Plan, now: Plan) -> bool:
    return _essence(order) != _essence(now)


def _essence(plan: Plan) -> bytes:
    """What has to be the same: as JSON, for one of the two comes from there."""
    return msgspec.json.encode((plan.account, plan.wanted, plan.fingerprint, plan.steps), order="deterministic")


def _difference(order: Plan, now: Plan) -> tuple[str, str]:
    """What is no longer as the plan says, and what to do."""
    advice = "make a new plan and read it again"
    if order.account != now.account:
        return f"the plan is for account {order.account}, and the credentials are of {now.account}", advice
    if order.wanted != now.wanted:
        return "build/ is not what it was when the plan was made", advice
    if order.fingerprint != now.fingerprint:
        return "what is deployed, or build/, is not what it was when the plan was made", advice
    return "the file does not hold the steps that are planned for this", advice


def _tell_risks(console: Console, seen: Prospect, command: str) -> None:
    from generator.diff.allow import flag, flags

    for risk in seen.refused:
        meaning = risk.meaning
        agreement = f"agree to it with {flag(meaning)}" if meaning.guard else meaning.advice
        console.error(one_line(meaning.text), one_line(agreement))
    if all(risk.meaning.guard for risk in seen.refused):
        console.next_step(f"if all of that is meant: {' '.join([command, *flags(seen.refused)])}")
