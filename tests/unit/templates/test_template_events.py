"""What calls functions besides the API: schedules, queues and streams, each where its function is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from generator.cloudformation.names import MAIN_REGION_ONLY
from generator.templates.regional.events.names import schedule_name, stream_failures_name
from tests.support.apps import FUNCTION, SHOP, assembly_of, bodies, patched, resources
from tests.support.policies import ACCOUNT, STACK, Context, Policies, documents, located, of_roles, physical


def shop(run_in: str = "every_region", events: Mapping[str, Any] | None = None, **keys: Any) -> Mapping[str, Any]:
    """The shop with a function `work`."""
    work = {**FUNCTION, "run_in": run_in, "events": events or {}, **keys}
    found: Mapping[str, Any] = patched(SHOP, {"functions": {"work": work}})
    return found


NIGHTLY = {"nightly": {"schedule": "cron(0 3 * * ? *)", "timezone": "Europe/Berlin"}}
JOBS = {"taken": {"queue": "jobs", "batch_size": 3, "max_receive_count": 4}}
PATTERN = {"eventName": ["INSERT"], "a": [{"prefix": "ü"}]}
WRITES = {"written": {"stream": "items", "filter": [PATTERN]}}


def only(document: Mapping[str, Any], kind: str, template: str = "main") -> Any:
    """The properties of the only resource of a type."""
    (found,) = resources(assembly_of(document), template, of_type=kind).values()
    return found["Properties"]


def rights(document: Mapping[str, Any], name: str = "WorkFunctionRole") -> Policies:
    found = resources(assembly_of(document))
    return Policies(documents(found[name], located(found)))


def boundary(document: Mapping[str, Any]) -> Policies:
    return of_roles(assembly_of(document), "Boundary")


def execution(document: Mapping[str, Any]) -> Policies:
    return of_roles(assembly_of(document), "ExecutionRole", "ExecutionPolicy", "ExecutionServicesPolicy")


def schedule(document: Mapping[str, Any]) -> Any:
    """The schedule that is not the heartbeat."""
    found = resources(assembly_of(document), of_type="Schedule")
    (name,) = found.keys() - {"Heartbeat"}
    return found[name]["Properties"]


@pytest.mark.parametrize("events", [NIGHTLY, JOBS], ids=["schedule", "queue"])
def test_a_function_of_every_region_has_its_events_in_every_region(events: Mapping[str, Any]) -> None:
    found = bodies(assembly_of(shop("every_region", events)))

    ours = {name for name in found["main"]["Resources"] if name.startswith(("Work", "Jobs"))}
    assert len(ours) > 3
    assert {name: found["secondary"]["Resources"][name] for name in ours} == {
        name: found["main"]["Resources"][name] for name in ours
    }


@pytest.mark.parametrize("events", [NIGHTLY, JOBS, WRITES, {}], ids=["schedule", "queue", "stream", "nothing"])
def test_what_is_of_the_main_region_only_is_marked_and_nowhere_else(events: Mapping[str, Any]) -> None:
    with_work, without = assembly_of(shop("main_region", events)), assembly_of(SHOP)

    added = resources(with_work).keys() - resources(without).keys()
    assert {"WorkFunction", "WorkFunctionRole", "WorkFunctionLogGroup", "AlarmWorkFunctionErrors"} <= added
    assert all(resources(with_work)[name]["Metadata"][MAIN_REGION_ONLY] is True for name in added)
    assert resources(with_work, "secondary") == resources(without, "secondary")


def test_a_schedule_calls_its_function_at_its_time_and_says_how_long_it_tries() -> None:
    found = schedule(shop("main_region", NIGHTLY))

    assert found == {
        "Name": schedule_name("shop", "work", "nightly"),
        "Description": "Event nightly of the function work",
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": {"Fn::GetAtt": ["WorkFunction", "Arn"]},
            "RoleArn": {"Fn::GetAtt": ["WorkScheduleRole", "Arn"]},
            "RetryPolicy": {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185},
        },
    }


def test_a_schedule_without_a_time_zone_means_utc() -> None:
    found = schedule(shop("main_region", {"nightly": {"schedule": "cron(0 3 * * ? *)"}}))

    assert found["ScheduleExpressionTimezone"] == "UTC"


def test_schedules_may_call_their_function_and_no_other() -> None:
    document = patched(shop("main_region", NIGHTLY), {"functions": {"other": FUNCTION}})
    found = rights(document, "WorkScheduleRole")
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function"

    assert found.allows("lambda:InvokeFunction", f"{function}:shop_work")
    assert not found.allows("lambda:InvokeFunction", f"{function}:shop_other")
    assert boundary(document).allows("lambda:InvokeFunction", f"{function}:shop_work")
    assert not boundary(document).allows("lambda:InvokeFunction", f"{function}:shop-dev_work")


@pytest.mark.parametrize("id", ["a", "shop-dev", "x" * 48])
def test_names_of_schedules_fit_and_never_meet(id: str) -> None:
    words = [("a", "b_c"), ("a_b", "c"), ("a", "b"), ("f" * 64, "e" * 64), ("f" * 64, "e" * 63)]
    names = {schedule_name(id, *pair) for pair in words}

    assert len(names) == len(words)
    assert all(len(name) <= 64 and name.startswith(f"{id}-event-") for name in names)


def test_a_queue_waits_for_its_function_and_lets_go_of_what_fails() -> None:
    found = resources(assembly_of(shop("every_region", JOBS, timeout=20)))

    queue, letters = found["JobsQueue"], found["JobsDeadLetterQueue"]
    properties = {key: value for key, value in queue["Properties"].items() if key not in ("Tags", "QueueName")}
    assert properties == {
        "MessageRetentionPeriod": 345600,
        "RedrivePolicy": {
            "deadLetterTargetArn": {"Fn::GetAtt": ["JobsDeadLetterQueue", "Arn"]},
            "maxReceiveCount": 4,
        },
        "SqsManagedSseEnabled": True,
        "VisibilityTimeout": 120,
    }
    assert letters["Properties"]["MessageRetentionPeriod"] == 1209600
    assert {one["UpdateReplacePolicy"] for one in (queue, letters)} == {"Retain"}
    source = only(shop("every_region", JOBS), "EventSourceMapping")
    assert source["BatchSize"] == 3
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_queues_are_named_after_the_app_and_the_stack_that_they_outlive() -> None:
    found = resources(assembly_of(shop("main_region", {**JOBS, **WRITES})), of_type="SQS::Queue")

    assert {name: physical(queue["Properties"]["QueueName"]) for name, queue in found.items()} == {
        "JobsQueue": f"shop_jobs-{STACK}",
        "JobsDeadLetterQueue": f"shop_jobs-dead-letters-{STACK}",
        of_type_queue(shop("main_region", WRITES)): f"shop_work-written-dead-letters-{STACK}",
    }


def test_the_longest_names_of_queues_fit() -> None:
    key = "k" * 64
    name = physical(stream_failures_name("a" * 48, key, key).to_dict())

    assert len(name) == 80
    assert name != physical(stream_failures_name("a" * 48, key, "k" * 63).to_dict())


def test_a_message_that_has_failed_for_good_is_told() -> None:
    alarm = resources(assembly_of(shop("every_region", JOBS)))["AlarmJobsDeadLetters"]["Properties"]

    assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["JobsDeadLetterQueue", "QueueName"]}}]
    assert not resources(
        assembly_of(patched(shop("every_region", JOBS), {"observability": {"alarms": False}})), of_type="Alarm"
    )


def test_who_sends_to_a_queue_knows_its_address_and_may_do_that_only() -> None:
    document = patched(shop("every_region", JOBS), {"functions": {"ask": {**FUNCTION, "send_to": ["jobs"]}}})
    sender, taker = rights(document, "AskFunctionRole"), rights(document)
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:shop_jobs-{STACK}"

    function = resources(assembly_of(document))["AskFunction"]["Properties"]
    assert function["Environment"]["Variables"] == {"QUEUE_JOBS": {"Ref": "JobsQueue"}}
    assert sender.allows("sqs:SendMessage", queue)
    assert not sender.allows("sqs:ReceiveMessage", queue)
    assert taker.allows("sqs:ReceiveMessage", queue)
    assert taker.allows("sqs:DeleteMessage", queue)
    assert not taker.allows("sqs:SendMessage", queue)
    for action in ("sqs:SendMessage", "sqs:ReceiveMessage"):
        assert boundary(document).allows(action, queue)
        assert not boundary(document).allows(action, queue.replace("shop", "shop-dev"))


def test_a_stream_is_read_from_its_table_and_gives_up_on_a_record_in_the_end() -> None:
    found = only(shop("main_region", WRITES), "EventSourceMapping")

    assert {key: value for key, value in found.items() if key != "Tags"} == {
        "EventSourceArn": {"Fn::GetAtt": ["ItemsTable", "StreamArn"]},
        "FunctionName": {"Fn::GetAtt": ["WorkFunction", "Arn"]},
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 100,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 10,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "FilterCriteria": {"Filters": [{"Pattern": '{"a":[{"prefix":"ü"}],"eventName":["INSERT"]}'}]},
        "DestinationConfig": {
            "OnFailure": {"Destination": {"Fn::GetAtt": [of_type_queue(shop("main_region", WRITES)), "Arn"]}}
        },
    }


def of_type_queue(document: Mapping[str, Any]) -> str:
    (name,) = resources(assembly_of(document), of_type="SQS::Queue")
    return name


def test_a_function_reads_the_stream_of_its_table_in_its_region_and_no_items() -> None:
    document = patched(shop("main_region", WRITES), {"tables": {"other": SHOP["tables"]["items"]}})
    found, most = rights(document), boundary(document)

    def stream(table: str, region: str = "eu-west-1") -> str:
        return f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{table}/stream/2030-01-31T00:00:00.000"

    for policies in (found, most):
        assert policies.allows("dynamodb:GetRecords", stream("shop-items"))
        assert not policies.allows("dynamodb:GetRecords", stream("shop-other"))
        assert not policies.allows("dynamodb:GetRecords", stream("shop-items", "us-east-1"))
    assert not found.allows("dynamodb:GetItem", stream("shop-items").partition("/stream")[0])


def test_reading_the_stream_of_a_table_takes_the_key_that_encrypts_it() -> None:
    key = {"tables": {"items": {"encryption": {"kms_key": "alias/shop"}}}}
    context: Context = {"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com", "kms:ResourceAliases": ["alias/shop"]}
    found = rights(patched(shop("main_region", WRITES), key))

    assert found.allows("kms:Decrypt", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1", context)


def test_the_execution_role_makes_event_sources_of_the_apps_functions_only() -> None:
    found = execution(shop("main_region", {**WRITES, **JOBS, **NIGHTLY}))
    source = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:event-source-mapping:1"
    ours = {"lambda:FunctionArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:shop_work"}
    theirs = {"lambda:FunctionArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:shop-dev_work"}

    assert found.allows("lambda:CreateEventSourceMapping", "*", ours)
    assert found.allows("lambda:DeleteEventSourceMapping", source, ours)
    assert not found.allows("lambda:CreateEventSourceMapping", "*", theirs)
    assert not found.allows("lambda:UpdateEventSourceMapping", source, theirs)
    assert found.allows("lambda:TagResource", source)
    assert found.allows("sqs:CreateQueue", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:shop_jobs-{STACK}")
    assert not found.allows("sqs:DeleteQueue", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:shop-dev_jobs-{STACK}")
    schedules = f"arn:aws:scheduler:eu-west-1:{ACCOUNT}:schedule/default"
    assert found.allows("scheduler:CreateSchedule", f"{schedules}/{schedule_name('shop', 'work', 'nightly')}")
    assert not found.allows("scheduler:CreateSchedule", f"{schedules}/{schedule_name('shop-dev', 'work', 'nightly')}")


def test_an_app_without_events_has_no_rights_on_queues_and_event_sources() -> None:
    found = execution(shop("main_region"))

    assert not [action for action in found.actions if action.startswith("sqs:") or "EventSource" in action]
    assert not [one for one in found.statements if any("event-source-mapping" in arn for arn in one.resources)]


def test_layers_of_a_function_of_the_main_region_need_no_map_of_regions() -> None:
    layer = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools:1"
    found = bodies(assembly_of(shop("main_region", layers={"eu-west-1": [layer]})))

    assert found["main"]["Resources"]["WorkFunction"]["Properties"]["Layers"] == [layer]
    assert "Mappings" not in found["main"]


def test_patterns_are_the_same_bytes_whatever_the_order_of_their_keys() -> None:
    turned = {"written": {"stream": "items", "filter": [dict(reversed(PATTERN.items()))]}}

    assert json.dumps(only(shop("main_region", turned), "EventSourceMapping")) == json.dumps(
        only(shop("main_region", WRITES), "EventSourceMapping")
    )
