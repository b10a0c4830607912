"""What watches an app can be made, changed and taken away."""

from __future__ import annotations

from typing import Any

from tests.integration.local.aws import MAIN, Aws

FORMULA = "IF(calls > 0, 100 * errors / calls, 0)"


def body(threshold: int) -> dict[str, Any]:
    calls = {"Namespace": "AWS/Lambda", "MetricName": "Invocations", "Dimensions": []}
    errors = {"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": []}
    metrics = [
        {"Id": "rate", "Expression": FORMULA, "ReturnData": True},
        {"Id": "calls", "MetricStat": {"Metric": calls, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
        {"Id": "errors", "MetricStat": {"Metric": errors, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
    ]
    alarm = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": threshold,
            "EvaluationPeriods": 1,
            "Metrics": metrics,
        },
    }
    return {"Resources": {"Alarm": alarm}}


def alarms(aws: Aws) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = aws.client("cloudwatch", MAIN).describe_alarms()["MetricAlarms"]
    return found


def test_an_alarm_on_a_formula_is_there_and_changes_and_never_goes_off(aws: Aws) -> None:
    made = aws.deploy("watched", body(5))
    changed = aws.deploy("watched", body(7))

    assert (made["StackStatus"], changed["StackStatus"]) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    (alarm,) = alarms(aws)
    assert (alarm["Threshold"], alarm["ActionsEnabled"]) == (7.0, False)


def test_an_alarm_that_would_be_one_on_nothing_is_refused(aws: Aws) -> None:
    nothing = body(5)
    nothing["Resources"]["Alarm"]["Properties"]["Metrics"] = []

    assert aws.deploy("watched", nothing)["StackStatus"] == "ROLLBACK_COMPLETE"
