"""Choosing, for Hypothesis strategies that are made of functions.

A strategy that is made anew for each draw is validated anew, which takes longer than all that tests do with what is
drawn. So parts are functions that draw, and the strategies that they draw from are made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

_Chosen = TypeVar("_Chosen")
BOOLEANS = st.booleans()


def one_of(draw: st.DrawFn, options: Sequence[_Chosen]) -> _Chosen:
    """One of the options."""
    return options[draw(st.integers(0, len(options) - 1))]


def several(draw: st.DrawFn, options: Sequence[_Chosen], least: int = 0, most: int | None = None) -> list[_Chosen]:
    """Some of the options, in any order."""
    return [options[position] for position in draw(_positions(len(options), least, most))] if options else []


def perhaps(draw: st.DrawFn, make: Callable[[], _Chosen]) -> _Chosen | None:
    """`None`, or what is made."""
    return make() if draw(BOOLEANS) else None


@cache
def _positions(count: int, least: int, most: int | None) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, count - 1), min_size=least, max_size=most, unique=True)
