"""Alarms on dead-letter queues: whatever is in one has failed for good, and somebody has to look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troposphere import GetAtt
from troposphere.cloudwatch import Alarm

from generator.app.functions.model import ResolvedFunction, ResolvedQueue, ResolvedStream
from generator.templates.alarm import Metric, Told, Watch, alarm
from generator.templates.logical_ids import logical_id
from generator.templates.regional.events.names import dead_letters_id, stream_failures_id


def dead_letter_alarms(functions: Iterable[ResolvedFunction], told: Told) -> Iterator[Alarm]:
    """An alarm for each dead-letter queue of these functions, until it is empty."""
    for function in functions:
        for event in function.events:
            if isinstance(event, ResolvedQueue):
                description = f"messages of the queue {event.queue} have failed for good in this region. "
                queue, name = dead_letters_id(event.queue), logical_id([event.queue], "DeadLetters")
                yield alarm(name, f"{description}They are in its dead-letter queue.", _watch(queue), told)
            elif isinstance(event, ResolvedStream):
                description = f"records of the stream of {event.table} have failed for good in {function.key}. "
                queue = stream_failures_id(function.key, event.key)
                name = logical_id([function.key, event.key], "DeadLetters")
                yield alarm(
                    name, f"{description}Which ones is in its dead-letter queue, for 24 hours.", _watch(queue), told
                )


def _watch(queue: str) -> Watch:
    messages = Metric(
        namespace="AWS/SQS",
        name="ApproximateNumberOfMessagesVisible",
        statistic="Maximum",
        dimensions={"QueueName": GetAtt(queue, "QueueName")},
    )
    return Watch(metrics={"messages": messages}, threshold=0, minutes=1, breaching=1)
