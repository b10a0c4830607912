"""Canonical bytes: one value, one spelling."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assembly.canonical import canonical, digest, minified


def json_values(numbers: st.SearchStrategy[int] | st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | numbers | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )


JSON_VALUES = json_values(st.integers() | st.floats(allow_nan=False, allow_infinity=False))


@given(JSON_VALUES)
def test_canonical_bytes_are_those_of_the_standard_library_with_sorted_keys_and_two_spaces(value: Any) -> None:
    expected = json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n"

    assert canonical(value) == expected.encode()


@given(JSON_VALUES)
def test_both_forms_read_back_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical(value)) == value
    assert json.loads(minified(value)) == value


@given(
    st.dictionaries(st.text(), st.integers(), max_size=6).flatmap(lambda value: st.permutations(list(value.items())))
)
def test_the_order_in_which_keys_were_added_leaves_no_trace(items: list[tuple[str, int]]) -> None:
    assert canonical({"a": dict(items)}) == canonical({"a": dict(sorted(items))})


def test_text_is_utf_8_and_not_escaped() -> None:
    assert canonical({"z": "ü", "a": [1, {}]}) == '{\n  "a": [\n    1,\n    {}\n  ],\n  "z": "ü"\n}\n'.encode()


def test_minified_text_has_no_white_space_outside_strings() -> None:
    assert minified({"b": [1, 2.5], "a": "x y"}) == b'{"a":"x y","b":[1,2.5]}'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_json_has_no_number_for_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": [number]})


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical("\ud800")


def test_what_is_no_json_value_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": {1, 2}})


def test_a_digest_is_sha_256_in_hexadecimal() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
