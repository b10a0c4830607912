"""Velocity 1.x on the parse tree of `airspeed-ext`, strict: only what our templates may use, nothing silent.

airspeed evaluates like Python (an unknown method is true, null is true, `$false` prints `False`); so only its parser is
used here. An error besides what Velocity refuses: printing an undefined reference without `$!`, a `#set` to null (which
keeps the old value), a condition on anything but a boolean, any directive that is not listed.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from airspeed import operators as tree

from generator.velocity.functions import Functions
from generator.velocity.java import RenderError, call, equal, is_number, text

MAX_LOOP = 1000
Namespace = dict[str, Any]


@lru_cache(maxsize=2000)
def _parsed(template: str) -> Any:
    parsed = tree.Template(template)
    parsed.ensure_compiled()
    return parsed.root_element.block


def render(template: str, variables: Mapping[str, Any]) -> str:
    """What the template prints. `variables` may hold mutable maps, such as `context.responseOverride`."""
    try:
        block = _parsed(template)
    except tree.TemplateError as error:
        raise RenderError(str(error)) from error
    return _block(block, dict(variables))


def _block(block: Any, names: Namespace) -> str:
    return "".join(_element(child, names) for child in block.children)


def _element(element: Any, names: Namespace) -> str:
    evaluate = _ELEMENTS.get(type(element))
    if evaluate is None:
        raise RenderError(f"not allowed in a template: {element.my_text()[:60]!r}")
    return evaluate(element, names)


def _text(element: Any, names: Namespace) -> str:
    return str(element.text)


def _reference(element: Any, names: Namespace) -> str:
    if element.expression is None:
        raise RenderError(f"not a reference: {element.my_text()!r}")
    value = _variable(element.expression, names)
    if value is None and not element.my_text().startswith("$!"):
        raise RenderError(f"{element.my_text()} is undefined and would print itself")
    return "" if value is None else text(value)


def _if(element: Any, names: Namespace) -> str:
    for branch in (element, *element.elseifs):
        if _holds(branch.condition, names):
            return _block(branch.block, names)
    return "" if isinstance(element.else_block, tree.Null) else _block(element.else_block.block, names)


def _holds(condition: Any, names: Namespace) -> bool:
    value = _parenthesized(condition.expression, names)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise RenderError(f"truth of something that is no boolean: {condition.my_text()}")


def _set(element: Any, names: Namespace) -> str:
    assignment = element.assignment
    value = _expression(assignment.value, names)
    if value is None:
        raise RenderError(f"#set to null keeps the old value: {element.my_text()}")
    path = [assignment.root_term, *(term.term.value for term in assignment.terms)]
    target: Any = names
    for name in path[:-1]:
        target = target[name]
    target[path[-1]] = value
    return ""


def _foreach(element: Any, names: Namespace) -> str:
    members = _value(element.value, names)
    if isinstance(members, dict):
        members = list(members.values())
    if not isinstance(members, list):
        return ""
    kept, printed = names.get("foreach"), ""
    for index, member in enumerate(members[:MAX_LOOP]):
        names |= {element.loop_var_name: member, "foreach": {"hasNext": index + 1 < len(members)}}
        printed += _block(element.block, names)
    names["foreach"] = kept
    return printed


def _expression(expression: Any, names: Namespace) -> Any:
    terms = expression.expression
    value = _value(terms[0], names)
    for sign, term in zip(terms[1::2], terms[2::2], strict=True):
        value = _apply(sign.my_text().strip(), value, _value(term, names))
    return value


def _apply(sign: str, left: Any, right: Any) -> Any:
    """Left to right: our templates never rely on another precedence than `/` before `+` before `==`."""
    if sign == "==":
        return equal(left, right)
    if sign not in _ARITHMETIC:
        raise RenderError(f"operator {sign!r}")
    if is_number(left) and is_number(right):
        return _ARITHMETIC[sign](left, right)
    return False if sign == ">" else None


_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    "+": operator.add,
    "/": operator.floordiv,
}


def _parenthesized(element: Any, names: Namespace) -> Any:
    return _expression(element.calculate.__self__, names)


def _value(value: Any, names: Namespace) -> Any:
    inner = value.expression
    match inner:
        case tree.FormalReference():
            return _variable(inner.expression, names)
        case tree.InterpolatedStringLiteral():
            return _block(inner.block, names)
        case tree.StringLiteral() | tree.IntegerLiteral() | tree.BooleanLiteral():
            return inner.value
        case _:
            raise RenderError(f"not allowed in an expression: {value.my_text()!r}")


def _variable(variable: Any, names: Namespace) -> Any:
    value: Any = names.get(variable.part.name)
    _refuse_index(variable.part)
    while variable.subexpression is not None:
        variable = variable.subexpression.expression
        value = _member(value, variable.part, names)
    return value


def _member(target: Any, part: Any, names: Namespace) -> Any:
    _refuse_index(part)
    if part.parameters is None:
        return target.get(part.name) if isinstance(target, dict) else None
    arguments = [_value(each, names) for each in getattr(part.parameters.values, "values", ())]
    if isinstance(target, Functions):
        try:
            return getattr(target, part.name)(*arguments)
        except (AttributeError, TypeError) as error:
            raise RenderError(f"no such function: {part.my_text()}") from error
    return call(target, part.name, arguments)


def _refuse_index(part: Any) -> None:
    if part.index is not None:
        raise RenderError(f"an index: {part.my_text()}")


_ELEMENTS: Mapping[type, Callable[[Any, Namespace], str]] = {
    tree.Text: _text,
    tree.FormalReference: _reference,
    tree.IfDirective: _if,
    tree.SetDirective: _set,
    tree.ForeachDirective: _foreach,
}
