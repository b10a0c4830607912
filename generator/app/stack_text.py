"""Text that is completed when a stack is made: `${AWS::Region}`, `${AWS::AccountId}` and `${AWS::Partition}`.

The app file's rule for `$` holds here too: a literal one is `$$`. What leaves is a text of `Fn::Sub` wherever it holds
`${`: `$${aws:username}`, a variable of IAM, becomes `${!aws:username}`.
"""

from __future__ import annotations

import re
from typing import Final

from generator.app.phrases import nearest, shown
from generator.app.report import Mistake

PSEUDO_PARAMETERS: Final = ("AWS::Region", "AWS::AccountId", "AWS::Partition")

# As long as they can get in partition `aws`.
_LONGEST: Final = {"${AWS::Partition}": "aws", "${AWS::Region}": "ap-southeast-1", "${AWS::AccountId}": "123456789012"}
_PIECE = re.compile(r"\$\$\{(?P<literal>[^${}]*)\}|\$\$|\$\{(?P<name>[^${}]*)\}|[^$]+|\$", re.DOTALL)
_FORMS: Final = ", ".join(f"${{{name}}}" for name in PSEUDO_PARAMETERS)


def stack_text(text: str) -> str:
    """`text` as `Fn::Sub` takes it. Raises `Mistake` (A125) for a `$` that starts nothing we know."""
    return "".join(_piece(match, text) for match in _PIECE.finditer(text))


def longest(text: str) -> str:
    """A text of `Fn::Sub` with what stands for itself until a stack is made as long as it can get."""
    for name, value in _LONGEST.items():
        text = text.replace(name, value)
    return text


def _piece(match: re.Match[str], text: str) -> str:
    piece = match.group()
    if match["literal"] is not None:
        return f"${{!{match['literal']}}}"
    if match["name"] is not None:
        return _parameter(match["name"])
    if piece == "$":
        raise Mistake("A125", f"a `$` in {shown(text)} starts nothing", f"write `$$` for a dollar sign, or {_FORMS}")
    if piece == "$$" and text[match.end() : match.end() + 1] == "{":
        raise Mistake("A125", f"a `${{` in {shown(text)} is never closed", "close it with }")
    return "$" if piece == "$$" else piece


def _parameter(name: str) -> str:
    if name in PSEUDO_PARAMETERS:
        return f"${{{name}}}"
    near = nearest(name, PSEUDO_PARAMETERS)
    advice = f"write ${{{near}}}" if near else f"use {_FORMS}; for a literal `${{` write `$${{`"
    raise Mistake("A125", f"{shown(f'${{{name}}}')} is not known when a stack is made", advice)
