"""What functions may do for their events, and for the queues that they send to: statements of their own role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from awacs.aws import Action, Allow, Statement
from troposphere import AWSHelperFn, GetAtt, Sub

from generator.app.functions.model import ResolvedFunction, ResolvedQueue, ResolvedStream
from generator.app.model import ResolvedApp
from generator.templates.regional.events.names import queue_id, stream_failures_id
from generator.templates.regional.keys import key_statements
from generator.templates.roles.names import arn

SEND: Final = "sqs:SendMessage"
RECEIVE: Final = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")
READ_STREAM: Final = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
LIST_STREAMS: Final = "dynamodb:ListStreams"
"""IAM allows it on everything only, and Lambda wants it for an event source [Lambda Developer Guide, "Using Lambda with
Amazon DynamoDB"]."""


def event_statements(app: ResolvedApp, function: ResolvedFunction) -> Iterator[Statement]:
    """The statements; none where a function has neither queues nor streams."""
    queues = [event for event in function.events if isinstance(event, ResolvedQueue)]
    streams = [event for event in function.events if isinstance(event, ResolvedStream)]
    sent_to = [queue_id(name) for name in function.send_to]
    sent_to += [stream_failures_id(function.key, event.key) for event in streams]
    if queues:
        yield _allow(RECEIVE, [GetAtt(queue_id(event.queue), "Arn") for event in queues])
    if sent_to:
        yield _allow((SEND,), [GetAtt(name, "Arn") for name in sent_to])
    if streams:
        tables = [app.tables[key] for key in sorted({event.table for event in streams})]
        yield _allow(READ_STREAM, [Sub(stream_arns("${AWS::Region}", table.table_name)) for table in tables])
        yield _allow((LIST_STREAMS,), ["*"])
        granted = {access.table for access in function.access}
        yield from key_statements(table for table in tables if table.key not in granted)


def stream_arns(region: str, table: str) -> str:
    """The streams of a replica: it has one at a time, named by when it was switched on. A text of `Fn::Sub`."""
    return arn("dynamodb", region, f"table/{table}/stream/*")


def _allow(actions: tuple[str, ...], resources: list[AWSHelperFn | str]) -> Statement:
    return Statement(Effect=Allow, Action=[Action(*name.split(":")) for name in actions], Resource=resources)
