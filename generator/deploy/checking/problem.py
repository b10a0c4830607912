"""What a check tells."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Problem(NamedTuple):
    """Something that will fail (`error`), that one should know (`warning`), or that could not be found out."""

    outcome: Literal["warning", "error", "unknown"]
    text: str
    advice: str = ""
