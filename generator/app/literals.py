"""Literals of the app file as DynamoDB takes them: numbers with their digits, base64, booleans."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any

from generator.app.phrases import shown
from generator.app.report import Mistake

_NUMBER = re.compile(
    r"[+-]?(?P<whole>[0-9]*)(?:\.(?P<fraction>[0-9]*))?(?:[eE](?P<exponent>[+-]?[0-9]{1,9}))?", re.ASCII
)
# DynamoDB's numbers: 38 significant digits, magnitudes from 1E-130 to 9.99…E+125.
MOST_DIGITS = 38
_EXPONENTS = range(-130, 126)


def number_text(raw: Any) -> str:
    """The text of a YAML number or of a string that spells one. Raises `Mistake` where DynamoDB has no such number."""
    if isinstance(raw, int) and abs(raw) >= 10**126:
        raise Mistake("A136", f"{shown(raw)} is beyond DynamoDB's numbers")
    text = str(raw)
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["fraction"]):
        raise Mistake("A136", f"{shown(raw)} is not a number", "write digits, such as 42 or 0.5")
    _check_range(text, match["whole"], match["fraction"] or "", match["exponent"] or "0")
    return text


def _check_range(text: str, whole: str, fraction: str, exponent: str) -> None:
    digits = (whole + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return
    if len(significant) > MOST_DIGITS:
        raise Mistake(
            "A136", f"{shown(text)} has {len(significant)} significant digits, DynamoDB keeps {MOST_DIGITS}", "round it"
        )
    if len(digits) - len(fraction) - 1 + int(exponent) not in _EXPONENTS:
        raise Mistake("A136", f"{shown(text)} is beyond DynamoDB's numbers", "stay between 1E-130 and 9.99E+125")


def binary_text(raw: Any) -> str:
    """Base64 text, as it is. Raises `Mistake`."""
    try:
        b64decode(raw if isinstance(raw, str) else b"*", validate=True)
    except (Base64Error, ValueError):
        raise Mistake("A136", f"{shown(raw)} is not base64", "encode the bytes as base64, with padding") from None
    return str(raw)


def boolean_text(raw: Any) -> str:
    """`true` or `false`. Raises `Mistake`."""
    if raw is True or raw is False:
        return "true" if raw else "false"
    raise Mistake("A136", f"{shown(raw)} is not a boolean", "write true or false, without quotes")


def string_text(raw: Any) -> str:
    """A string, as it is. Raises `Mistake`."""
    if isinstance(raw, str):
        return raw
    raise Mistake("A136", f"{shown(raw)} is not a string", "write it in quotes")
