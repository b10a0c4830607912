"""Names of functions and queues: asked for where there is one to make, and told where something has it already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.aws.model import StackStatus
from generator.deploy.deployed import Deployed
from generator.deploy.model import Check
from generator.deploy.naming import lacks_names
from generator.deploy.preflight import preflight
from generator.deploy.presence import FUNCTION
from generator.deploy.state import read
from generator.errors import AccessError, OperationError
from tests.support.apps import SHOP, assembled, patched
from tests.support.extensions import extended
from tests.support.fake_cloud import ACCOUNT, FakeCloud
from tests.support.fake_names import LAMBDA, QUEUE
from tests.support.rolled_out import rolled_out, world
from tests.unit.deploy.read_apps import MAIN, SECOND, THIRD

REGIONS = (MAIN, SECOND, THIRD)
MAILS = {"incoming": {"queue": "mails"}}
STREAM = {"written": {"stream": "items"}}
LITERAL = """
    def add(site):
        if site.kind == "dns":
            return
        site.allow_deployment("AWS::SQS::Queue", ["arn:aws:sqs:*:*:*"])
        site.template.add_resource(Queue("Audit", QueueName="audit"))
    """


def with_worker(events: Mapping[str, Any], **more: Any) -> Assembly:
    """The shop with a function `worker` that is called by these events."""
    worker = {
        "runtime": "python3.13",
        "handler": "index.handler",
        "inline": "def handler(event, context): ...",
        "events": events,
        **more,
    }
    return assembled(patched(SHOP, {"functions": {"worker": worker}}))


EVERYWHERE = {"run_in": "every_region"}
IN_MAIN = {"run_in": "main_region"}
FUNCTION_ONLY = with_worker({}, **EVERYWHERE)
WITH_QUEUE = with_worker(MAILS, **EVERYWHERE)


def told(assembly: Assembly, deployed: Deployed) -> list[Check]:
    return [check for check in preflight(assembly, deployed) if check.outcome != "ok"]


def texts(assembly: Assembly, cloud: FakeCloud) -> list[str]:
    checks = told(assembly, read(cloud, assembly))
    assert {(check.id, check.outcome) for check in checks} <= {("P117", "error")}
    return [check.text.removesuffix(" already, and no other can have its name") for check in checks]


def asked(cloud: FakeCloud, assembly: Assembly) -> list[tuple[str, str, str]]:
    """Method, region and prefix of the calls that reading makes for names."""
    cloud.reads.clear()
    read(cloud, assembly)
    methods = ("function_names", "queue_names")
    return sorted((call.method, call.region, call.subject) for call in cloud.reads if call.method in methods)


def digits(cloud: FakeCloud, region: str) -> str:
    """What the names of queues end with in the stack of a region."""
    (stack,) = (
        one
        for one in cloud.world.at(region)
        if one.name == "shop-main" or one.name.startswith("StackSet-shop-secondary")
    )
    return stack.stack_id.rpartition("/")[2].partition("-")[0]


def test_an_app_without_functions_asks_nothing() -> None:
    assembly = assembled(SHOP)

    assert asked(world(assembly), assembly) == []


def test_what_is_deployed_has_its_own_names_and_nothing_is_asked() -> None:
    cloud = rolled_out(WITH_QUEUE)

    assert texts(WITH_QUEUE, cloud) == []
    assert asked(cloud, WITH_QUEUE) == []


def test_a_first_deploy_asks_for_functions_only_for_its_queues_get_new_names() -> None:
    cloud = world(WITH_QUEUE)

    assert texts(WITH_QUEUE, cloud) == []
    assert asked(cloud, WITH_QUEUE) == [("function_names", region, "") for region in sorted(REGIONS)]


def test_a_new_queue_is_asked_for_once_in_each_region_by_how_those_of_the_app_begin() -> None:
    cloud = rolled_out(FUNCTION_ONLY)

    assert texts(WITH_QUEUE, cloud) == []
    assert asked(cloud, WITH_QUEUE) == [("queue_names", region, "shop_") for region in sorted(REGIONS)]


def test_a_queue_that_was_taken_out_and_comes_back_finds_its_name_taken_in_every_region() -> None:
    cloud = rolled_out(FUNCTION_ONLY, rolled_out(WITH_QUEUE))

    assert texts(WITH_QUEUE, cloud) == [
        f"{region}: there is a queue shop_mails{middle}-{digits(cloud, region)}"
        for region in REGIONS
        for middle in ("", "-dead-letters")
    ]
    with pytest.raises(OperationError, match=r"shop_mails-.* already exists"):
        rolled_out(WITH_QUEUE, cloud)


def test_it_is_told_how_to_delete_the_queue_and_what_to_do_instead() -> None:
    cloud = rolled_out(FUNCTION_ONLY, rolled_out(WITH_QUEUE))
    name = f"shop_mails-{digits(cloud, MAIN)}"

    assert told(WITH_QUEUE, read(cloud, WITH_QUEUE))[0].advice == (
        f"delete it when its messages are no longer needed (aws sqs delete-queue --region {MAIN} --queue-url "
        f"https://sqs.{MAIN}.amazonaws.com/{ACCOUNT}/{name}), a minute before the roll-out; "
        "or name the event otherwise: its `queue`, or the key of a stream"
    )


def test_the_dead_letters_of_a_stream_are_looked_for_where_it_is_read() -> None:
    without, with_stream = with_worker({}, **IN_MAIN), with_worker(STREAM, **IN_MAIN)
    cloud = rolled_out(without, rolled_out(with_stream))

    assert texts(with_stream, cloud) == [
        f"{MAIN}: there is a queue shop_worker-written-dead-letters-{digits(cloud, MAIN)}"
    ]
    assert asked(cloud, with_stream) == [("queue_names", MAIN, "shop_")]


def test_a_region_that_comes_back_finds_the_queues_of_its_last_stack_under_other_names() -> None:
    cloud = rolled_out(WITH_QUEUE)
    stack = next(one for one in cloud.world.at(THIRD) if one.name.startswith("StackSet-shop-secondary"))
    cloud.world.delete(stack.name, THIRD, None)
    del cloud.sets.sets[MAIN, "shop-secondary"]

    assert cloud.world.names.foreign[THIRD, QUEUE] != set()
    assert [check for check in told(WITH_QUEUE, read(cloud, WITH_QUEUE)) if THIRD in check.text] == []


def test_a_function_of_somebody_else_is_told_before_the_first_deploy() -> None:
    cloud = world(FUNCTION_ONLY)
    cloud.world.names.foreign[SECOND, LAMBDA] = {"shop_worker", "shop_other"}

    (check,) = told(FUNCTION_ONLY, read(cloud, FUNCTION_ONLY))

    assert (check.id, check.outcome) == ("P117", "error")
    assert check.text == f"{SECOND}: there is a function shop_worker already, and no other can have its name"
    assert check.advice == "delete it there, or give the function another name in the app file"
    with pytest.raises(OperationError, match="shop_worker already exists"):
        rolled_out(FUNCTION_ONLY, cloud)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("ROLLBACK_COMPLETE", [MAIN]), ("DELETE_FAILED", []), ("DELETE_IN_PROGRESS", []), ("CREATE_IN_PROGRESS", [])],
)
def test_what_a_stack_may_still_have_is_nobody_elses(status: str, expected: list[str]) -> None:
    cloud = rolled_out(FUNCTION_ONLY)
    main = cloud.world.stacks[MAIN, "shop-main"]
    cloud.world.stacks[MAIN, "shop-main"] = replace(main, status=StackStatus(status))
    cloud.world.names.foreign[MAIN, LAMBDA] = {"shop_worker"}

    checks = told(FUNCTION_ONLY, read(cloud, FUNCTION_ONLY))

    assert [check.text.partition(":")[0] for check in checks if check.id == "P117"] == expected


def test_the_next_stack_after_one_that_failed_has_other_queues() -> None:
    cloud = rolled_out(WITH_QUEUE)
    main = cloud.world.stacks[MAIN, "shop-main"]
    cloud.world.names.retain(cloud.world.template_of(main, MAIN), cloud.world.template_of(None, MAIN))
    cloud.world.stacks[MAIN, "shop-main"] = replace(main, status=StackStatus("ROLLBACK_COMPLETE"))

    assert [check.id for check in told(WITH_QUEUE, read(cloud, WITH_QUEUE))] == ["P106"]


def test_another_name_at_the_same_logical_id_is_one_to_make(tmp_path: Path) -> None:
    cloud = rolled_out(extended(tmp_path, LITERAL))
    after = extended(tmp_path, LITERAL.replace('"audit"', '"trail"'))
    cloud.world.names.foreign[SECOND, QUEUE] = {"trail"}

    assert texts(after, cloud) == [f"{SECOND}: there is a queue trail"]


def test_a_queue_that_an_extension_names_counts_even_before_there_is_a_stack(tmp_path: Path) -> None:
    """It does not begin like the app's own, so all queues are listed."""
    assembly = extended(tmp_path, LITERAL)
    cloud = world(assembly)
    cloud.world.names.foreign[THIRD, QUEUE] = {"audit"}

    assert texts(assembly, cloud) == [f"{THIRD}: there is a queue audit"]
    assert asked(cloud, assembly) == [("queue_names", region, "") for region in sorted(REGIONS)]


