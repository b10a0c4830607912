"""The times of schedules, as EventBridge Scheduler writes them [Scheduler User Guide, "Schedule types"; API reference,
CreateSchedule].

What it would refuse while a stack is made is told here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from generator.app.phrases import nearest, shown
from generator.app.report import Mistake

_UNITS: Final = ("minute", "minutes", "hour", "hours", "day", "days")
# With zeros in front or without.
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_POSITIVE: Final = re.compile(r"[1-9][0-9]{0,9}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class _Field(NamedTuple):
    """A field of cron: the numbers and names that it takes, and what only it knows, as a pattern and in words.

    That stands alone: it cannot be part of a list.
    """

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    special: str = r"(?!)"
    words: str = ""


_FIELDS: Final = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field(
        "day of the month",
        1,
        31,
        (),
        # How many days before the last the guide does not say; Quartz, whose grammar this is, takes up to 30.
        r"\?|L(-([1-9]|[12][0-9]|30))?W?|(0?[1-9]|[12][0-9]|3[01])W",
        "?, L, L-2, LW or 15W",
    ),
    _Field("month", 1, 12, _MONTHS),
    _Field(
        "day of the week",
        1,
        7,
        _DAYS,
        rf"\?|L(-[1-7])?|([1-7]|{'|'.join(_DAYS)})(L|#[1-5])",
        "?, L, 6L or FRI#2",
    ),
    _Field("year", 1970, 2199),
)
_DAY_OF_MONTH: Final = 2
_DAY_OF_WEEK: Final = 4
# One letter of three is another zone: PST is not meant to be EST.
_ALIKE: Final = 0.75


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


def check_timezone(name: str) -> None:
    """Raises `Mistake` (A189) for a name that the time zone database does not have."""
    # Only a schedule that names one pays for reading them.
    from generator.cloudformation.timezones import timezones

    zones = timezones()
    if name not in zones:
        city = f"/{name.lower()}"
        meant = next((zone for zone in zones if zone.lower().endswith(city)), None) or nearest(name, zones, _ALIKE)
        advice = f"write {meant}" if meant else "write a name of the time zone database, such as Europe/Berlin"
        raise Mistake("A189", f"there is no time zone {shown(name)}", advice)


def _check_rate(text: str, expression: str) -> None:
    """`rate(1 minutes)` is one too: Scheduler, other than rules of EventBridge, takes each unit with each number."""
    value, _, unit = text.partition(" ")
    if not _POSITIVE.fullmatch(value):
        message = f"{shown(value)} cannot be the number of {shown(expression)}"
        raise Mistake("A189", message, "write a whole number, 1 or more, and a unit, such as rate(5 minutes)")
    if unit not in _UNITS:
        message = f"{shown(unit)} cannot be the unit of {shown(expression)}"
        raise Mistake("A189", message, "write minutes, hours or days")


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
    if "" in fields or len(fields) != len(_FIELDS):
        found = "spaces in the wrong places" if "" in fields else f"{len(fields)} fields and not 6"
        names = ", ".join(field.name for field in _FIELDS)
        raise Mistake("A189", f"{shown(expression)} has {found}", f"write {names}, with one space between them")
    for field, said in zip(_FIELDS, fields, strict=True):
        if not (said.isascii() and _is_field(field, said.upper())):
            raise Mistake("A189", f"{shown(said)} cannot be the {field.name} of {shown(expression)}", _advice(field))
    if (fields[_DAY_OF_MONTH] == "?") == (fields[_DAY_OF_WEEK] == "?"):
        message = f"{shown(expression)} has to have one `?`: as day of the month, or as day of the week"
        raise Mistake("A189", message, "write it for the one that does not matter")


def _advice(field: _Field) -> str:
    names = f", or {field.names[0]} to {field.names[-1]}" if field.names else ""
    alone = f"; or {field.words} alone" if field.words else ""
    return f"use numbers from {field.least} to {field.most}{names}, `*`, and `-`, `,` and `/` between them{alone}"


def _is_field(field: _Field, said: str) -> bool:
    return re.fullmatch(field.special, said) is not None or all(_is_part(field, part) for part in said.split(","))


def _is_part(field: _Field, part: str) -> bool:
    """Whether it is a value, a range of two or all, and every how many of them where that is said.

    A range may go round the end, as FRI-MON does.
    """
    span, slash, step = part.partition("/")
    if slash and not (_NUMBER.fullmatch(step) and 1 <= int(step) <= field.most):
        return False
    return span == "*" or all(_is_value(field, end) for end in span.split("-", 1))


def _is_value(field: _Field, text: str) -> bool:
    return text in field.names or (_NUMBER.fullmatch(text) is not None and field.least <= int(text) <= field.most)
