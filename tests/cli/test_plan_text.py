"""A plan as people read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli.plan_text import plan_text
from generator.cli.words import about, clock, one_line
from generator.deploy.duration import duration
from generator.deploy.model import Check, PlannedStep
from generator.diff.allow import Risk
from generator.diff.model import Meaning
from tests.cli.plans import CHECKS, STEPS, plan, stack, step
from tests.golden import Golden

CASES = Path(__file__).parents[1] / "cases" / "cli"

RISKS = (
    Risk(
        "prod",
        Meaning(
            kind="public-route",
            subject="DELETE /data/{pk}",
            risk="risky",
            text="DELETE /data/{pk} is new, and open to everyone",
            guard="public-route",
        ),
    ),
    Risk("prod", Meaning(kind="parity-broken", subject="", risk="risky", text="it has no guard", advice="mend it")),
)


def test_a_plan_is_a_numbered_list_with_reasons_and_times(golden: Golden) -> None:
    text = plan_text(plan(notes=("eu-west-1 is drained by somebody else",)), RISKS, width=80)

    golden.check(CASES / "plan.txt", text + "\n")


def test_a_narrow_terminal_gets_narrow_lines(golden: Golden) -> None:
    text = plan_text(plan(), (), width=40)

    assert max(len(line) for line in text.splitlines() if line.startswith(" ")) <= 40
    golden.check(CASES / "plan-narrow.txt", text + "\n")


def test_every_check_is_told_on_demand() -> None:
    assert "P101" not in plan_text(plan(), (), width=80)
    assert "  ok: the credentials are of account 123456789012 [P101]" in plan_text(plan(), (), width=80, verbose=True)


def test_when_every_check_is_well_one_line_says_so() -> None:
    assert "preflight: 1 check, all well\n" in plan_text(plan(checks=CHECKS[:1]), (), width=80)


def test_a_plan_without_steps_says_that_there_is_nothing_to_do() -> None:
    assert plan_text(plan(steps=()), (), width=80).endswith("\n\nnothing to do")


def test_regions_that_are_left_out_are_named() -> None:
    assert "; without eu-west-1\n" in plan_text(plan(skipped=("eu-west-1",)), (), width=80)


def test_texts_of_others_neither_start_lines_nor_reach_the_terminal() -> None:
    hostile = Check(id="P199", outcome="error", text="zoné\x1b[2J\nerror: forged")

    text = plan_text(plan(checks=(hostile,)), (), width=80)

    assert "  error: zoné\\x1b[2J error: forged [P199]" in text


def test_what_runs_at_the_same_time_counts_once() -> None:
    assert duration(STEPS) == 60 + 600 + 300 + 10
    assert duration(()) == 0


def test_a_chain_takes_the_sum_and_independent_steps_the_longest() -> None:
    def steps(*needs: tuple[int, ...]) -> tuple[PlannedStep, ...]:
        return tuple(
            step(number, stack("eu-west-1"), "x", needs=need, estimate=10 * number)
            for number, need in enumerate(needs, 1)
        )

    assert duration(steps((), (1,), (2,))) == 60
    assert duration(steps((), (), ())) == 30


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (3599, "1 h"), (8100, "2 h 15 min"), (86_400, "24 h")],
)
def test_times_are_told_as_people_say_them(seconds: int, text: str) -> None:
    assert about(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.9, "0:59"), (760, "12:40"), (3723, "1:02:03")])
def test_elapsed_time_is_told_as_on_a_watch(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(
    ("text", "line"), [(" a\n  b ", "a b"), ("ü", "ü"), ("a\x07b", "a\\x07b"), ("\ud800", "\\ud800"), ("", "")]
)
def test_any_text_becomes_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
