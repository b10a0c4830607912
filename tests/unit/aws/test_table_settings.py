from __future__ import annotations

from typing import Any

import pytest

from generator.aws.model import DeployedSettings
from generator.aws.table_settings import read_settings
from generator.errors import AccessError
from tests.support.recording import NO_TABLE, FakeAws, Refusal

BARE = {"TableName": "shop-items", "TableArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/shop-items"}
QUESTIONS = ["DescribeTable", "DescribeContinuousBackups", "DescribeTimeToLive", "ListTagsOfResource"]


def aws_with(*, recovery: Any = (), expiry: Any = (), **table: Any) -> FakeAws:
    aws = FakeAws()
    aws.on("DescribeTable", {"Table": {**BARE, **table}})
    recovery = {"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED", **dict(recovery)}}
    aws.on(
        "DescribeContinuousBackups",
        {"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED", **recovery}},
    )
    aws.on("DescribeTimeToLive", {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED", **dict(expiry)}})
    aws.on("ListTagsOfResource", {"Tags": []})
    return aws


def test_a_table_where_nothing_is_on_says_so() -> None:
    aws = aws_with()

    assert read_settings(aws.session, "shop-items", "eu-west-1") == DeployedSettings(on_demand=False)
    assert aws.operations == QUESTIONS
    assert {call.region for call in aws.calls} == {"eu-west-1"}


def test_everything_that_is_on_is_read() -> None:
    aws = aws_with(
        recovery={"PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 7},
        expiry={"TimeToLiveStatus": "ENABLED", "AttributeName": "gone_at"},
        BillingModeSummary={"BillingMode": "PAY_PER_REQUEST"},
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        DeletionProtectionEnabled=True,
        TableClassSummary={"TableClass": "STANDARD_INFREQUENT_ACCESS"},
        OnDemandThroughput={"MaxReadRequestUnits": 20, "MaxWriteRequestUnits": -1},
        GlobalSecondaryIndexes=[
            {"IndexName": "by_owner", "OnDemandThroughput": {"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": 5}},
            {"IndexName": "by_kind"},
        ],
    )
    aws.on(
        "ListTagsOfResource",
        {"Tags": [{"Key": "a", "Value": "1"}], "NextToken": "2"},
        {"Tags": [{"Key": "b", "Value": ""}]},
    )

    assert read_settings(aws.session, "shop-items", "eu-west-1") == DeployedSettings(
        on_demand=True,
        stream="KEYS_ONLY",
        ttl="gone_at",
        deletion_protection=True,
        recovery_days=7,
        table_class="STANDARD_INFREQUENT_ACCESS",
        tags={"a": "1", "b": ""},
        reads={"": 20},
        writes={"by_owner": 5},
    )
    assert aws.sent("ListTagsOfResource") == [
        {"ResourceArn": BARE["TableArn"]},
        {"ResourceArn": BARE["TableArn"], "NextToken": "2"},
    ]


def test_recovery_without_a_period_goes_back_the_usual_days() -> None:
    aws = aws_with(recovery={"PointInTimeRecoveryStatus": "ENABLED"})

    found = read_settings(aws.session, "shop-items", "eu-west-1")

    assert found is not None
    assert found.recovery_days == 35


def test_what_is_being_switched_off_is_off() -> None:
    aws = aws_with(
        expiry={"TimeToLiveStatus": "DISABLING", "AttributeName": "gone_at"},
        StreamSpecification={"StreamEnabled": False, "StreamViewType": "KEYS_ONLY"},
    )

    found = read_settings(aws.session, "shop-items", "eu-west-1")

    assert found is not None
    assert (found.ttl, found.stream) == ("", "")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_table_that_has_gone_meanwhile_has_none(question: str) -> None:
    aws = aws_with()
    aws.on(question, NO_TABLE)

    assert read_settings(aws.session, "shop-items", "eu-west-1") is None


def test_a_permission_that_is_missing_is_told() -> None:
    aws = aws_with()
    aws.on("ListTagsOfResource", Refusal("AccessDeniedException", "User is not authorized"))

    with pytest.raises(AccessError, match="eu-west-1: could not read the settings of table shop-items"):
        read_settings(aws.session, "shop-items", "eu-west-1")
