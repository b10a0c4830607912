"""Which conditions of IAM let through no more than others."""

from __future__ import annotations

import pytest

from generator.diff.meaning.conditions import is_within
from generator.diff.normal import encoded

TWO = {"StringEquals": {"aws:SourceAccount": ["1", "2"]}}
TLS = {"Bool": {"aws:SecureTransport": "true"}}


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (TWO, TWO),
        (TWO, None),
        ({"StringEquals": {"aws:SourceAccount": ["1"]}}, TWO),
        ({"StringEquals": {"aws:SourceAccount": "2"}}, TWO),
        ({**TWO, **TLS}, TWO),
        ({**TWO, **TLS}, TLS),
        ({"ForAnyValue:StringLikeIfExists": {"k": ["a"]}}, {"ForAnyValue:StringLikeIfExists": {"k": ["a", "b*"]}}),
    ],
)
def test_fewer_values_and_more_conditions_let_through_less(narrow: object, wide: object) -> None:
    assert is_within(encoded(narrow), encoded(wide))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (None, TWO),
        ({"StringEquals": {"aws:SourceAccount": ["1", "3"]}}, TWO),
        ({"StringNotEquals": {"k": ["a"]}}, {"StringNotEquals": {"k": ["a", "b"]}}),
        ({"StringLike": {"aws:SourceAccount": ["1"]}}, TWO),
        ({"StringEqualsIfExists": {"aws:SourceAccount": ["1"]}}, TWO),
        (TWO, {**TWO, **TLS}),
        (TWO, {"Fn::If": ["A", "B", "C"]}),
        (TWO, "no condition at all"),
        (TWO, {}),
    ],
)
def test_what_may_let_through_more_does_not(narrow: object, wide: object) -> None:
    assert not is_within(encoded(narrow), encoded(wide))