def test_what_an_extension_makes_on_a_condition_is_not_asked_for(tmp_path: Path) -> None:
    source = (
        LITERAL.replace('QueueName="audit"', 'QueueName="audit", Condition="Never"').rstrip()
        + '\n        site.template.add_condition("Never", Equals("a", "b"))\n    '
    )
    assembly = extended(tmp_path, source)

    assert asked(world(assembly), assembly) == []


@pytest.mark.parametrize(
    ("method", "action", "what"),
    [("function_names", "lambda:ListFunctions", "functions"), ("queue_names", "sqs:ListQueues", "queues")],
)
def test_that_it_may_not_be_asked_stops_nothing(method: str, action: str, what: str) -> None:
    before, after = (FUNCTION_ONLY, WITH_QUEUE) if what == "queues" else (assembled(SHOP), FUNCTION_ONLY)
    cloud = rolled_out(before)
    cloud.fail_next(method, SECOND, AccessError("not allowed"))

    deployed = read(cloud, after)
    (check,) = told(after, deployed)

    assert deployed.unread == {}
    assert (check.id, check.outcome) == ("P117", "unknown")
    assert check.text == f"{SECOND}: whether the names of new {what} are free could not be asked"
    assert check.advice == f"allow {action}"


def test_of_a_region_that_does_not_answer_nothing_is_said_twice() -> None:
    cloud = world(FUNCTION_ONLY)
    cloud.down.add(THIRD)

    assert [check.id for check in told(FUNCTION_ONLY, read(cloud, FUNCTION_ONLY))] == ["P103"]


def test_an_instance_whose_stack_did_not_show_itself_has_its_names() -> None:
    deployed = read(rolled_out(FUNCTION_ONLY), FUNCTION_ONLY)
    assert deployed.secondary is not None
    instances = {**deployed.secondary.instances, THIRD: replace(deployed.secondary.instances[THIRD], stack=None)}
    hidden = replace(deployed, secondary=replace(deployed.secondary, instances=instances))

    assert lacks_names(FUNCTION, FUNCTION_ONLY, hidden) == {}
