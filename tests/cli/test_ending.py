"""How a roll-out ends, in words."""

from __future__ import annotations

from io import StringIO

from generator.cli.console import Console
from generator.cli.ending import Ways, address_lines, tell
from generator.deploy.model import Report
from tests.cli.plans import FIRST, STEPS, plan, result

WAYS = Ways(done="status", again="deploy --env prod")


def told(report: Report) -> str:
    err = StringIO()
    tell(Console(StringIO(), err, environ={}), report, WAYS)
    return err.getvalue()


def test_a_roll_out_that_went_well_counts_its_steps() -> None:
    report = Report(plan=plan(), results=tuple(result(step.number) for step in STEPS))

    assert told(report) == "5 steps done\nNext: status\n"


def test_nothing_to_do_only_says_how_to_go_on() -> None:
    assert told(Report(plan=plan(steps=()), results=())) == "Next: status\n"


def test_a_failure_is_told_with_cause_region_resource_and_the_next_command() -> None:
    report = Report(
        plan=plan(),
        results=(
            result(1),
            result(
                2,
                "failed",
                reason="Access\ndenied",
                advice="give it the permission",
                region=FIRST,
                resource="LogRole",
                exit_code=1,
            ),
            result(3, "skipped"),
            result(4, "failed", reason="no", region=FIRST, resource="RestApi", exit_code=1),
            result(5, "skipped"),
        ),
    )

    assert told(report) == (
        "error: step 2 failed: eu-west-1: create the bootstrap stack (LogRole): Access denied\n"
        "    give it the permission\n"
        "error: step 4 failed: eu-west-1 and ap-southeast-2: create the API (eu-west-1, RestApi): no\n"
        "1 step done, 2 steps failed and 2 steps skipped\n"
        "Next: deploy --env prod\n"
    )


def test_an_interrupted_roll_out_says_how_to_go_on() -> None:
    results = (result(1), *(result(step.number, "interrupted") for step in STEPS[1:]))

    assert told(Report(plan=plan(), results=results)) == (
        "error: interrupted: 1 step done and 4 steps interrupted\n"
        "    nothing is lost: the same command goes on from here\n"
        "Next: deploy --env prod\n"
    )
    assert "interrupted; AWS goes on with what it has begun\n" in told(
        Report(plan=plan(), results=results, detached=True)
    )


def test_addresses_stand_below_one_another_and_are_those_of_the_embedded_aws_where_it_is_that() -> None:
    urls = {"all regions": "https://api.example.com", FIRST: f"https://{FIRST}.api.example.com/x"}

    assert address_lines(urls, None) == (
        "all regions  https://api.example.com\neu-west-1    https://eu-west-1.api.example.com/x"
    )
    assert address_lines(urls, "http://127.0.0.1:4566") == (
        "all regions  http://api.example.com.localhost:4566\n"
        "eu-west-1    http://eu-west-1.api.example.com.localhost:4566/x"
    )
    assert address_lines({}, None) == ""
