"""Java values as mapping templates meet them: methods, text and comparison of maps, lists, strings and numbers.

JSON arrives as Python's dict, list, str, int, float, bool and None. A method that does not exist on its object gives
None, as in Velocity; the name of a method that no template should use is an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any


class RenderError(Exception):
    """A template does what API Gateway would refuse, or pass over in silence."""


class KeySet(list[str]):
    """`Map.keySet()`."""


def call(target: Any, method: str, arguments: Sequence[Any]) -> Any:
    """`target.method(arguments)`; None where the object has no such method."""
    if method not in _NAMES:
        raise RenderError(f"method {method!r} is not among {sorted(_NAMES)}")
    function = next((methods.get(method) for kind, methods in _METHODS if type(target) is kind), None)
    if function is None:
        return None
    return function(target, *arguments)


def text(value: Any) -> str:
    """`value.toString()`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _double(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}={text(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    return "null" if value is None else str(value)


def equal(left: Any, right: Any) -> bool:
    """Velocity's `==`: numbers by value, different classes by their text, null only with null."""
    if left is None or right is None:
        return left is right
    if is_number(left) and is_number(right):
        return bool(left == right)
    if type(left) is type(right):
        return bool(left == right)
    return text(left) == text(right)


def is_number(value: Any) -> bool:
    """Whether the value is a `Number`, which a `Boolean` is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _double(value: float) -> str:
    """`Double.toString`: plain from 0.001 to 10 million, else with an exponent; always with a point."""
    if not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    exact = Decimal(repr(value))
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        digits, exponent = f"{exact:f}", ""
    else:
        digits, _, shift = f"{exact.normalize():E}".partition("E")
        exponent = f"E{int(shift)}"
    return digits + ("" if "." in digits else ".0") + exponent


def _replace_all(target: str, pattern: str, replacement: str) -> str:
    if re.search(r"[\\$]", replacement):
        raise RenderError(f"the replacement {replacement!r} has groups or escapes")
    return re.sub(pattern, lambda _: replacement, target)


def _at(target: list[Any], index: Any) -> Any:
    return target[index] if isinstance(index, int) else None


def _has(target: list[Any], member: Any) -> bool:
    return any(type(each) is type(member) and each == member for each in target)


def _contains(target: str, part: Any) -> bool | None:
    return part in target if isinstance(part, str) else None


_METHODS: tuple[tuple[type, Mapping[str, Callable[..., Any]]], ...] = (
    (dict, {"keySet": KeySet, "get": dict.get, "size": len}),
    (list, {"get": _at, "size": len, "contains": _has}),
    (KeySet, {"size": len, "contains": _has}),
    (str, {"contains": _contains, "replaceAll": _replace_all}),
)
_NAMES = {name for _, methods in _METHODS for name in methods}
