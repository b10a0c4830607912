"""What a region tells of itself: logs, alarms, and a heartbeat."""

from __future__ import annotations

import json
from functools import reduce
from typing import Any

import pytest

from tests.support.apps import SHOP, assembly_of, bodies, patched, resources
from tests.support.policies import spelled

MAIL = "TeamExampleCom04b09424AlarmEmail"
REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2")
NOBODY = {"observability": {"alarms": False}}
ALONE = {"regions": {"secondary": None}}


def regional(*patches: Any) -> dict[str, Any]:
    return resources(assembly_of(reduce(patched, patches, SHOP)), "main")


def alarms(*patches: Any) -> dict[str, Any]:
    found = regional(*patches)
    return {name: one["Properties"] for name, one in found.items() if one["Type"] == "AWS::CloudWatch::Alarm"}


def told(patch: Any) -> dict[str, Any]:
    return {"observability": {"alarms": patch}}


def value(alarm: dict[str, Any]) -> str:
    """The formula of an alarm."""
    (expression,) = (query["Expression"] for query in alarm["Metrics"] if query["ReturnData"])
    return str(expression)


def watched(alarm: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The metrics of an alarm on a formula, by their ids, with their dimensions."""
    stats = {query["Id"]: query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query}
    return {
        id: {"": one["MetricName"], **{each["Name"]: each["Value"] for each in one["Dimensions"]}}
        for id, one in stats.items()
    }


def test_a_line_of_the_access_log_is_json_of_texts_and_holds_nothing_that_a_client_writes_freely() -> None:
    setting = regional()["LiveStage"]["Properties"]["AccessLogSetting"]

    line = json.loads(setting["Format"])
    assert "\n" not in setting["Format"]
    assert all(isinstance(text, str) and text.startswith("$context.") for text in line.values())
    assert line["request_id"] == "$context.extendedRequestId"
    assert not {"$context.requestId", "$context.identity.userAgent", "$context.error.message"} & {*line.values()}
    assert spelled({"Fn::Sub": setting["DestinationArn"]["Fn::Sub"].replace("${AccessLogs}", "name")}) == (
        "arn:aws:logs:eu-west-1:123456789012:log-group:name"
    )


def test_access_logs_expire_and_outlive_their_stack_which_names_them() -> None:
    group = regional({"observability": {"log_retention": 7}})["AccessLogs"]

    assert group["Properties"]["RetentionInDays"] == 7
    assert "LogGroupName" not in group["Properties"]
    assert (group["DeletionPolicy"], group["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_without_access_logs_there_is_no_group_and_the_stage_knows_none() -> None:
    found = regional({"observability": {"access_logs": False}})

    assert "AccessLogs" not in found
    assert "AccessLogSetting" not in found["LiveStage"]["Properties"]


def test_each_region_writes_its_own_item_of_the_control_table_every_minute() -> None:
    schedule = regional()["Heartbeat"]["Properties"]

    request = json.loads(spelled(schedule["Target"]["Input"]))
    assert schedule["ScheduleExpression"] == "rate(1 minute)"
    assert spelled(schedule["Target"]["Arn"]) == "arn:aws:scheduler:::aws-sdk:dynamodb:updateItem"
    assert (request["TableName"], request["Key"]) == ("shop-control", {"pk": {"S": "heartbeat#eu-west-1"}})
    assert request["ExpressionAttributeValues"] == {":time": {"S": "<aws.scheduler.scheduled-time>"}}


def test_the_heartbeat_may_write_that_item_and_nothing_else() -> None:
    role = spelled(regional()["HeartbeatRole"]["Properties"])

    ((policy,), (trust,)) = (role["Policies"], role["AssumeRolePolicyDocument"]["Statement"])
    assert policy["PolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:UpdateItem"],
            "Resource": ["arn:aws:dynamodb:eu-west-1:123456789012:table/shop-control"],
            "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["heartbeat#eu-west-1"]}},
        }
    ]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}


@pytest.mark.parametrize(
    ("patch", "beats"),
    [({}, True), (NOBODY, True), (ALONE, False), ({"observability": {"alarms": False, "dashboard": False}}, False)],
    ids=["several regions", "only the dashboard shows it", "one region", "nobody looks"],
)
def test_a_heart_beats_where_somebody_hears_it(patch: Any, beats: bool) -> None:
    assert ("Heartbeat" in regional(patch)) is beats


def test_every_region_watches_the_way_to_each_other_one_and_not_to_itself() -> None:
    conditions = bodies(assembly_of(SHOP))["main"]["Conditions"]

    found = {name: one for name, one in regional().items() if name.startswith("AlarmReplication")}
    ways = {name: watched(one["Properties"])["latency"]["ReceivingRegion"] for name, one in found.items()}
    assert sorted(ways.values()) == sorted(REGIONS)
    for name, one in found.items():
        equal = {"Fn::Equals": [{"Ref": "AWS::Region"}, ways[name]]}
        assert conditions[one["Condition"]] == {"Fn::Not": [equal]}


def test_silence_is_too_slow_and_only_five_such_minutes_in_a_row_are_told() -> None:
    alarm = alarms(told({"replication_latency": 2000}))["AlarmReplicationUsEast1"]

    assert (value(alarm), alarm["Threshold"]) == ("FILL(latency, 20000)", 2000)
    assert (alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]) == (5, 5)
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["WarmUpConfiguration"]["WarmUpPeriodDurationInMinutes"] > 5


def test_the_requests_of_health_checkers_are_taken_off_the_error_rate() -> None:
    found = regional()

    alarm, settings = found["AlarmServerErrors"]["Properties"], found["LiveStage"]["Properties"]["MethodSettings"]
    ours = {"ApiName": "shop", "Stage": "live"}
    health = {**ours, "Resource": "/health", "Method": "GET"}
    assert watched(alarm) == {
        "requests": {"": "Count", **ours},
        "errors": {"": "5XXError", **ours},
        "checks": {"": "Count", **health},
        "failed_checks": {"": "5XXError", **health},
    }
    assert [one["ResourcePath"] for one in settings if one.get("MetricsEnabled")] == ["/~1health"]


def test_without_a_domain_nobody_checks_and_the_apis_own_average_is_the_rate() -> None:
    alarm = alarms(ALONE, {"domain": None}, told({"error_rate": 2.5}))["AlarmServerErrors"]

    assert (alarm["MetricName"], alarm["Statistic"], alarm["Threshold"]) == ("5XXError", "Average", 0.025)


def test_the_slowest_hundredth_of_requests_is_watched() -> None:
    alarm = alarms(told({"latency_p99": 700}))["AlarmLatency"]

    assert (alarm["MetricName"], alarm["ExtendedStatistic"], alarm["Threshold"]) == ("Latency", "p99", 700)


def test_of_each_table_throttling_and_failures_are_watched_over_what_the_app_does_there() -> None:
    found = alarms()

    for name, metric in (("AlarmItemsThrottles", "ThrottledRequests"), ("AlarmItemsSystemErrors", "SystemErrors")):
        seen = watched(found[name])
        assert {one["Operation"] for one in seen.values()} == {
            *("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem")
        }
        assert {(one[""], one["TableName"]) for one in seen.values()} == {(metric, "shop-items")}
        assert value(found[name]) == "SUM(FILL(METRICS(), 0))"


def test_a_table_that_nothing_calls_has_no_alarm() -> None:
    idle = {"tables": {"idle": {"partition_key": {"name": "id", "type": "S"}}}, "health": {"mode": "control"}}

    assert not [name for name in alarms(idle) if "Idle" in name]


def test_no_alarm_takes_more_than_ten_metrics() -> None:
    assert max(len(one.get("Metrics", ())) for one in alarms().values()) <= 11


@pytest.mark.parametrize(
    ("patch", "parts", "others"),
    [
        ({}, {"AlarmTopic"}, []),
        ({"email": "team@example.com"}, {"AlarmTopic", MAIL}, []),
        ({"topic_arns": ["arn:aws:sns:${AWS::Region}:123456789012:pager"]}, set(), ["pager"]),
        (
            {"email": "team@example.com", "topic_arns": ["arn:aws:sns:${AWS::Region}:${AWS::AccountId}:pager"]},
            {"AlarmTopic", MAIL},
            ["pager"],
        ),
    ],
    ids=["nobody yet", "mail", "a topic of the user's", "both"],
)
def test_every_alarm_tells_who_is_to_be_told(patch: Any, parts: set[str], others: list[str]) -> None:
    found = regional(told(patch))

    own = [{"Ref": "AlarmTopic"}] if "AlarmTopic" in parts else []
    assert {name for name in found if name.endswith(("AlarmTopic", "AlarmEmail"))} == parts
    for alarm in alarms(told(patch)).values():
        actions = [one if one in own else spelled(one) for one in alarm["AlarmActions"]]
        assert actions == [*own, *(f"arn:aws:sns:eu-west-1:123456789012:{name}" for name in others)]
        assert alarm["OKActions"] == alarm["AlarmActions"]


def test_a_topic_is_not_encrypted_for_cloudwatch_could_not_publish_to_it() -> None:
    assert "KmsMasterKeyId" not in regional()["AlarmTopic"]["Properties"]


def test_without_alarms_there_are_none_and_nobody_is_told() -> None:
    found = regional(NOBODY)

    assert not [name for name in found if name.startswith("Alarm")]
    assert "Conditions" not in bodies(assembly_of(patched(SHOP, NOBODY)))["main"]
    assert not [one for one in found["LiveStage"]["Properties"]["MethodSettings"] if "MetricsEnabled" in one]


FUNCTIONS = {
    "functions": {
        "hello": {"runtime": "python3.13", "handler": "index.handler", "inline": "def handler(e, c): ..."},
        "nightly": {"runtime": "python3.13", "handler": "index.handler", "inline": "def handler(e, c): ..."},
    },
    "api": {"routes": {"GET /hello": {"function": "hello"}}},
}


def test_a_function_of_the_api_may_fail_now_and_then_and_any_other_one_may_not() -> None:
    found = alarms(FUNCTIONS, told({"error_rate": 1.5}))

    hello, nightly = found["AlarmHelloFunctionErrors"], found["AlarmNightlyFunctionErrors"]
    assert (value(hello), hello["Threshold"]) == ("IF(calls > 0, 100 * errors / calls, 0)", 1.5)
    assert (nightly["MetricName"], nightly["Threshold"], nightly["EvaluationPeriods"]) == ("Errors", 0, 1)
    assert found["AlarmHelloFunctionThrottles"]["Dimensions"] == [
        {"Name": "FunctionName", "Value": {"Ref": "HelloFunction"}}
    ]


@pytest.mark.parametrize(
    ("events", "told_of"), [({}, {"Throttles"}), ({"nightly": {"schedule": "rate(1 day)"}}, {"Errors", "Throttles"})]
)
def test_an_authorizer_refuses_callers_by_an_error_and_nobody_is_told(events: Any, told_of: set[str]) -> None:
    ask = {
        "functions": {"hello": {"run_in": "every_region", "events": events}},
        "api": {"auth": "members", "authorizers": {"members": {"function": "hello"}}},
    }

    found = alarms(FUNCTIONS, ask)

    assert {name.removeprefix("AlarmHelloFunction") for name in found if "HelloFunction" in name} == told_of
    assert "AlarmServerErrors" in found


def test_what_a_function_may_do_in_a_table_is_watched_too() -> None:
    access = {"functions": {"hello": {"access": {"items": "read_write"}}}}

    found = alarms(FUNCTIONS, access)

    assert len(watched(found["AlarmItemsThrottles"])) == 10
