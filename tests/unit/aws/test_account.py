from __future__ import annotations

from datetime import timedelta

import pytest

from generator.aws.account import (
    domain_names,
    enabled_regions,
    function_names,
    log_role,
    queue_names,
    unreserved_concurrency,
)
from generator.aws.metrics import replication_latency
from tests.support.recording import FakeAws


def test_regions_that_can_be_used_are_listed_from_all_pages() -> None:
    aws = FakeAws()
    aws.on(
        "ListRegions",
        {"Regions": [{"RegionName": "eu-west-1", "RegionOptStatus": "ENABLED_BY_DEFAULT"}], "NextToken": "more"},
        {"Regions": [{"RegionName": "eu-south-1", "RegionOptStatus": "ENABLED"}]},
    )

    assert enabled_regions(aws.session) == {"eu-west-1", "eu-south-1"}
    assert aws.sent("ListRegions")[0] == {"RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"]}


@pytest.mark.parametrize("answer", [{}, {"cloudwatchRoleArn": ""}])
def test_a_region_may_have_no_log_role(answer: dict[str, str]) -> None:
    aws = FakeAws()
    aws.on("GetAccount", answer)

    assert log_role(aws.session, "eu-west-1") is None


def test_the_log_role_is_that_of_the_region() -> None:
    aws = FakeAws()
    aws.on("GetAccount", {"cloudwatchRoleArn": "arn:aws:iam::123456789012:role/logs"}, region="eu-west-1")

    assert log_role(aws.session, "eu-west-1") == "arn:aws:iam::123456789012:role/logs"


def test_custom_domain_names_are_read_from_all_pages() -> None:
    aws = FakeAws()
    aws.on(
        "GetDomainNames",
        {"items": [{"domainName": "api.example.com"}], "position": "more"},
        {"items": [{"domainName": "eu-west-1.api.example.com"}]},
    )

    assert domain_names(aws.session, "eu-west-1") == {"api.example.com", "eu-west-1.api.example.com"}


def test_what_nobody_reserved_is_that_of_the_region() -> None:
    aws = FakeAws()
    aws.on("GetAccountSettings", {"AccountLimit": {"UnreservedConcurrentExecutions": 900}}, region="eu-west-1")

    assert unreserved_concurrency(aws.session, "eu-west-1") == 900


def test_functions_are_read_from_all_pages() -> None:
    aws = FakeAws()
    aws.on(
        "ListFunctions",
        {"Functions": [{"FunctionName": "shop_worker"}], "NextMarker": "more"},
        {"Functions": [{"FunctionName": "shop_mail"}]},
    )

    assert function_names(aws.session, "eu-west-1") == {"shop_worker", "shop_mail"}


def test_queues_are_read_by_how_they_begin_from_all_pages() -> None:
    aws = FakeAws()
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012"
    aws.on("ListQueues", {"QueueUrls": [f"{url}/shop_a"], "NextToken": "more"}, {"QueueUrls": [f"{url}/shop_b.fifo"]})

    assert queue_names(aws.session, "eu-west-1", "shop_") == {"shop_a", "shop_b.fifo"}
    assert aws.sent("ListQueues")[0] == {"QueueNamePrefix": "shop_", "MaxResults": 1000}


def test_all_queues_are_read_without_a_prefix_and_there_may_be_none() -> None:
    aws = FakeAws()
    aws.on("ListQueues", {})

    assert queue_names(aws.session, "eu-west-1", "") == frozenset()
    assert aws.sent("ListQueues") == [{"MaxResults": 1000}]


def test_the_latency_is_the_worst_of_the_last_seconds_where_the_writes_come_from() -> None:
    aws = FakeAws()
    aws.on("GetMetricData", {"MetricDataResults": [{"Id": "latency", "Values": [700.0, 1300.5, 900.0]}]})

    assert replication_latency(aws.session, "shop-items", "eu-west-1", "us-west-2", 180) == 1300.5

    sent = aws.sent("GetMetricData")[0]
    assert aws.calls[0].region == "eu-west-1"
    assert sent["EndTime"] - sent["StartTime"] == timedelta(seconds=180)
    assert sent["MetricDataQueries"] == [
        {
            "Id": "latency",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/DynamoDB",
                    "MetricName": "ReplicationLatency",
                    "Dimensions": [
                        {"Name": "TableName", "Value": "shop-items"},
                        {"Name": "ReceivingRegion", "Value": "us-west-2"},
                    ],
                },
                "Period": 60,
                "Stat": "Maximum",
            },
        }
    ]


def test_without_writes_there_is_no_latency() -> None:
    aws = FakeAws()
    aws.on("GetMetricData", {"MetricDataResults": [{"Id": "latency", "Values": []}]})

    assert replication_latency(aws.session, "shop-items", "eu-west-1", "us-west-2", 180) is None
