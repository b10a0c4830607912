"""JSON Merge Patch and defaults."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.reading.document import read_document
from generator.app.reading.merge import apply_defaults, merge_patch
from generator.app.reading.nodes import Node, find, from_plain, to_plain

# RFC 7396, appendix A: original, patch, result.
RFC_EXAMPLES: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=4),
    max_leaves=12,
)


def node(text: str) -> Node:
    root = read_document(text.encode()).root
    assert root is not None
    return root


@pytest.mark.parametrize(("target", "patch", "result"), RFC_EXAMPLES)
def test_the_examples_of_rfc_7396(target: Any, patch: Any, result: Any) -> None:
    assert to_plain(merge_patch(from_plain(target), from_plain(patch))) == result


@given(JSON, JSON)
def test_a_patch_applied_twice_is_a_patch_applied_once(target: Any, patch: Any) -> None:
    once = merge_patch(from_plain(target), from_plain(patch))

    assert merge_patch(once, from_plain(patch)) == once


@given(JSON, JSON)
def test_neither_side_is_changed(target: Any, patch: Any) -> None:
    below, above = from_plain(target), from_plain(patch)
    merge_patch(below, above)

    assert below == from_plain(target)
    assert above == from_plain(patch)


@given(JSON)
def test_nothing_to_change_changes_nothing(target: Any) -> None:
    if isinstance(target, dict):
        assert to_plain(merge_patch(from_plain(target), Node({}))) == target


def test_values_keep_the_line_where_they_were_written() -> None:
    merged = merge_patch(node("a:\n  x: 1\n  y: 2\n"), node("\n\n\na:\n  y: 3\n"))

    assert find(merged, ("a",)).place == (1, 1)
    assert find(merged, ("a", "x")).place == (2, 6)
    assert find(merged, ("a", "y")).place == (5, 6)


def test_defaults_fill_what_a_table_leaves_out() -> None:
    defaults = "defaults: {table: {ttl: t, tags: {a: 1, b: 2}}}\n"
    root = node(defaults + "tables: {x: {tags: {b: 3}}, y: {ttl: null}, z: {ttl: u}}")

    assert to_plain(apply_defaults(root)) == {
        "tables": {
            "x": {"ttl": "t", "tags": {"a": 1, "b": 3}},
            "y": {"tags": {"a": 1, "b": 2}},
            "z": {"ttl": "u", "tags": {"a": 1, "b": 2}},
        }
    }


@pytest.mark.parametrize(
    "text",
    ["defaults: 5\ntables: {x: {a: 1}}", "defaults: {table: [1]}\ntables: {x: {a: 1}}", "tables: {x: {a: 1}}"],
)
def test_defaults_that_are_no_map_fill_nothing(text: str) -> None:
    assert to_plain(apply_defaults(node(text))) == {"tables": {"x": {"a": 1}}}


@pytest.mark.parametrize("tables", ["5", "[1]", "{x: 5}"])
def test_tables_that_are_no_maps_stay_as_they_are(tables: str) -> None:
    filled = apply_defaults(node(f"defaults: {{table: {{ttl: t}}}}\ntables: {tables}"))

    assert to_plain(filled) == to_plain(node(f"tables: {tables}"))


def test_a_table_keeps_its_own_place_and_a_default_has_that_of_the_defaults() -> None:
    filled = apply_defaults(node("defaults:\n  table:\n    ttl: t\ntables:\n  x:\n    a: 1\n"))

    assert find(filled, ("tables", "x")).place == (5, 3)
    assert find(filled, ("tables", "x", "ttl")).place == (3, 10)
