"""Logical ids of what an event consists of, from the names of the app file, and the physical names of what has one."""

from __future__ import annotations

import re
from hashlib import sha256
from json import dumps
from typing import Final

from troposphere import Join

from generator.cloudformation.names import LONGEST_QUEUE, event_schedule
from generator.templates.logical_ids import logical_id
from generator.templates.stack_names import stack_name

# Scheduler takes no more.
_LONGEST_NAME: Final = 64


def schedule_id(function: str, event: str) -> str:
    """A schedule."""
    return logical_id([function, event], "Schedule")


def schedule_role_id(function: str) -> str:
    """The role by which the schedules of a function call it."""
    return logical_id([function], "ScheduleRole")


def source_id(function: str, event: str) -> str:
    """What takes messages or records and calls the function with them."""
    return logical_id([function, event], "EventSource")


def queue_id(queue: str) -> str:
    """A queue, by its name in the app file."""
    return logical_id([queue], "Queue")


def dead_letters_id(queue: str) -> str:
    """Where its messages end that fail again and again."""
    return logical_id([queue], "DeadLetterQueue")


def stream_failures_id(function: str, event: str) -> str:
    """Where it is told which records of a stream failed again and again."""
    return logical_id([function, event], "StreamDeadLetterQueue")


def queue_name(app_id: str, queue: str) -> Join:
    """The name in SQS. A queue outlives its stack, and one that is made anew cannot have the name of one that is there,
    so the stack is part of the name."""
    return stack_name(app_id, queue, LONGEST_QUEUE)


def dead_letters_name(app_id: str, queue: str) -> Join:
    """The name of its dead-letter queue: no key has a hyphen, so it is no other queue's."""
    return stack_name(app_id, f"{queue}-dead-letters", LONGEST_QUEUE)


def stream_failures_name(app_id: str, function: str, event: str) -> Join:
    """The name of the dead-letter queue of a stream, likewise."""
    return stack_name(app_id, f"{function}-{event}-dead-letters", LONGEST_QUEUE)


def schedule_name(app_id: str, function: str, event: str) -> str:
    """The name in EventBridge Scheduler. One that CloudFormation gives is cut, and then no policy could tell whose it
    is. As much of the user's names as fits is in it, for people, and a digest that tells them apart."""
    digest = sha256(dumps([function, event]).encode()).hexdigest()[:8]
    bare = event_schedule(app_id, digest)
    readable = re.sub("_+", "-", f"{function}-{event}")[: max(_LONGEST_NAME - len(bare) - 1, 0)].strip("-")
    return event_schedule(app_id, f"{readable}-{digest}" if readable else digest)
