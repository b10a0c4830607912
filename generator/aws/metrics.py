"""CloudWatch: how long writes take from one region to another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from generator.aws.session import Session


def replication_latency(session: Session, table: str, region: str, towards: str, seconds: float) -> float | None:
    """Milliseconds from `region` to `towards`, the worst of the last `seconds`; `None` when nothing was written.

    The metric is stored in the region that the writes come from [aws-facts 7.1].
    """
    now = datetime.now(UTC)
    metric = {
        "Namespace": "AWS/DynamoDB",
        "MetricName": "ReplicationLatency",
        "Dimensions": [{"Name": "TableName", "Value": table}, {"Name": "ReceivingRegion", "Value": towards}],
    }
    with session.asking("cloudwatch", region, f"read the replication latency of table {table}") as cloudwatch:
        answer = cloudwatch.get_metric_data(
            StartTime=now - timedelta(seconds=seconds),
            EndTime=now,
            MetricDataQueries=[{"Id": "latency", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}],
        )
    values = [value for result in answer["MetricDataResults"] for value in result["Values"]]
    return max(values, default=None)
