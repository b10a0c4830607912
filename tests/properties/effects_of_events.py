"""What every key of an event does, where a function runs, and what it sends to."""

from __future__ import annotations

from collections.abc import Mapping

from tests.properties.effects import Pair, Patch
from tests.properties.effects_of_functions import EXTRA, function
from tests.support.apps import patched

EVERYWHERE = patched(EXTRA, function({"run_in": "every_region"}))
MAIN_ONLY = patched(EXTRA, function({"run_in": "main_region"}))


def event(patch: Patch) -> Patch:
    return function({"events": {"it": patch}})


SCHEDULED = patched(EVERYWHERE, event({"schedule": "cron(0 3 * * ? *)"}))
STREAMED = patched(MAIN_ONLY, event({"stream": "items"}))
QUEUED = patched(EVERYWHERE, event({"queue": "jobs"}))
TABLE = {"tables": {"other": {"partition_key": {"name": "id", "type": "S"}}}}

EFFECTS: Mapping[str, Mapping[str, Pair]] = {
    "ScheduleEvent": {
        "schedule": (SCHEDULED, event({"schedule": "cron(0 4 * * ? *)"})),
        "timezone": (SCHEDULED, event({"timezone": "Europe/Berlin"})),
    },
    "StreamEvent": {
        "stream": (patched(STREAMED, TABLE), event({"stream": "other"})),
        "batch_size": (STREAMED, event({"batch_size": 7})),
        "starting_position": (STREAMED, event({"starting_position": "LATEST"})),
        "maximum_retry_attempts": (STREAMED, event({"maximum_retry_attempts": 0})),
        "filter": (STREAMED, event({"filter": [{"eventName": ["INSERT"]}]})),
    },
    "QueueEvent": {
        "queue": (QUEUED, event({"queue": "other"})),
        "batch_size": (QUEUED, event({"batch_size": 1})),
        "max_receive_count": (QUEUED, event({"max_receive_count": 1})),
    },
}

OF_FUNCTIONS: Mapping[str, Pair] = {
    "run_in": (EXTRA, function({"run_in": "main_region"})),
    "events": (EVERYWHERE, event({"schedule": "rate(1 minute)"})),
    "send_to": (QUEUED, function({"send_to": ["jobs"]})),
}
"""The keys of `Function` that are about events."""
