from __future__ import annotations

from threading import Barrier, Event

import pytest
from msgspec.structs import replace

from generator.deploy.control import Control
from generator.deploy.executor import execute
from generator.deploy.model import AwaitTtl, CreateInstances, DeployStack, DeployStackSet, PlannedStep, Report
from generator.errors import (
    AccessError,
    BusyError,
    CredentialsError,
    NetworkError,
    OperationError,
    OutputError,
    Place,
    ThrottlingError,
    UsageError,
)
from tests.support.apps import SHOP, assembled
from tests.support.fake_calls import Call
from tests.support.fake_cloud import FakeCloud
from tests.support.plans import Log, plan, stack, step
from tests.support.rolled_out import rolled_out
from tests.unit.deploy.executed import MAIN, SECOND, THIRD, outcomes, three_in_a_row


def run(*steps: PlannedStep, cloud: FakeCloud | None = None, log: Log | None = None) -> Report:
    return execute(plan(*steps), cloud or FakeCloud(), log or Log(), Control())


def test_every_step_is_done_and_reported_in_the_order_of_the_plan() -> None:
    cloud = FakeCloud()

    report = run(*three_in_a_row(), cloud=cloud)

    assert [(result.number, result.outcome) for result in report.results] == [
        (number, "done") for number in range(1, 5)
    ]
    assert report.exit_code == 0
    assert {name for _, name in cloud.world.stacks} == {"one", "two", "three", "four"}


def test_a_plan_without_steps_is_done() -> None:
    report = run()

    assert (report.results, report.exit_code) == ((), 0)


def test_a_step_begins_only_when_all_that_it_needs_is_done() -> None:
    log = Log()

    run(*three_in_a_row(), step(5, stack(THIRD, "five"), 3, 4), log=log)

    assert log.events.index("done 3") < log.events.index("started 5")
    assert log.events.index("done 4") < log.events.index("started 5")
    assert log.events.index("done 1") < log.events.index("started 2")


def test_independent_steps_run_at_the_same_time() -> None:
    cloud = FakeCloud()
    together = Barrier(3, timeout=60)
    cloud.before = lambda call: meet(call, together)

    report = run(*(step(number, stack(MAIN, f"s{number}")) for number in (1, 2, 3)), cloud=cloud)

    assert outcomes(report) == ["done", "done", "done"]


def meet(call: Call, barrier: Barrier) -> None:
    if call.method == "deploy_stack":
        barrier.wait()


def test_no_more_steps_run_at_a_time_than_there_are_workers() -> None:
    log = Log()
    steps = [step(number, stack(MAIN, f"s{number}")) for number in (1, 2, 3)]

    execute(plan(*steps), FakeCloud(), log, Control(), workers=1)

    assert [event for event in log.events if not event.startswith("progress")] == [
        word for number in (1, 2, 3) for word in (f"started {number}", f"done {number}")
    ]


def test_the_observer_is_told_by_one_thread_at_a_time() -> None:
    inside: list[str] = []
    overlaps: list[str] = []

    def slowly(what: str, number: int) -> None:
        inside.append(what)
        overlaps.extend(inside[1:])
        Event().wait(0.001)
        inside.pop()

    run(*(step(number, stack(MAIN, f"s{number}")) for number in range(1, 9)), log=Log(slowly))

    assert overlaps == []


FAULTS: dict[str, tuple[Exception, int]] = {
    "throttled": (ThrottlingError("Rate exceeded", "try again later", Place("deploy", MAIN, "Throttling")), 4),
    "rolled back": (OperationError("Certificate: no such zone", place=Place("deploy", MAIN, "", "Certificate")), 1),
    "busy": (BusyError("somebody else is changing it"), 1),
    "not allowed": (AccessError("cloudformation:CreateChangeSet is not allowed"), 4),
    "connection cut": (NetworkError("the connection was cut"), 4),
    "internal error": (ZeroDivisionError("division by zero"), 4),
    "usage": (UsageError("that cannot be"), 2),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_failed_step_skips_what_depends_on_it_and_nothing_else(name: str) -> None:
    error, exit_code = FAULTS[name]
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, error)

    report = run(*three_in_a_row(), cloud=cloud)

    assert outcomes(report) == ["failed", "skipped", "skipped", "done"]
    assert report.exit_code == exit_code
    assert [result.reason for result in report.results[1:3]] == ["step 1 failed", "step 1 failed"]
    assert str(error) in report.results[0].reason


def test_an_instance_that_fails_in_one_region_of_three_is_told_with_its_region() -> None:
    assembly = assembled(SHOP)
    cloud = rolled_out(assembly, until="main")
    place = Place("create instances", THIRD, "CREATE_FAILED", "Certificate")
    cloud.fail_next("create_instances", THIRD, OperationError("no such zone", place=place))
    entry = next(entry for entry in assembly.templates if entry.name == "secondary")
    make = DeployStackSet(
        region=MAIN, stack_set_name=entry.stack_name, body=entry.body, capabilities=entry.capabilities
    )
    instances = CreateInstances(region=MAIN, stack_set_name=entry.stack_name, regions=entry.regions)
    whole = replace(plan(step(1, make), step(2, instances, 1), step(3, stack(), 2)), roles=assembly.roles)

    report = execute(whole, cloud, Log(), Control())

    assert outcomes(report) == ["done", "failed", "skipped"]
    assert (report.results[1].region, report.results[1].resource) == (THIRD, "Certificate")
    assert report.exit_code == 1


