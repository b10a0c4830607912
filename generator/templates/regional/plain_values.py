"""Values of a route as plain JSON: what a response template prints of the request and of the app file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.app.values import (
    BodyField,
    ExpiresAfterDays,
    Expression,
    ListValue,
    Literal,
    MapValue,
    Scalar,
    SetValue,
    Value,
)
from generator.templates.regional import vtl
from generator.templates.regional.request_values import boolean, conditions, given_or_default, text, unescaped

_NUMBER: Final = "-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][-+]?[0-9]+)?"


def plain(value: Value) -> str:
    """The value as JSON. Raises ValueError for a set made of the request's body, which no response template knows."""
    match value:
        case Scalar():
            return given_or_default(value, _typed)
        case SetValue():
            return _set(value)
        case ListValue(members=members):
            return f"[{vtl.joined([vtl.Entry(conditions(member), plain(member)) for member in members])}]"
        case MapValue(members=members):
            return plain_object(members)
        case ExpiresAfterDays(days=days):
            return f"${{expires_after_{days}_days}}"


def plain_object(members: Mapping[str, Value]) -> str:
    """The members as a JSON object, sorted by name."""
    entries = [
        vtl.Entry(conditions(value), f"{vtl.json_string(name)}: {plain(value)}")
        for name, value in sorted(members.items())
    ]
    return f"{{{vtl.joined(sorted(entries, key=lambda entry: bool(entry.conditions)))}}}"


def _set(value: SetValue) -> str:
    if isinstance(value.members, BodyField):
        raise ValueError("a response template does not know the request's body")
    return f"[{', '.join(_typed(value.type[0], member) for member in value.members)}]"


def _typed(type: str, expression: Expression) -> str:
    quoted = f'"{text(expression)}"'
    match type:
        case "NULL":
            return "null"
        case "BOOL":
            return boolean(expression, otherwise=quoted)
        case "N":
            return _number(expression, quoted)
        case _:
            return quoted


def _number(expression: Expression, quoted: str) -> str:
    """A JSON number; a client's text that is none stays a string, so that the answer is always JSON."""
    literals = "".join(part.text for part in expression if isinstance(part, Literal))
    if all(isinstance(part, Literal) for part in expression):
        return literals if re.fullmatch(_NUMBER, literals) else quoted
    if re.search("[^-+.0-9eE]", literals):
        return quoted
    return (
        f"#set($number = \"={unescaped(expression)}\")#if($number.replaceAll('^={_NUMBER}$', '') == '') "
        f"$!{{number.replaceAll('^=', '')}} #else {quoted} #end"
    )
