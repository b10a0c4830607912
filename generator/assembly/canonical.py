"""JSON whose bytes depend on nothing but the value.

Keys are sorted, text is UTF-8 as it is, and numbers are spelled by the standard library, in the same way on every
Python that this tool runs on. Neither a clock nor a version nor the order in which a value was made leaves a trace.
"""

from __future__ import annotations

import json
from hashlib import sha256

import msgspec

from generator.assembly.model import Json


def minified(value: Json) -> bytes:
    """The value without any white space.

    Raises `ValueError` for what JSON cannot say (NaN, infinities, half a surrogate pair), `TypeError` for what is no
    JSON value or when keys are not all strings.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def canonical(value: Json) -> bytes:
    """The value as files hold it: two spaces of indent and a final newline. Raises as `minified` does."""
    return msgspec.json.format(minified(value), indent=2) + b"\n"


def digest(content: bytes) -> str:
    """SHA-256 in lower-case hexadecimal digits."""
    return sha256(content).hexdigest()
