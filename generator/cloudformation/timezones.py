"""The names of time zones that a schedule can have, from `data/timezones.json`. Read when first asked.

EventBridge Scheduler takes those of the IANA time zone database [Scheduler User Guide, "Time zones on EventBridge
Scheduler"].
"""

from __future__ import annotations

from functools import cache
from os.path import dirname, join

from msgspec import Struct
from msgspec.json import decode


class _Data(Struct, frozen=True, kw_only=True):
    source: str
    version: str
    zones: tuple[str, ...]


@cache
def timezones() -> tuple[str, ...]:
    """All of them, sorted, older names of the same zone included."""
    with open(join(dirname(__file__), "data", "timezones.json"), "rb") as file:
        return decode(file.read(), type=_Data).zones
