"""The times of schedules, as EventBridge Scheduler writes them [Scheduler User Guide, "Schedule types"].

What it would refuse while a stack is made is told here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from generator.app.phrases import shown
from generator.app.report import Mistake

_RATE: Final = re.compile(r"([1-9][0-9]{0,9}) (minute|hour|day)(s?)")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_FORMS: Final = "write rate(5 minutes), cron(0 3 * * ? *) or at(2030-01-31T03:00:00)"


class _Field(NamedTuple):
    """A field of cron: the numbers and names that it takes, and a pattern of what only it knows."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    special: str = r"(?!)"


_FIELDS: Final = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day of the month", 1, 31, (), r"\?|LW?|([1-9]|[12][0-9]|3[01])W"),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 1, 7, _DAYS, r"\?|L|[1-7]L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5]"),
    _Field("year", 1970, 2199),
)
_DAY_OF_MONTH: Final = 2
_DAY_OF_WEEK: Final = 4


def check_schedule(expression: str) -> None:
    """Raises `Mistake` (A189) for an expression that is none."""
    kind, _, text = expression.removesuffix(")").partition("(")
    match kind:
        case "rate":
            _check_rate(text, expression)
        case "cron":
            _check_cron(text, expression)
        case _:
            _check_moment(text, expression)


def is_rate(expression: str) -> bool:
    """Whether it says how often, and not when."""
    return expression.startswith("rate(")


def _check_rate(text: str, expression: str) -> None:
    found = _RATE.fullmatch(text)
    if found is None:
        raise Mistake("A189", f"{shown(expression)} is no rate", "write a number and minutes, hours or days")
    if (found[1] == "1") != (found[3] == ""):
        right = f"rate({found[1]} {found[2]}{'' if found[1] == '1' else 's'})"
        raise Mistake("A189", f"{shown(expression)} is no rate", f"write {right}")


def _check_moment(text: str, expression: str) -> None:
    # Only a schedule of this kind pays for the import.
    from datetime import datetime

    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{shown(expression)} is no point in time"
        raise Mistake("A189", message, "write at(2030-01-31T03:00:00), without a time zone") from error


def _check_cron(text: str, expression: str) -> None:
    fields = text.split(" ")
    if len(fields) != len(_FIELDS):
        names = ", ".join(field.name for field in _FIELDS)
        raise Mistake("A189", f"{shown(expression)} has {len(fields)} fields and not 6", f"write {names}")
    for field, said in zip(_FIELDS, fields, strict=True):
        if not all(_is_part(field, part) for part in said.split(",")):
            names = f", or {field.names[0]} to {field.names[-1]}" if field.names else ""
            advice = f"use numbers from {field.least} to {field.most}{names}, `*`, and `-`, `,` and `/` between them"
            raise Mistake("A189", f"{shown(said)} cannot be the {field.name} of {shown(expression)}", advice)
    if (fields[_DAY_OF_MONTH] == "?") == (fields[_DAY_OF_WEEK] == "?"):
        message = f"{shown(expression)} has to have one `?`: as day of the month, or as day of the week"
        raise Mistake("A189", message, "write it for the one that does not matter")


def _is_part(field: _Field, part: str) -> bool:
    if re.fullmatch(field.special, part):
        return True
    span, slash, step = part.partition("/")
    if slash and not re.fullmatch(r"[1-9][0-9]{0,3}", step):
        return False
    return span == "*" or all(_is_value(field, end) for end in span.split("-", 1))


def _is_value(field: _Field, text: str) -> bool:
    return text in field.names or (
        re.fullmatch(r"[0-9]{1,4}", text) is not None and field.least <= int(text) <= field.most
    )
