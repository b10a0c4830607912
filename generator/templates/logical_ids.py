"""Logical ids, made from the user's own names and never from their position.

A single plain word is spelled out (`data` → `DataTable`). Whatever loses something on the way to letters and digits,
such as several names, slashes, braces or underscores, gets the first eight digits of the names' SHA-256 as well
(`/data/{pk}` → `DataPk…Resource`), so that two different names never share an id. A word that ends like such a hash is
treated the same way, which keeps the two spellings apart. CloudFormation allows 255 letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from json import dumps

_PLAIN = re.compile(r"[a-z][a-z0-9]*")
_ENDS_LIKE_A_HASH = re.compile(r"[0-9a-f]{8}$")
_WORD = re.compile(r"[A-Za-z0-9]+")
_READABLE_LENGTH = 120


def logical_id(names: Sequence[str], kind: str) -> str:
    """The id of the `kind` (CamelCase, such as `Table` or `GetMethod`) of thing that `names` lead to.

    No names at all mean the only one of its kind: the id is `kind` itself.
    """
    if not names:
        return kind
    if len(names) == 1 and _is_plain(names[0]):
        return names[0].capitalize() + kind
    digest = sha256(dumps(list(names)).encode()).hexdigest()[:8]
    return f"{_readable(names)}{digest}{kind}"


def path_names(path: str) -> tuple[str, ...]:
    """The names that identify a path of the API: its parts. The root has none."""
    return tuple(part for part in path.split("/") if part)


def region_id(region: str) -> str:
    """A region in CamelCase: `us-east-1` → `UsEast1`. Different regions give different ids."""
    return "".join(part.capitalize() for part in region.split("-"))


def _is_plain(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None and len(name) <= _READABLE_LENGTH and not _ENDS_LIKE_A_HASH.search(name)


def _readable(names: Sequence[str]) -> str:
    words = (word for name in names for word in _WORD.findall(name))
    return ("".join(word[0].upper() + word[1:] for word in words) or "X")[:_READABLE_LENGTH]
