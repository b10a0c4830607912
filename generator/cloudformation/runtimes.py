"""The runtimes of Lambda and when AWS gives each up, from `data/runtimes.json`. Read when first asked.

Days are ISO dates, so that they compare as text; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from os.path import dirname, join

from msgspec import Struct
from msgspec.json import decode


class Runtime(Struct, frozen=True, kw_only=True):
    """`deprecated`: no patches from that day on. `create_block` and `update_block`: no new functions, and no new code.

    `None` where AWS has named no day. `successor` is the newest runtime of the same language, `None` if this is it.
    """

    deprecated: str | None
    create_block: str | None
    update_block: str | None
    successor: str | None


class Runtimes(Struct, frozen=True, kw_only=True):
    """All of them by name. `as_of` is the day on which this was true."""

    source: str
    as_of: str
    runtimes: Mapping[str, Runtime]


@cache
def runtimes() -> Runtimes:
    """What is known of Lambda's runtimes."""
    with open(join(dirname(__file__), "data", "runtimes.json"), "rb") as file:
        return decode(file.read(), type=Runtimes)
