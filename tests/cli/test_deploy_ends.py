"""`deploy` that fails, that is stopped, and that is watched by a program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import CredentialsError, Detached, OperationError, Place
from tests.cli.clouds import CtrlC, deploy, deployed, to
from tests.cli.support import invoke, unread
from tests.support.fake_calls import Call
from tests.support.fake_cloud import FakeCloud

FAILURE = OperationError(
    "Resource handler returned: no", "look at the role", Place("update", "eu-central-1", "", "RestApi")
)


def test_a_failure_ends_with_cause_region_resource_and_the_command_to_go_on_with(shop: Path, aws: FakeCloud) -> None:
    aws.fail_next("create_instances", "eu-central-1", FAILURE)

    outcome = deploy(aws, "--yes")

    assert (outcome.code, outcome.out) == (1, "")
    last = outcome.err.splitlines()[-4:]
    assert "failed: " in last[0]
    assert "eu-central-1" in last[0]
    assert "Resource handler returned: no" in last[0]
    assert last[-1] == "Next: python -m generator deploy --env prod --yes"
    assert deploy(aws, "--yes").code == 0


def test_credentials_that_expire_on_the_way_are_what_could_not_be_found_out(shop: Path, aws: FakeCloud) -> None:
    aws.fail_next("create_instances", "eu-central-1", CredentialsError("the token has expired", "log in again"))

    outcome = deploy(aws, "--yes")

    assert outcome.code == 4
    assert "the token has expired\n    log in again\n" in outcome.err


def test_credentials_that_are_not_there_are_told_without_a_plan(shop: Path, aws: FakeCloud) -> None:
    aws.fail_next("identity", "", CredentialsError("there are no credentials", "set AWS_PROFILE"))

    outcome = deploy(aws, "--yes")

    assert outcome.code == 4
    assert outcome.err == "error: there are no credentials\n    set AWS_PROFILE\n"


def test_ctrl_c_begins_no_further_step_and_the_next_run_goes_on(shop: Path, aws: FakeCloud) -> None:
    key = CtrlC()
    aws.before = pressing(key, 1)

    outcome = deploy(aws, "--yes", interrupts=key.interrupts)

    assert outcome.code == 130
    assert "stopping: no further step begins" in outcome.err
    assert outcome.err.splitlines()[-1] == "Next: python -m generator deploy --env prod --yes"
    assert aws.world.find("shop-main", "eu-west-1") is None
    aws.before = lambda call: None
    assert deploy(aws, "--yes").code == 0


def test_a_second_ctrl_c_waits_no_longer(shop: Path, aws: FakeCloud) -> None:
    key = CtrlC()
    aws.before = pressing(key, 2)

    outcome = deploy(aws, "--yes", interrupts=key.interrupts)

    assert outcome.code == 130
    assert "not waiting any longer: what AWS has begun goes on\n" in outcome.err
    assert "; AWS goes on with what it has begun\n" in outcome.err


def pressing(key: CtrlC, times: int) -> Callable[[Call], None]:
    """Presses so often when the roles are being made; AWS's own waiting ends with the second time."""

    def before(call: Call) -> None:
        if (call.method, call.subject) == ("deploy_stack", "shop-roles"):
            for _ in range(times):
                key.press()
            if times > 1:
                raise Detached

    return before


def test_programs_get_events_and_at_last_the_report(shop: Path, aws: FakeCloud) -> None:
    outcome = deploy(aws, "--yes", "--format", "json")

    events = [json.loads(line) for line in outcome.out.splitlines()]
    assert events[0]["event"] == "plan"
    assert events[-1]["event"] == "report"
    assert events[-1]["exit_code"] == outcome.code == 0
    assert events[-1]["urls"]["all regions"] == "https://api.example.com"
    assert len(events[-1]["results"]) == len(events[0]["steps"])


def test_programs_get_a_report_also_when_there_is_nothing_to_do_and_when_it_fails(shop: Path, aws: FakeCloud) -> None:
    aws.fail_next("create_instances", "eu-central-1", FAILURE)

    failed = json.loads(deploy(aws, "--yes", "--format", "json").out.splitlines()[-1])
    deployed(aws)
    idle = [json.loads(line) for line in deploy(aws, "--yes", "--format", "json").out.splitlines()]

    assert (failed["event"], failed["exit_code"]) == ("report", 1)
    assert [event["event"] for event in idle] == ["plan", "report"]
    assert (idle[-1]["exit_code"], idle[-1]["results"]) == (0, [])


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_goes_away_does_not_stop_it_half_way(shop: Path, aws: FakeCloud, form: str) -> None:
    with unread() as closed:
        outcome = deploy(aws, "--yes", "--format", form, out=closed)

    assert outcome.code == 0
    assert "stdout takes nothing more (Broken pipe); what has begun goes on all the same\n" in outcome.err
    assert outcome.err.endswith(" steps done\nNext: python -m generator status --env prod\n")


def test_its_exit_code_is_true_also_when_nobody_reads(shop: Path, aws: FakeCloud) -> None:
    aws.fail_next("create_instances", "eu-central-1", FAILURE)

    with unread() as closed:
        outcome = deploy(aws, "--yes", "--format", "json", out=closed)

    assert outcome.code == 1
    assert "Resource handler returned: no" in outcome.err


def test_a_command_that_only_reads_ends_with_its_reader(shop: Path, aws: FakeCloud) -> None:
    with unread() as closed:
        outcome = invoke("plan", "--env", "prod", connect=to(aws), out=closed)

    assert (outcome.code, outcome.err, aws.calls) == (141, "", [])
