"""The regions an app can run in: partition `aws`, with DynamoDB, API Gateway and every type that we generate, and known
to Route 53's latency records [aws-facts 1.18, 4.13]. Read once from `data/regions.json`."""

from __future__ import annotations

from collections.abc import Mapping
from os.path import dirname, join

from msgspec import Struct
from msgspec.json import decode


class _Data(Struct, frozen=True, kw_only=True):
    source: Mapping[str, str]
    regions: tuple[str, ...]
    opt_in: tuple[str, ...]
    unsupported: Mapping[str, str]


def _read() -> _Data:
    with open(join(dirname(__file__), "data", "regions.json"), "rb") as file:
        return decode(file.read(), type=_Data)


_DATA = _read()

REGIONS: frozenset[str] = frozenset(_DATA.regions)
"""Regions that an app can run in."""

OPT_IN_REGIONS: frozenset[str] = frozenset(_DATA.opt_in)
"""Regions that an account must enable before anything can be deployed there [aws-facts 2.5]."""

UNSUPPORTED: Mapping[str, str] = _DATA.unsupported
"""Regions that exist and cannot be used, each with the reason as the end of a sentence."""


def nearest(region: str) -> str | None:
    """The usable region that is spelled most like `region`; `None` when nothing comes near."""
    from difflib import SequenceMatcher

    def likeness(known: str) -> float:
        return SequenceMatcher(None, known, region.lower(), autojunk=False).ratio()

    best = max(sorted(REGIONS), key=likeness)
    return best if likeness(best) >= 0.7 else None
