"""Streams of tables that call functions: in the main region only, for no template knows the ARN of a stream elsewhere
[aws-facts 1.9], and each replica's stream has the writes of all regions [1.28].

A record that fails would hold up all behind it for a day. So a batch is halved until the record is alone, tried as
often as the app file says, and then told to a dead-letter queue: where it is in the stream, not what is in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from troposphere import AWSObject, GetAtt, Tags
from troposphere.awslambda import DestinationConfig, EventSourceMapping, Filter, FilterCriteria, OnFailure

from generator.app.functions.model import ResolvedFunction, ResolvedStream
from generator.templates.context import why
from generator.templates.logical_ids import logical_id
from generator.templates.regional.events.names import source_id, stream_failures_id, stream_failures_name
from generator.templates.regional.events.queues import dead_letter_queue
from generator.templates.regional.functions.names import function_id


def stream_parts(app_id: str, function: ResolvedFunction, tags: Mapping[str, str]) -> list[AWSObject]:
    """The event sources of a function on streams, each with its dead-letter queue."""
    return [part for event in function.streams for part in _parts(app_id, function, event, tags)]


def _parts(app_id: str, function: ResolvedFunction, event: ResolvedStream, tags: Mapping[str, str]) -> list[AWSObject]:
    failures = stream_failures_id(function.key, event.key)
    reason = (
        f"Which records of {event.table} the function {function.key} failed on for good; the stream has them for a day."
    )
    source = EventSourceMapping(
        source_id(function.key, event.key),
        EventSourceArn=GetAtt(logical_id([event.table], "Table"), "StreamArn"),
        FunctionName=GetAtt(function_id(function.key), "Arn"),
        StartingPosition=event.starting_position,
        BatchSize=event.batch_size,
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=event.maximum_retry_attempts,
        DestinationConfig=DestinationConfig(OnFailure=OnFailure(Destination=GetAtt(failures, "Arn"))),
        # A function that answers with nothing has worked on all of them, as without it.
        FunctionResponseTypes=["ReportBatchItemFailures"],
        Tags=Tags(dict(tags)),
        Metadata=why(f"Calls the function {function.key} with the writes of all regions to {event.table}, each once."),
        **_filter(event),
    )
    return [source, dead_letter_queue(failures, stream_failures_name(app_id, function.key, event.key), reason, tags)]


def _filter(event: ResolvedStream) -> dict[str, Any]:
    if not event.filter:
        return {}
    patterns = [json.dumps(one, separators=(",", ":"), sort_keys=True, ensure_ascii=False) for one in event.filter]
    return {"FilterCriteria": FilterCriteria(Filters=[Filter(Pattern=pattern) for pattern in patterns])}
