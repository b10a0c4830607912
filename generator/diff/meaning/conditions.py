"""Whether a condition of IAM lets through no more than another one.

One with more to hold lets through less, and so does one with fewer values to choose from. Operators that say what must
not be are not among those: there, fewer values let through more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from generator.assembly.model import Json
from generator.diff.normal import encoded

NO_CONDITION: Final = encoded(None)

_CHOOSING: Final = frozenset(
    {"ArnEquals", "ArnLike", "IpAddress", "StringEquals", "StringEqualsIgnoreCase", "StringLike"}
)
"""Operators that one of several values satisfies [IAM User Guide, "IAM JSON policy elements: Condition operators"]."""


def is_within(narrow: bytes, wide: bytes) -> bool:
    """Whether all that the condition `narrow` lets through gets through `wide` too, as far as the two alone tell.

    Both are `encoded`.
    """
    if wide in (narrow, NO_CONDITION):
        return True
    ours, theirs = _flat(narrow), _flat(wide)
    return bool(theirs) and all(
        place in ours and (values == ours[place] or (_chooses(place[0]) and ours[place] <= values))
        for place, values in theirs.items()
    )


def _flat(condition: bytes) -> Mapping[tuple[str, str], frozenset[bytes]]:
    """The values by operator and key; nothing for a condition that is no map of maps."""
    decoded = msgspec.json.decode(condition)
    if not isinstance(decoded, dict) or not all(isinstance(keys, dict) for keys in decoded.values()):
        return {}
    return {(operator, key): _values(value) for operator, keys in decoded.items() for key, value in keys.items()}


def _values(value: Json) -> frozenset[bytes]:
    return frozenset(map(encoded, value if isinstance(value, list) else [value]))


def _chooses(operator: str) -> bool:
    return operator.rpartition(":")[2].removesuffix("IfExists") in _CHOOSING
