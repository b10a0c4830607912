"""A template as it is sent, whose size decides whether, and by which way, CloudFormation takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def template_text(body: Mapping[str, Any]) -> str:
    """The template as ASCII text without white space, keys sorted: a byte for each character.

    Other characters are JSON escapes: GetTemplate gives them back as question marks otherwise, and a stack would never
    again look equal to what was deployed. Raises `ValueError` for a number that JSON does not have.
    """
    return json.dumps(body, sort_keys=True, allow_nan=False, separators=(",", ":"))


def template_size(body: Mapping[str, Any]) -> int:
    """Bytes that are sent: what CloudFormation's limits on a template are about."""
    return len(template_text(body))
