"""What the picture knows of functions and of what calls them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.graph.functions import Called, Function, Queue, Schedule, Stream, called_of
from generator.graph.picture import picture_of
from tests.support.apps import FUNCTION, SHOP, Document, assembly_of, patched

STAFFED: Document = patched(
    SHOP,
    {
        "functions": {
            "check": FUNCTION,
            "order_taken": {**FUNCTION, "access": {"items": "write"}, "send_to": ["parcels"]},
            "pack": {
                **FUNCTION,
                "run_in": "every_region",
                "events": {"wanted": {"queue": "parcels"}, "often": {"schedule": "rate(5 minutes)"}},
            },
            "count": {
                **FUNCTION,
                "run_in": "main_region",
                "events": {
                    "items": {"stream": "items"},
                    "nightly": {"schedule": "cron(0 3 * * ? *)", "timezone": "Europe/Dublin"},
                },
            },
            "add_prices": {**FUNCTION, "run_in": "main_region", "access": {"items": "read_write"}},
        },
        "migrations": ["add_prices"],
        "api": {
            "authorizers": {"members": {"function": "check"}},
            "routes": {
                "POST /orders": {"function": "order_taken"},
                "ANY /orders/{proxy+}": {"function": "order_taken"},
            },
        },
    },
)


def called(region: str) -> Called:
    return {each.name: each.called for each in picture_of(assembly_of(STAFFED)).regions}[region]


def function(name: str, *, routes: int = 0, **more: bool) -> Function:
    given = {"authorizes": False, "migrates": False, "uses_tables": False, **more}
    return Function(name=name, routes=routes, **given)


EVERYWHERE = [
    function("check", authorizes=True),
    function("order_taken", routes=2, uses_tables=True),
    function("pack"),
]


def test_functions_have_the_keys_of_the_app_file_and_what_asks_them() -> None:
    main = [*EVERYWHERE, function("add_prices", migrates=True, uses_tables=True), function("count")]

    assert called("eu-west-1").functions == tuple(sorted(main, key=lambda each: each.name))


@pytest.mark.parametrize("region", ["us-east-1", "ap-southeast-2"])
def test_what_runs_in_the_main_region_is_in_no_other(region: str) -> None:
    found = called(region)

    assert found.functions == tuple(EVERYWHERE)
    assert found.schedules == (Schedule(when="rate(5 minutes)", functions=("pack",)),)
    assert found.streams == ()


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1"])
def test_a_queue_knows_who_sends_and_who_takes_and_dead_letters_are_none(region: str) -> None:
    expected = Queue(name="parcels", senders=("order_taken",), from_api=False, takers=("pack",))

    assert called(region).queues == (expected,)


def test_schedules_call_functions_at_a_time_and_in_a_zone_and_the_heartbeat_is_none() -> None:
    assert called("eu-west-1").schedules == (
        Schedule(when="cron(0 3 * * ? *) Europe/Dublin", functions=("count",)),
        Schedule(when="rate(5 minutes)", functions=("pack",)),
    )


def test_a_stream_has_the_name_of_its_table() -> None:
    assert called("eu-west-1").streams == (Stream(table="shop-items", functions=("count",)),)


@pytest.mark.parametrize(
    ("logical_id", "name"),
    [
        ("ResizeFunction", "resize"),
        ("Mp4Function", "mp4"),
        ("AddTitles13627528Function", "add_titles"),
        ("AB13627528Function", "a_b"),
        ("Audit", "Audit"),
        ("OfAnotherMakingFunction", "OfAnotherMakingFunction"),
        ("Function", "Function"),
        ("12345678Function", "12345678Function"),
    ],
)
def test_names_are_read_from_logical_ids(logical_id: str, name: str) -> None:
    body = {"Resources": {logical_id: {"Type": "AWS::Lambda::Function"}}}

    assert [each.name for each in called_of(body, "eu-west-1", frozenset()).functions] == [name]


def by_hand(**properties: Any) -> Any:
    """A function, a queue and a table; a resource of each type that leads from one to the other."""
    types = {
        "WorkFunction": "AWS::Lambda::Function",
        "JobsQueue": "AWS::SQS::Queue",
        "Items": "AWS::DynamoDB::GlobalTable",
        "Method": "AWS::ApiGateway::Method",
        "Source": "AWS::Lambda::EventSourceMapping",
        "Rule": "AWS::Scheduler::Schedule",
    }
    return {"Resources": {name: {"Type": kind, "Properties": properties.get(name)} for name, kind in types.items()}}


@pytest.mark.parametrize(
    "function_name",
    [
        {"Ref": "WorkFunction"},
        {"Fn::GetAtt": "WorkFunction.Arn"},
        {"Fn::GetAtt": ["WorkFunction", "Arn"]},
        {"Fn::Sub": "${WorkFunction.Arn}:live"},
    ],
)
def test_whatever_way_a_source_refers_to_a_function_it_feeds_it(function_name: Any) -> None:
    source = {"FunctionName": function_name, "EventSourceArn": {"Fn::GetAtt": ["Items", "StreamArn"]}}

    found = called_of(by_hand(Source=source), "eu-west-1", frozenset())

    assert found.streams == (Stream(table="Items", functions=("work",)),)
    assert found.queues == (Queue(name="jobs", senders=(), from_api=False, takers=()),)


def test_queues_of_one_name_have_an_order_that_is_no_accident() -> None:
    """The keys `a_1` and `a1` have the same name here; where there are ten, no set is in this order by itself."""
    digits = "0123456789"
    types = {f"A1{digit * 8}Queue": "AWS::SQS::Queue" for digit in digits}
    types |= {f"{chr(ord('A') + int(digit))}Function": "AWS::Lambda::Function" for digit in digits}
    resources: dict[str, Any] = {name: {"Type": kind} for name, kind in types.items()}
    for queue, function_ in zip(list(types)[:10], list(types)[10:], strict=True):
        source = {"FunctionName": {"Ref": function_}, "EventSourceArn": {"Fn::GetAtt": [queue, "Arn"]}}
        resources[f"{function_}Source"] = {"Type": "AWS::Lambda::EventSourceMapping", "Properties": source}

    found = called_of({"Resources": resources}, "eu-west-1", frozenset()).queues

    assert [(queue.name, *queue.takers) for queue in found] == [("a1", letter) for letter in "abcdefghij"]


def test_the_api_sends_to_a_queue_that_a_method_names() -> None:
    method = {"Integration": {"Uri": {"Fn::Sub": "arn:${AWS::Partition}:sqs:path/${JobsQueue.QueueName}"}}}

    (queue,) = called_of(by_hand(Method=method), "eu-west-1", frozenset()).queues

    assert queue == Queue(name="jobs", senders=(), from_api=True, takers=())


def test_a_schedule_that_cannot_be_read_is_a_question_and_one_of_something_else_is_none() -> None:
    at = {"Arn": {"Fn::GetAtt": ["WorkFunction", "Arn"]}}
    unread = by_hand(Rule={"Target": at, "ScheduleExpression": {"Ref": "When"}, "ScheduleExpressionTimezone": "UTC"})

    assert called_of(unread, "eu-west-1", frozenset()).schedules == (Schedule(when="?", functions=("work",)),)
    assert called_of(by_hand(Rule={"Target": {"Arn": "x"}}), "eu-west-1", frozenset()).schedules == ()


@pytest.mark.parametrize("environment", [None, {"Variables": "shop"}, {"Variables": {"A": {"Ref": "Items"}, "B": 1}}])
def test_a_function_that_is_told_no_name_of_a_table_uses_none(environment: Any) -> None:
    body = by_hand(WorkFunction={"Environment": environment})

    assert called_of(body, "eu-west-1", frozenset({"shop"})).functions == (function("work"),)
