"""Text that CloudFormation completes when it makes a stack, and text that only looks like it."""

from __future__ import annotations

import re
from typing import Final

from troposphere import AWSHelperFn, Sub

_VARIABLE: Final = re.compile(r"\$\{[^!]")
_LITERAL: Final = re.compile(r"\$\{!([^}]*)\}")
# A pseudo parameter, or what could be a logical id.
_LIKE_A_REFERENCE: Final = re.compile(r"\s*(AWS::.*|[A-Za-z0-9.]+)\s*")


def completed(text: str) -> str | AWSHelperFn:
    """A text of `Fn::Sub` as it is written in a template: as what it is, where nothing in it is completed.

    Linters take an `Fn::Sub` that completes nothing for a superfluous one.
    """
    if _VARIABLE.search(text):
        return Sub(text)
    plain = _LITERAL.sub(r"${\1}", text)
    is_misleading = any(_LIKE_A_REFERENCE.fullmatch(name) for name in _LITERAL.findall(text))
    return uncompleted(plain) if is_misleading else plain


def uncompleted(text: str) -> Sub:
    """A text with what could be a reference and is none: linters take it for a forgotten `Fn::Sub`, unless its dollar
    is completed."""
    return Sub(text.replace("${", "${Dollar}{"), Dollar="$")
