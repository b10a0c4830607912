"""The long form of a value, `{N: …, optional: true}`, read piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args
from typing import Literal as OneOf

from generator.app.literals import binary_text, boolean_text, number_text, string_text
from generator.app.phrases import shown
from generator.app.report import Mistake
from generator.app.request_expressions import Scope, parse_expression
from generator.app.values import BodyField, ContextVariable, Expression, Header, Literal, QueryString, Scalar, SetValue

ScalarType = OneOf["S", "N", "B", "BOOL", "NULL"]
SCALARS: tuple[ScalarType, ...] = get_args(ScalarType)
SETS: dict[str, ScalarType] = {"SS": "S", "NS": "N", "BS": "B"}
TYPES = (*SCALARS, *SETS, "L", "M")
_TYPE_LIST = "S, N, B, BOOL, NULL, SS, NS, BS, L or M"
_TEXTS: dict[str, Callable[[Any], str]] = {"S": string_text, "N": number_text, "B": binary_text, "BOOL": boolean_text}


def long_form_type(raw: dict[str, Any]) -> str:
    """The one type that a long form names. Raises `Mistake`."""
    types = [key for key in raw if key in TYPES]
    others = [key for key in raw if key not in TYPES and key not in ("optional", "default")]
    if others or not types:
        named = f"{shown(others[0])} is no type" if others and types else "a map needs its type"
        raise Mistake("A135", named, "write {M: {…}} for a map, or one of S, N, B, BOOL, NULL, SS, NS, BS, L")
    if len(types) > 1:
        raise Mistake("A135", f"{' and '.join(types)} are two types", f"keep exactly one of {_TYPE_LIST}")
    return types[0]


def read_scalar(raw: Any, type_: ScalarType, scope: Scope) -> Scalar:
    """A literal or an expression as a scalar of this type. Raises `Mistake`."""
    if type_ == "NULL":
        if raw is not True:
            raise Mistake("A136", f"{shown(raw)} is no value of type NULL", "write {NULL: true}")
        return Scalar(type="NULL", expression=(Literal("true"),))
    if not isinstance(raw, str):
        return Scalar(type=type_, expression=(Literal(_TEXTS[type_](raw)),))
    expression = parse_expression(raw, scope)
    _check_expression(expression, raw, type_)
    return Scalar(type=type_, expression=expression)


def read_set(raw: Any, type_: str, scope: Scope) -> SetValue:
    """A list of members, or a field of the body, as a set of this type. Raises `Mistake`."""
    if isinstance(raw, str):
        expression = parse_expression(raw, scope)
        if len(expression) != 1 or not isinstance(expression[0], BodyField):
            raise Mistake("A135", f"{shown(raw)} is no array", f"write {{{type_}: [member, …]}} or $request.body.NAME")
        return SetValue(type=_set_type(type_), members=expression[0])
    if not isinstance(raw, list | tuple):
        raise Mistake("A135", f"{shown(raw)} is no set", f"write {{{type_}: [member, …]}}")
    if not raw:
        raise Mistake("A136", "the set is empty, and DynamoDB has no empty set", "list at least one member")
    members = tuple(read_scalar(member, SETS[type_], scope).expression for member in raw)
    if len({_identity(member, type_) for member in members}) < len(members):
        raise Mistake("A136", "a member of the set is listed twice", "list each member once")
    return SetValue(type=_set_type(type_), members=members)


def _identity(member: Expression, type_: str) -> object:
    """What tells a member from others: DynamoDB takes 1 and 1.0 for the same number."""
    # Only sets of numbers pay for the import.
    from decimal import Decimal

    text = literal_text(member)
    return Decimal(text) if type_ == "NS" and text is not None else member


def read_default(raw: dict[str, Any], scalar: Scalar, scope: Scope) -> str | None:
    """The text of `default`, if there is one. Raises `Mistake` where it cannot be of use."""
    if "default" not in raw:
        return None
    if not can_be_absent(scalar):
        raise Mistake("A138", "a value that is always there has no default", "remove `default`")
    if raw.get("optional"):
        raise Mistake("A138", "a value with a default is never left out", "remove `optional` or `default`")
    default = raw["default"]
    if not isinstance(default, str):
        return _TEXTS[scalar.type](default)
    expression = parse_expression(default, scope)
    if not isinstance(expression[0], Literal) or len(expression) > 1:
        raise Mistake("A138", f"the default {shown(default)} is not a fixed value", "write `$$` for a dollar sign")
    _check_expression(expression, default, scalar.type)
    return expression[0].text


def read_optional(raw: dict[str, Any], value: Scalar | SetValue) -> bool:
    """Whether `optional` is said. Raises `Mistake` where it cannot be."""
    optional = raw.get("optional", False)
    if not isinstance(optional, bool):
        raise Mistake("A138", f"`optional` is {shown(optional)}", "write true or false")
    if optional and not can_be_absent(value):
        raise Mistake("A138", "a value that is always there cannot be optional", "remove `optional`")
    return optional


def refuse(raw: dict[str, Any], key: str, message: str, advice: str = "") -> None:
    """Raises `Mistake` when `key` is there."""
    if key in raw:
        raise Mistake("A138", message, advice or f"remove `{key}`")


def _check_expression(expression: Expression, raw: str, type_: ScalarType) -> None:
    text = literal_text(expression)
    if text is not None:
        _TEXTS[type_](text)
    elif len(expression) > 1 and type_ != "S":
        raise Mistake("A136", f"{shown(raw)} joins text, a value of type {type_} is one variable", "use type S")


def literal_text(expression: Expression) -> str | None:
    """The text of an expression that is one literal."""
    only = expression[0]
    return only.text if len(expression) == 1 and isinstance(only, Literal) else None


def can_be_absent(value: Scalar | SetValue) -> bool:
    """Whether there may be a request without what the value reads; path, context and literals are always there."""
    if isinstance(value, SetValue):
        return isinstance(value.members, BodyField)
    return any(
        isinstance(part, BodyField | QueryString | Header) or (isinstance(part, ContextVariable) and part.can_be_absent)
        for part in value.expression
    )


def scalar_type(type_: str) -> ScalarType:
    """A name that is known to be one of a scalar type."""
    return next(known for known in SCALARS if known == type_)


def _set_type(type_: str) -> OneOf["SS", "NS", "BS"]:
    match type_:
        case "SS":
            return "SS"
        case "NS":
            return "NS"
        case _:
            return "BS"
