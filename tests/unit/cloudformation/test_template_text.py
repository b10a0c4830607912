"""What is sent for a template: one text, one size."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cloudformation.template_text import template_size, template_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_any_template_is_ascii_reads_back_and_is_as_large_as_its_text(body: dict[str, Any]) -> None:
    text = template_text(body)

    assert json.loads(text) == body
    assert len(text.encode("ascii")) == template_size(body)


def test_the_order_in_which_keys_were_added_leaves_no_trace() -> None:
    assert template_text({"b": [1, 2.5], "a": "x y"}) == template_text({"a": "x y", "b": [1, 2.5]})
    assert template_text({"b": [1, 2.5], "a": "x y"}) == '{"a":"x y","b":[1,2.5]}'


def test_a_number_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        template_text({"a": float("nan")})
