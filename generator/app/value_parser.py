"""Values of the app file → typed values: a plain scalar or expression, or the long form `{N: …, optional: true}`."""

from __future__ import annotations

from typing import Any
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from generator.app.literals import boolean_text, number_text
from generator.app.long_form import (
    SETS,
    literal_text,
    long_form_type,
    read_default,
    read_optional,
    read_scalar,
    read_set,
    refuse,
    scalar_type,
)
from generator.app.phrases import shown
from generator.app.report import Mistake, Place, Report
from generator.app.request_expressions import Scope
from generator.app.values import (
    ContextVariable,
    ExpiresAfterDays,
    ListValue,
    Literal,
    MapValue,
    Scalar,
    SetValue,
    Value,
)

MOST_DAYS = 36_500
_EXPIRES = "expires_after_days"


class Slot(Struct, frozen=True, kw_only=True):
    """Where a value goes: to `attribute`, with its declared `type`, perhaps a key, perhaps the `ttl` attribute.

    `no_optional` is the reason why the value must be there, `None` where it may be left out.
    """

    attribute: str = ""
    type: OneOf["S", "N", "B"] | None = None
    is_key: bool = False
    is_ttl: bool = False
    no_optional: str | None = None


def parse_value(raw: Any, *, slot: Slot, scope: Scope, report: Report, place: Place) -> Value | None:
    """The value that `raw` states, or `None` after reporting what is wrong with it (A130-A139)."""
    return _Reader(scope, report).value(raw, slot, place)


def parse_json(raw: Any, *, scope: Scope, report: Report, place: Place) -> Value | None:
    """A plain JSON document whose strings may be expressions: no long form, maps are maps. `None` after reporting."""
    return _Reader(scope, report).json(raw, place)


class _Reader:
    def __init__(self, scope: Scope, report: Report) -> None:
        self._scope = scope
        self._report = report

    def value(self, raw: Any, slot: Slot, place: Place) -> Value | None:
        try:
            if not isinstance(raw, dict):
                return self._checked(self._plain(raw, slot), slot)
            if _EXPIRES in raw:
                return _expiry(raw, slot)
            type_ = long_form_type(raw)
            if type_ in ("L", "M"):
                _refuse_key_type(type_, slot)
                return self._collection(raw, type_, slot, place)
            return self._checked(self._long(raw, type_), slot)
        except Mistake as mistake:
            self._report.mistake(place, mistake)
            return None

    def json(self, raw: Any, place: Place) -> Value | None:
        if isinstance(raw, dict):
            members = {str(key): self.json(member, (*place, key)) for key, member in raw.items()}
            return MapValue(members={key: member for key, member in members.items() if member is not None})
        if isinstance(raw, list | tuple):
            listed = [self.json(member, (*place, index)) for index, member in enumerate(raw)]
            return ListValue(members=tuple(member for member in listed if member is not None))
        try:
            return self._plain(raw, Slot())
        except Mistake as mistake:
            self._report.mistake(place, mistake)
            return None

    def _plain(self, raw: Any, slot: Slot) -> Scalar:
        if isinstance(raw, str):
            return read_scalar(raw, slot.type or "S", self._scope)
        if raw is None:
            return Scalar(type="NULL", expression=(Literal("true"),))
        if isinstance(raw, bool):
            return Scalar(type="BOOL", expression=(Literal(boolean_text(raw)),))
        if isinstance(raw, list | tuple):
            raise Mistake("A135", "a list needs its type", "write {L: […]}, or {SS: […]} for a set of strings")
        return Scalar(type="N", expression=(Literal(number_text(raw)),))

    def _long(self, raw: dict[str, Any], type_: str) -> Scalar | SetValue:
        if type_ in SETS:
            value = read_set(raw[type_], type_, self._scope)
            refuse(raw, "default", "a set has no default")
            return replace(value, optional=read_optional(raw, value))
        scalar = read_scalar(raw[type_], scalar_type(type_), self._scope)
        default = read_default(raw, scalar, self._scope)
        return replace(scalar, optional=read_optional(raw, scalar), default=default)

    def _collection(self, raw: dict[str, Any], type_: str, slot: Slot, place: Place) -> Value:
        for key in ("optional", "default"):
            refuse(raw, key, f"a value of type {type_} is always there", "say `optional` of its members")
        content = raw[type_]
        if type_ == "M":
            if not isinstance(content, dict):
                raise Mistake("A135", f"{shown(content)} is no map", "write {M: {name: value, …}}")
            if "" in content:
                raise Mistake("A136", "a name in the map is empty", "give it at least one character")
            named = {key: self.value(member, Slot(), (*place, "M", key)) for key, member in content.items()}
            return MapValue(members={key: member for key, member in named.items() if member is not None})
        if not isinstance(content, list | tuple):
            raise Mistake("A135", f"{shown(content)} is no list", "write {L: [value, …]}")
        inside = Slot(no_optional="a member left out would move those after it")
        listed = [self.value(member, inside, (*place, "L", index)) for index, member in enumerate(content)]
        return ListValue(members=tuple(member for member in listed if member is not None))

    def _checked(self, value: Scalar | SetValue, slot: Slot) -> Value:
        _refuse_key_type(value.type, slot)
        if value.optional and slot.no_optional:
            message = f"the value cannot be optional: {slot.no_optional}"
            raise Mistake("A138", message, "remove `optional`, or give a `default`")
        if isinstance(value, SetValue):
            return value
        value = replace(value, not_empty=slot.is_key) if slot.is_key else value
        if slot.is_key and "" in (value.default, literal_text(value.expression)):
            raise Mistake(
                "A137", f"the value of the key attribute {slot.attribute} is empty", "give it at least one character"
            )
        if slot.is_ttl and value.expression == (ContextVariable("requestTimeEpoch"),):
            message = "$context.requestTimeEpoch is in milliseconds and expiry in seconds"
            raise Mistake("A139", message, f"write {{{_EXPIRES}: 30}}")
        return value


def _expiry(raw: dict[str, Any], slot: Slot) -> ExpiresAfterDays:
    days = raw[_EXPIRES]
    if not slot.is_ttl:
        raise Mistake(
            "A139", f"`{_EXPIRES}` is only for the table's `ttl` attribute", "name the attribute as `ttl` of the table"
        )
    if len(raw) > 1:
        raise Mistake("A139", f"`{_EXPIRES}` stands alone", "remove the other keys")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_DAYS:
        raise Mistake("A139", f"{shown(days)} is no number of days", f"write a whole number from 1 to {MOST_DAYS}")
    return ExpiresAfterDays(days=days)


def _refuse_key_type(type_: str, slot: Slot) -> None:
    if slot.type is not None and type_ != slot.type:
        message = f"the value is of type {type_}, the attribute {slot.attribute} is of type {slot.type}"
        raise Mistake("A137", message, _type_advice(type_, slot.type))


def _type_advice(type_: str, declared: str) -> str:
    plain = type_ in ("N", "BOOL", "NULL") and declared == "S"
    return "write it in quotes" if plain else f"write {{{declared}: …}}"
