"""One spelling for what CloudFormation takes as the same, always on a copy.

- `Fn::GetAtt` as a list; `Fn::Sub` of one name as `Ref` or `Fn::GetAtt`, without any name as the text; `Fn::Join` of
  texts and references as the text or the `Fn::Sub` that it makes. So a mapping template given line by line is a text.
- Text that is a JSON object as a `JsonText`: its white space and the order of its keys say nothing.
- Lists whose order says nothing in a fixed order (`generator.diff.lists`), a single string where a policy takes a list
  as a list, `AWS::NoValue` as nothing, whole numbers without a fraction.

`normal` is pure, total over JSON, and idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec
from msgspec import Struct

from generator.assembly.model import Json
from generator.diff.lists import in_fixed_order

DEEPEST: Final = 80
"""What lies deeper is taken as it is: a template of any depth must not exhaust the interpreter's stack."""

NO_VALUE: Final = {"Ref": "AWS::NoValue"}

_Mode = Literal["template", "argument", "json"]

# Their arguments are names and texts with names in them: never JSON to be looked into.
_SPELLED: Final = frozenset({"Fn::GetAtt", "Fn::Join", "Fn::Sub", "Ref"})
_ONE_VARIABLE = re.compile(r"\$\{([A-Za-z0-9:]+)(?:\.([A-Za-z0-9.]+))?\}")
_NAME = re.compile(r"[A-Za-z0-9:]+")
_ATTRIBUTE = re.compile(r"[A-Za-z0-9.]+")
_POLICY_LISTS: Final = frozenset({"Action", "NotAction", "NotResource", "Resource"})


class JsonText(Struct, frozen=True):
    """A text that is a JSON object, by its value."""

    value: Json


def encoded(value: Json) -> bytes:
    """A normal value as bytes: equal for equal values only, so that `true` is not 1."""
    return msgspec.json.encode(value, order="deterministic")


def normal(value: Json, name: str = "") -> Json:
    """The normal form of a value that stands under the key `name`."""
    return _normal(value, name, "template", 0)


def _normal(value: Json, name: str, mode: _Mode, depth: int) -> Json:
    if isinstance(value, str):
        return _text(value) if mode == "template" else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if depth >= DEEPEST or isinstance(value, JsonText):
        return value
    if isinstance(value, Mapping):
        return _mapping(value, mode, depth)
    if isinstance(value, list | tuple):
        members = [_normal(member, "", mode, depth + 1) for member in value]
        if mode == "template":
            members = in_fixed_order(name, [member for member in members if member != NO_VALUE], encoded)
        return members
    return value


def _mapping(value: Mapping[str, Json], mode: _Mode, depth: int) -> Json:
    if mode == "json":
        return {key: _normal(child, key, mode, depth + 1) for key, child in value.items()}
    found = {
        key: _normal(child, key, "argument" if key in _SPELLED else mode, depth + 1) for key, child in value.items()
    }
    if mode == "template":
        found = {key: child for key, child in found.items() if child != NO_VALUE}
        if "Effect" in found:
            found = {key: [child] if _is_lone(key, child) else child for key, child in found.items()}
    return _function(found, mode) if len(found) == 1 else found


def _is_lone(key: str, child: Json) -> bool:
    """Whether a policy statement has one string, or a function that makes one, where it may have a list."""
    return key in _POLICY_LISTS and not isinstance(child, list) and child is not None


def _function(value: dict[str, Json], mode: _Mode) -> Json:
    """An intrinsic function in its shortest spelling; any other map as it is."""
    ((name, argument),) = value.items()
    if name == "Fn::GetAtt" and isinstance(argument, str) and "." in argument:
        return {name: argument.split(".", 1)}
    if name == "Fn::Sub":
        return _substitution(argument, value, mode)
    if name == "Fn::Join":
        return _joined(argument, value, mode)
    return value


def _substitution(argument: Json, value: dict[str, Json], mode: _Mode) -> Json:
    if isinstance(argument, list) and len(argument) == 2 and argument[1] == {}:
        argument = argument[0]
    if not isinstance(argument, str):
        return value
    only = _ONE_VARIABLE.fullmatch(argument)
    if only is not None:
        target, attribute = only.groups()
        return {"Ref": target} if attribute is None else {"Fn::GetAtt": [target, attribute]}
    if re.search(r"\$\{[^!}][^}]*\}", argument):
        return {"Fn::Sub": argument}
    return _plain(unescaped(argument), mode)


def _joined(argument: Json, value: dict[str, Json], mode: _Mode) -> Json:
    if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list)):
        return value
    delimiter, parts = argument
    spelled = [_as_substitution(part) for part in parts]
    if not isinstance(delimiter, str) or None in spelled:
        return value
    if all(isinstance(part, str) for part in parts):
        return _plain(delimiter.join(parts), mode)
    text = escaped(delimiter).join(part for part in spelled if part is not None)
    return _substitution(text, {"Fn::Sub": text}, mode)


def _as_substitution(part: Json) -> str | None:
    """A part of a join as a part of a `Fn::Sub`; `None` where it can be none."""
    if isinstance(part, str):
        return escaped(part)
    if not isinstance(part, dict) or len(part) != 1 or part == NO_VALUE:
        return None
    ((name, argument),) = part.items()
    if name == "Fn::Sub" and isinstance(argument, str):
        return argument
    if name == "Ref" and isinstance(argument, str) and _NAME.fullmatch(argument):
        return f"${{{argument}}}"
    if name == "Fn::GetAtt" and _is_plain_attribute(argument):
        return f"${{{argument[0]}.{argument[1]}}}"
    return None


def _is_plain_attribute(argument: Json) -> bool:
    is_pair = isinstance(argument, list) and len(argument) == 2 and all(isinstance(part, str) for part in argument)
    return is_pair and bool(_NAME.fullmatch(argument[0]) and _ATTRIBUTE.fullmatch(argument[1]))


def escaped(text: str) -> str:
    """Plain text as `Fn::Sub` must be given it."""
    return text.replace("${", "${!")


def unescaped(text: str) -> str:
    """The plain text that a `Fn::Sub` without names makes."""
    return text.replace("${!", "${")


def _plain(text: str, mode: _Mode) -> Json:
    return _text(text) if mode == "template" else text


def _text(text: str) -> Json:
    """A text, or the JSON object that it spells. A policy given as text is read as one given in place."""
    if text.lstrip()[:1] != "{":
        return text
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return text
    mode: _Mode = "template" if "Statement" in value else "json"
    return JsonText(_normal(value, "", mode, 1))
