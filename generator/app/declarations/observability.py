"""What is watched in every region, and who is told, as a user declares it."""

from typing import Annotated

from msgspec import Meta

from generator.app.declarations.base import Declaration
from generator.app.declarations.names import LogRetention

Email = Annotated[
    str,
    Meta(
        pattern=r"^[^@\s]{1,64}@[^@\s]{1,255}$",
        extra={"words": "an e-mail address, such as team@example.com"},
    ),
]
TopicArn = Annotated[
    str,
    Meta(
        pattern=r"^arn:(aws|\$\{AWS::Partition\}):sns:([a-z]{2,4}(-[a-z]+)+-[0-9]|\$\{AWS::Region\}):"
        r"([0-9]{12}|\$\{AWS::AccountId\}):[A-Za-z0-9_-]{1,256}$",
        extra={
            "words": "the ARN of a standard topic with the region left open, such as "
            "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:pager"
        },
    ),
]


class Alarms(Declaration, frozen=True, kw_only=True):
    """Who is told of an alarm, and when one goes off. Without any of this the topics are there, with no subscriber."""

    email: Annotated[
        Email | None,
        Meta(description="Subscribed to the app's topic of every region; each region asks once for a confirmation."),
    ] = None
    topic_arns: Annotated[
        tuple[TopicArn, ...],
        Meta(
            max_length=4,
            description="Topics of yours, there beforehand in every region and, with a domain, in us-east-1: an alarm "
            "tells topics of its own region only, so write `${AWS::Region}`. Without `email` they are told in place of "
            "a topic of the app.",
        ),
    ] = ()
    error_rate: Annotated[
        float,
        Meta(
            gt=0,
            le=100,
            description="Percent of requests answered 5xx, health checks left out. "
            "Of functions: percent of calls that fail.",
        ),
    ] = 5.0
    latency_p99: Annotated[
        int,
        Meta(
            ge=1,
            le=900_000,
            description="Milliseconds that the slowest hundredth of requests takes, health checks included.",
        ),
    ] = 3000
    replication_latency: Annotated[
        int,
        Meta(
            ge=1000, le=3_600_000, description="Milliseconds from the write of a heartbeat until another region has it."
        ),
    ] = 60_000


class Observability(Declaration, frozen=True, kw_only=True):
    """What can be seen of the app."""

    alarms: Annotated[
        bool | Alarms,
        Meta(description="Alarms of every region: who is told, and when. `false`: neither alarms nor topics."),
    ] = True
    dashboard: Annotated[
        bool,
        Meta(
            description="One CloudWatch dashboard of all regions, in us-east-1, named like the stacks. It is part of "
            "the `dns` template: an app without a domain has none."
        ),
    ] = True
    access_logs: Annotated[bool, Meta(description="A line of JSON for each request, in a log group of its region.")] = (
        True
    )
    log_retention: Annotated[
        LogRetention, Meta(description="`RetentionInDays` of access logs, and of functions that say nothing else.")
    ] = 90
    tracing: Annotated[bool, Meta(description="X-Ray traces of the API, and of functions that say nothing else.")] = (
        True
    )
