"""A plan as a numbered list for people: what happens in which region, why, how long, and what has to be agreed to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from generator.cli.words import about, one_line
from generator.diff.meaning.view import counted, listed

if TYPE_CHECKING:
    from generator.deploy.model import Budget, Check, Plan, PlannedStep
    from generator.diff.allow import Risk

_OUTCOMES = {"ok": "ok", "warning": "warning", "error": "error", "unknown": "not known"}

# A number and its unit stay on one line.
_BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=(?:s|min|h)\b)")
_UNBREAKABLE = "\N{NO-BREAK SPACE}"

Line = tuple[str, str]
"""What a line begins with, and its text; where it is wrapped, the lines below are indented as far as the beginning."""


def plan_text(plan: Plan, risks: Sequence[Risk], *, width: int, verbose: bool = False) -> str:
    """All of a plan, for a terminal of `width` columns. `risks` are those that still have to be agreed to."""
    paragraphs: list[list[Line]] = [
        list(_heading(plan)),
        [*_checks(plan.checks, verbose=verbose), *_budget(plan.budget), *(("note: ", note) for note in plan.notes)],
        [line for step in plan.steps for line in _step(step, digits=max(2, len(str(len(plan.steps)))))],
        [("", _total(plan))],
        list(_agreements(risks)),
    ]
    return "\n\n".join("\n".join(_wrapped(lines, width)) for lines in paragraphs if lines)


def _heading(plan: Plan) -> Iterator[Line]:
    others = [name for name in plan.regions if name != plan.main_region]
    skipped = f"; without {listed(plan.skipped)}" if plan.skipped else ""
    yield "", f"{plan.app}, environment {plan.environment}, account {plan.account}"
    yield "", f"regions: {listed([f'{plan.main_region} (main)', *others])}{skipped}"


def _checks(checks: Sequence[Check], *, verbose: bool) -> Iterator[Line]:
    wrong = [check for check in checks if check.outcome != "ok"]
    if wrong:
        yield "", f"preflight: {len(checks) - len(wrong)} of {counted(len(checks), 'check')} well"
    elif checks:
        yield "", f"preflight: {counted(len(checks), 'check')}, all well"
    for check in checks if verbose else wrong:
        yield "  ", f"{_OUTCOMES[check.outcome]}: {check.text} [{check.id}]"
        if check.advice:
            yield "      ", check.advice


def _budget(budget: Budget | None) -> Iterator[Line]:
    if budget is None:
        return
    yield (
        "",
        f"failover: a region that goes down gets no more clients after {budget.detection + budget.ttl} s "
        f"({budget.detection} s to notice it, {budget.ttl} s in caches)",
    )
    yield "", f"health checks: {budget.checks_per_month:,} requests a month to each region"


def _step(step: PlannedStep, *, digits: int) -> Iterator[Line]:
    after = f", after {listed(map(str, step.needs))}" if step.needs else ""
    yield f"{step.number:>{digits}}. ", f"{step.title} ({about(step.estimate)}{after})"
    if step.reason:
        yield " " * (digits + 2), step.reason


def _total(plan: Plan) -> str:
    from generator.deploy.duration import duration

    if plan.steps:
        return f"{counted(len(plan.steps), 'step')}, about {about(duration(plan.steps))} in all"
    return "nothing is planned before that is mended" if plan.mistakes else "nothing to do"


def _agreements(risks: Sequence[Risk]) -> Iterator[Line]:
    from generator.diff.allow import flag

    if risks:
        yield "", "To be agreed to:"
    for risk in risks:
        yield "  ! ", risk.meaning.text
        # All of it is the beginning: a flag is there to be copied, and never wrapped.
        yield (f"    {flag(risk.meaning)}", "") if risk.meaning.guard else ("    ", risk.meaning.advice)


def _wrapped(lines: Iterable[Line], width: int) -> Iterator[str]:
    for first, text in lines:
        indent = " " * len(first)
        shown = _BEFORE_A_UNIT.sub(_UNBREAKABLE, one_line(text))
        lines_of_text = wrap(
            shown, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        yield from (line.replace(_UNBREAKABLE, " ") for line in lines_of_text or [first])
