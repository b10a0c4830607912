"""Plain scalars by YAML 1.2's core schema."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.reading.scalars import InexactNumber, Scalar, plain_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("0123", 123),
        ("0o17", 15),
        ("0x1F", 31),
        ("0o8", "0o8"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2024-01-01", "2024-01-01"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        (".", "."),
        ("-", "-"),
        ("1.2.3", "1.2.3"),
        ("١٢", "١٢"),
    ],
)
def test_core_schema(text: str, value: Scalar) -> None:
    read = plain_scalar(text)

    assert read == value
    assert type(read) is type(value)


def test_not_a_number_is_a_float() -> None:
    value = plain_scalar(".NaN")

    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(
    "text", ["1e400", "1e-400", "0.12345678901234567890", "9" * 39, "-" + "9" * 39, "9" * 5000, "0x" + "f" * 40]
)
def test_what_cannot_be_kept_exactly_is_refused(text: str) -> None:
    with pytest.raises(InexactNumber):
        plain_scalar(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_that_is_taken_is_the_number_that_was_written(number: Decimal) -> None:
    text = f"{number:f}"
    try:
        value = plain_scalar(text)
    except InexactNumber:
        return

    assert isinstance(value, float)
    assert Decimal(repr(value)) == number


@given(st.text())
def test_any_text_is_a_scalar_or_an_inexact_number(text: str) -> None:
    try:
        value = plain_scalar(text)
    except InexactNumber:
        return
    assert value is None or isinstance(value, str | int | float)
