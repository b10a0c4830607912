"""What calls a function besides the API: times, writes to a table, messages. `EVENTS` says what selects which."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from generator.app.declarations.base import Declaration
from generator.app.declarations.names import QueueKey, ScheduleExpression, TableKey, TimeZone

RunIn = Literal["every_region", "main_region"]
# A pattern of Lambda's event filtering: a map whose innermost values are lists of what may be there.
FilterPattern = dict[str, Any]


class ScheduleEvent(Declaration, frozen=True, kw_only=True):
    """A time: `AWS::Scheduler::Schedule`. The function gets the notification that EventBridge Scheduler makes."""

    schedule: Annotated[
        ScheduleExpression,
        Meta(
            description="`rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2030-01-31T03:00:00)`. The fields of `cron` are "
            "minutes, hours, day of the month, month, day of the week and year; one of the two days is `?`."
        ),
    ]
    timezone: Annotated[
        TimeZone | None,
        Meta(
            description="`ScheduleExpressionTimezone` of `cron` and `at`: a name of the IANA time zone database, such "
            "as `Europe/Berlin`. Default: `UTC`."
        ),
    ] = None


class StreamEvent(Declaration, frozen=True, kw_only=True):
    """Writes to a table, those of all regions: an event source on the stream of its replica in the main region.

    A batch that fails is cut in half and tried again, then told to a dead-letter queue. A function may answer with
    `batchItemFailures`.
    """

    stream: Annotated[TableKey, Meta(description="Key of a table in `tables`.")]
    batch_size: Annotated[int, Meta(ge=1, le=10000, description="`BatchSize`: records of a call, at most.")] = 100
    starting_position: Annotated[
        Literal["TRIM_HORIZON", "LATEST"],
        Meta(description="`StartingPosition`: with the oldest record, of the last 24 hours, or with the next one."),
    ] = "TRIM_HORIZON"
    maximum_retry_attempts: Annotated[
        int,
        Meta(ge=0, le=10000, description="`MaximumRetryAttempts` of a batch; what comes behind it has to wait."),
    ] = 10
    filter: Annotated[
        tuple[FilterPattern, ...],
        Meta(
            max_length=5,
            description="`FilterCriteria`: a record has to fit one of the patterns, such as `{eventName: [INSERT]}`.",
        ),
    ] = ()


class QueueEvent(Declaration, frozen=True, kw_only=True):
    """Messages: an `AWS::SQS::Queue` that is made for it, with a dead-letter queue, in each region of the function.

    Messages stay in their region. A function may answer with `batchItemFailures`.
    """

    queue: Annotated[
        QueueKey, Meta(description="Name of the queue, for `send_to` of the functions that fill it; of one event only.")
    ]
    batch_size: Annotated[int, Meta(ge=1, le=10, description="`BatchSize`: messages of a call, at most.")] = 10
    max_receive_count: Annotated[
        int,
        Meta(ge=1, le=1000, description="`maxReceiveCount`: tries, after which a message is in the dead-letter queue."),
    ] = 5


# The selector decides the class before anything else is read, so one typo is one error.
EVENTS: dict[str, type[Declaration]] = {"schedule": ScheduleEvent, "stream": StreamEvent, "queue": QueueEvent}
AnyEvent = ScheduleEvent | StreamEvent | QueueEvent
