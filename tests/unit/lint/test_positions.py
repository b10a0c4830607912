"""Positions are computed from the layout of canonical JSON: they are where a reader of the file finds the member."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assembly.canonical import canonical
from generator.lint.positions import locate

BODY = {"b": [1, {}, {"x": [], "y": "two\nlines"}], "a": {"c": None}, "0": 1}


def line_at(body: Any, *path: str | int) -> str:
    line, column = locate(body, path)
    return canonical(body).decode().splitlines()[line - 1][column - 1 :]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "{"),
        (("a",), '"a": {'),
        (("a", "c"), '"c": null'),
        (("b", 1), "{},"),
        (("b", 2), "{"),
        (("b", 2, "x"), '"x": [],'),
        (("b", 2, "y"), '"y": "two\\nlines"'),
    ],
)
def test_a_path_leads_to_the_line_and_column_of_its_member(path: tuple[str | int, ...], text: str) -> None:
    assert line_at(BODY, *path) == text


@pytest.mark.parametrize("rest", [("missing",), (7,), ("c", "deeper"), ("missing", 0)])
def test_a_path_that_ends_early_leads_to_the_last_member_on_the_way(rest: tuple[str | int, ...]) -> None:
    assert line_at(BODY, "a", *rest).startswith(('"a"', '"c"'))


def test_a_number_is_no_key_of_a_map() -> None:
    assert locate({"0": 1}, (0,)) == (1, 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(st.characters(codec="utf-8"), max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON)
def test_the_positions_of_all_members_are_those_in_the_file(body: Any) -> None:
    lines = canonical(body).decode().split("\n")

    for path, value in members((), body):
        line, column = locate(body, path)
        key = canonical(path[-1]).decode().rstrip() + ": " if isinstance(path[-1], str) else ""
        start = canonical(value).decode().split("\n", maxsplit=1)[0]
        assert lines[line - 1][column - 1 :] in (key + start, key + start + ",")


def members(path: tuple[str | int, ...], value: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    here = [((*path, key), inner) for key, inner in pairs]
    return here + [found for place, inner in here for found in members(place, inner)]
