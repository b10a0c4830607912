"""Queues with what calls functions for their messages, and dead-letter queues.

A message is hidden from others for six times as long as the function may take for it [Lambda Developer Guide, "Using
Lambda with Amazon SQS"], so that it is not worked on twice. Queues outlive the stack: what is in them is not yet done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from troposphere import AWSHelperFn, AWSObject, GetAtt, Tags
from troposphere.awslambda import EventSourceMapping, ScalingConfig
from troposphere.sqs import Queue, RedrivePolicy

from generator.app.functions.model import ResolvedFunction, ResolvedQueue
from generator.templates.context import why
from generator.templates.regional.events.names import (
    dead_letters_id,
    dead_letters_name,
    queue_id,
    queue_name,
    source_id,
)
from generator.templates.regional.functions.names import function_id

# What SQS keeps a message for at most, and what is enough for one that is being worked on.
_LONGEST: Final = 1_209_600
_WAITING: Final = 345_600
_TIMES_OF_TIMEOUT: Final = 6


def queue_parts(app_id: str, function: ResolvedFunction, tags: Mapping[str, str]) -> list[AWSObject]:
    """The queues that a function is called for, each with its dead-letter queue and its event source."""
    return [part for event in function.queues for part in _parts(app_id, function, event, tags)]


def dead_letter_queue(logical_id: str, name: AWSHelperFn, reason: str, tags: Mapping[str, str]) -> Queue:
    """A queue that nothing takes from but people, which keeps its messages as long as SQS does."""
    return _queue(logical_id, name, reason, tags, MessageRetentionPeriod=_LONGEST)


def _parts(app_id: str, function: ResolvedFunction, event: ResolvedQueue, tags: Mapping[str, str]) -> list[AWSObject]:
    name = event.queue
    redrive = RedrivePolicy(
        deadLetterTargetArn=GetAtt(dead_letters_id(name), "Arn"), maxReceiveCount=event.max_receive_count
    )
    queue = _queue(
        queue_id(name),
        queue_name(app_id, name),
        f"Messages for the function {function.key}, in this region.",
        tags,
        MessageRetentionPeriod=_WAITING,
        VisibilityTimeout=_TIMES_OF_TIMEOUT * function.timeout,
        RedrivePolicy=redrive,
    )
    reason = f"Messages of {name} that failed {event.max_receive_count} times; move them back when that is mended."
    letters = dead_letter_queue(dead_letters_id(name), dead_letters_name(app_id, name), reason, tags)
    return [queue, letters, _source(function, event, tags)]


def _queue(logical_id: str, name: AWSHelperFn, reason: str, tags: Mapping[str, str], **properties: Any) -> Queue:
    return Queue(
        logical_id,
        QueueName=name,
        SqsManagedSseEnabled=True,
        Tags=Tags(dict(tags)),
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Metadata=why(reason),
        **properties,
    )


def _source(function: ResolvedFunction, event: ResolvedQueue, tags: Mapping[str, str]) -> EventSourceMapping:
    return EventSourceMapping(
        source_id(function.key, event.key),
        EventSourceArn=GetAtt(queue_id(event.queue), "Arn"),
        FunctionName=GetAtt(function_id(function.key), "Arn"),
        BatchSize=event.batch_size,
        **_scaling(function),
        # A function that answers with nothing has worked on all of them, as without it.
        FunctionResponseTypes=["ReportBatchItemFailures"],
        Tags=Tags(dict(tags)),
        Metadata=why(f"Calls the function {function.key} with the messages of {event.queue}."),
    )


class _Scaling(ScalingConfig):  # type: ignore[misc]
    """troposphere 4.11 has two properties of that name in one module, and event sources get the other one's."""

    props: ClassVar[dict[str, Any]] = {"MaximumConcurrency": (int, True)}


def _scaling(function: ResolvedFunction) -> dict[str, ScalingConfig]:
    """Lambda reads a queue faster than a function with reserved concurrency may run, and what it then gives back counts
    as received, until it is in the dead-letter queue [Lambda Developer Guide, "Configuring maximum concurrency for
    Amazon SQS event sources"]. It takes 2 to 1,000."""
    reserved = function.reserved_concurrency
    return {} if not reserved else {"ScalingConfig": _Scaling(MaximumConcurrency=min(max(reserved, 2), 1000))}
