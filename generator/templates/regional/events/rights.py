"""What functions may do for their events, and for the queues that they send to: statements of their own role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from awacs.aws import Statement
from troposphere import GetAtt, Sub

from generator.app.functions.model import ResolvedFunction
from generator.app.model import ResolvedApp
from generator.templates.regional.events.names import queue_id, stream_failures_id
from generator.templates.regional.keys import key_statements
from generator.templates.regional.statements import allow
from generator.templates.roles.names import arn

SEND: Final = "sqs:SendMessage"
RECEIVE: Final = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")
READ_STREAM: Final = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
LIST_STREAMS: Final = "dynamodb:ListStreams"
"""IAM allows it on everything only, and Lambda wants it for an event source [Lambda Developer Guide, "Using Lambda with
Amazon DynamoDB"]."""


def event_statements(app: ResolvedApp, function: ResolvedFunction) -> Iterator[Statement]:
    """The statements; none where a function has neither queues nor streams."""
    sent_to = [queue_id(name) for name in function.send_to]
    sent_to += [stream_failures_id(function.key, event.key) for event in function.streams]
    if function.queues:
        yield allow(RECEIVE, [GetAtt(queue_id(event.queue), "Arn") for event in function.queues])
    if sent_to:
        yield allow([SEND], [GetAtt(name, "Arn") for name in sent_to])
    if function.streams:
        tables = [app.tables[key] for key in sorted({event.table for event in function.streams})]
        yield allow(READ_STREAM, [Sub(stream_arns("${AWS::Region}", table.table_name)) for table in tables])
        yield allow([LIST_STREAMS], ["*"])
        granted = {access.table for access in function.access}
        yield from key_statements(table for table in tables if table.key not in granted)


def stream_arns(region: str, table: str) -> str:
    """The streams of a replica: it has one at a time, named by when it was switched on. A text of `Fn::Sub`."""
    return arn("dynamodb", region, f"table/{table}/stream/*")
