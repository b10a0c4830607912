"""The regions an app can run in: partition `aws`, with DynamoDB, API Gateway and every type that we generate, and known
to Route 53's latency records [aws-facts 1.18, 4.13]. Read once from `data/regions.json`."""

from __future__ import annotations

from collections.abc import Mapping
from os.path import dirname, join
from typing import Final

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

STRONG_REGION_SETS: tuple[frozenset[str], ...] = (
    frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    frozenset({"eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"}),
    frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
)
"""Regions that a strongly consistent table can be in together: three of one set [aws-facts 1.17]."""

DNS_REGION: Final = "us-east-1"
"""Where the metrics of health checks are, and so everything that looks at them [aws-facts 4.18]."""


def nearest(region: str) -> str | None:
    """The usable region that is spelled most like `region`; `None` when nothing comes near."""
    from difflib import SequenceMatcher

    def likeness(known: str) -> float:
        return SequenceMatcher(None, known, region.lower(), autojunk=False).ratio()

    best = max(sorted(REGIONS), key=likeness)
    return best if likeness(best) >= 0.7 else None
