"""Actions that no resource can be named for, as the installed data knows them."""

from __future__ import annotations

import pytest

from generator.lint.rules import _unscoped
from generator.lint.rules._unscoped import CORRECTIONS, is_unscoped


@pytest.mark.parametrize("action", sorted(CORRECTIONS))
def test_a_correction_is_still_needed(action: str) -> None:
    service, _, name = action.partition(":")

    assert action == action.lower()
    assert _unscoped._actions(service)[name] != {}, "the data is right by now: remove the line"


@pytest.mark.parametrize(
    "action",
    [
        "acm:RequestCertificate",
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingPolicies",
        "application-autoscaling:DescribeScheduledActions",
        "cloudformation:GetTemplateSummary",
        "cloudformation:ValidateTemplate",
        "cloudwatch:PutMetricData",
        "dynamodb:ListStreams",
        "kms:ListAliases",
        "lambda:CreateEventSourceMapping",
        "logs:DescribeResourcePolicies",
        "route53:CreateHealthCheck",
        "route53:ListHostedZones",
        "sns:GetSubscriptionAttributes",
        "sns:Unsubscribe",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ],
)
def test_what_our_own_templates_allow_on_everything_can_be_allowed_so_only(action: str) -> None:
    assert is_unscoped(action)
    assert is_unscoped(action.upper())


@pytest.mark.parametrize(
    "pattern", ["textract:Detect*", "TEXTRACT:detect*", "xray:PutT*", "sns:Unsub*", "sqs:ListQueue?"]
)
def test_a_pattern_counts_when_all_that_it_matches_does(pattern: str) -> None:
    assert is_unscoped(pattern)


@pytest.mark.parametrize(
    "action",
    [
        "rekognition:Detect*",
        "s3:*",
        "sqs:[L]istQueues*",
        "sqs:NoSuch*",
        "*",
        "*:*",
        "x*:PutT*",
        "",
        ":",
        "sqs",
        "s3:GetObject",
    ],
)
def test_what_can_be_scoped_or_is_not_known_does_not_count(action: str) -> None:
    assert not is_unscoped(action)