def test_a_failure_tells_region_resource_and_what_to_do() -> None:
    cloud = FakeCloud()
    place = Place("create", SECOND, "CREATE_FAILED", "Certificate")
    cloud.fail_next("deploy_stack", MAIN, OperationError("no such zone", "look at the zone", place))

    (result,) = run(step(1, stack(MAIN)), cloud=cloud).results

    assert (result.region, result.resource) == (SECOND, "Certificate")
    assert (result.reason, result.advice) == ("no such zone", "look at the zone")


def test_a_failure_without_a_place_is_that_of_its_step() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, NetworkError("no answer"))

    (result,) = run(step(1, stack(MAIN)), cloud=cloud).results

    assert result.region == MAIN


def test_an_internal_error_says_where_and_asks_to_be_reported() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, KeyError("Outputs"))

    (result,) = run(step(1, stack(MAIN)), cloud=cloud).results

    assert result.reason.startswith("internal error: KeyError: 'Outputs' (")
    assert "fake_calls.py" in result.reason
    assert "report it" in result.advice


def test_several_failures_are_all_told_and_the_worst_decides() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, OperationError("rolled back"))
    cloud.fail_next("deploy_stack", SECOND, NetworkError("cut"))

    report = run(*three_in_a_row(), cloud=cloud)

    assert [result.number for result in report.failed] == [1, 4]
    assert report.exit_code == 4


def test_a_step_that_needs_two_names_the_one_that_failed() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", SECOND, OperationError("rolled back"))

    report = run(step(1, stack(MAIN, "one")), step(2, stack(SECOND, "two")), step(3, stack(), 1, 2), cloud=cloud)

    assert report.results[2].reason == "step 2 failed"


def test_expired_credentials_begin_nothing_more() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, CredentialsError("the security token has expired", "log in again"))
    log = Log()
    steps = [step(number, stack(MAIN, f"s{number}")) for number in (1, 2, 3)]

    report = execute(plan(*steps), cloud, log, Control(), workers=1)

    assert outcomes(report) == ["failed", "skipped", "skipped"]
    assert report.exit_code == 4
    assert report.results[2].reason == "not begun: the security token has expired"
    assert "started 2" not in log.events


def test_progress_is_passed_on_with_its_step() -> None:
    log = Log()

    run(step(1, stack(SECOND)), log=log)

    assert "progress 1" in log.events
    assert log.progresses[0].region == SECOND


@pytest.mark.parametrize("event", ["started", "progress", "done"])
def test_an_observer_that_fails_stops_the_roll_out_and_is_not_blamed_on_a_step(event: str) -> None:
    def fail(what: str, number: int) -> None:
        if what == event:
            raise OutputError("the pipe is closed")

    cloud = FakeCloud()
    log = Log(fail)

    with pytest.raises(OutputError):
        execute(plan(*three_in_a_row()), cloud, log, Control(), workers=1)

    assert [call.subject for call in cloud.calls] == ["one"]


def test_a_plan_whose_needs_are_not_in_it_ends() -> None:
    report = run(step(1, stack()), step(2, stack(), 7))

    assert outcomes(report) == ["done", "skipped"]
    assert "not in the plan" in report.results[1].reason


def test_seconds_are_those_of_the_cloud() -> None:
    (result,) = run(step(1, AwaitTtl(region=MAIN, seconds=75))).results

    assert result.seconds == 75


def test_what_comes_out_is_the_same_each_time() -> None:
    def once() -> Report:
        cloud = FakeCloud()
        cloud.fail_next("deploy_stack", SECOND, OperationError("rolled back"))
        return run(*three_in_a_row(), *(step(n, stack(MAIN, f"s{n}"), 4) for n in range(5, 30)), cloud=cloud)

    assert once() == once()


def test_hundreds_of_steps_are_carried_out() -> None:
    steps = [step(number, stack(MAIN, f"s{number}"), *range(max(1, number - 2), number)) for number in range(1, 151)]

    assert set(outcomes(run(*steps))) == {"done"}


def main_with_url() -> DeployStack:
    outputs = {"RegionalUrl": {"Value": "https://eu-west-1.api.example.com"}}
    body = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": outputs}
    return DeployStack(region=MAIN, template="main", stack_name="app-main", body=body)


def test_urls_are_told_when_all_is_done() -> None:
    assert run(step(1, main_with_url())).urls == {MAIN: "https://eu-west-1.api.example.com"}


def test_a_failed_roll_out_tells_no_urls() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", SECOND, OperationError("rolled back"))

    assert run(step(1, main_with_url()), step(2, stack(SECOND)), cloud=cloud).urls == {}
