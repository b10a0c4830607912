"""Expressions of schedules: all that the grammar makes is accepted, and one broken field is told by its name."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.functions.schedules import check_schedule, check_timezone
from generator.app.report import Mistake
from generator.cloudformation.timezones import timezones

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
NAMES = ("minutes", "hours", "day of the month", "month", "day of the week", "year")

# None of these is a value of any field. `?` may stand for a day, and is broken differently.
BROKEN = st.sampled_from(
    ["", "*/0", "*/00", "*/", "/5", "-1", "1-", "1-2-3", "1,,2", "1,", "4000", "X", "??", "1.5", "0x1", "٣", "*,?"]
)


def lists(values: st.SearchStrategy[str], step: int) -> st.SearchStrategy[str]:
    """Values, ranges and all, with and without steps, joined by commas."""
    spans = st.just("*") | values | st.builds("{}-{}".format, values, values)
    parts = spans | st.builds("{}/{}".format, spans, st.integers(1, step))
    return st.lists(parts, min_size=1, max_size=3).map(",".join)


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).flatmap(lambda number: st.sampled_from([str(number), f"{number:02}"]))


def named(least: int, most: int, names: list[str]) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(str) | st.sampled_from([*names, *map(str.lower, names)])


WEEKDAYS = named(1, 7, DAYS)
DAY_OF_MONTH = lists(numbers(1, 31), 31) | st.sampled_from(["L", "L-1", "L-30", "LW", "L-2W", "1W", "31W"])
DAY_OF_WEEK = (
    lists(WEEKDAYS, 7)
    | st.sampled_from(["L", "L-2"])
    | st.builds("{}L".format, WEEKDAYS)
    | st.builds("{}#{}".format, WEEKDAYS, st.integers(1, 5))
)
DAYS_OF_BOTH = st.tuples(DAY_OF_MONTH, st.just("?")) | st.tuples(st.just("?"), DAY_OF_WEEK)
FIELDS = st.builds(
    lambda minutes, hours, days, month, year: [minutes, hours, days[0], month, days[1], year],
    lists(numbers(0, 59), 59),
    lists(numbers(0, 23), 23),
    DAYS_OF_BOTH,
    lists(named(1, 12, MONTHS), 12),
    lists(numbers(1970, 2199), 100),
)
RATES = st.builds(
    "rate({} {})".format, st.integers(1, 10**9), st.sampled_from(["minute", "minutes", "hour", "hours", "day", "days"])
)
MOMENTS = st.datetimes(min_value=datetime(1, 1, 1)).map(lambda moment: f"at({moment:%Y-%m-%dT%H:%M:%S})")


@given(FIELDS)
def test_every_cron_of_the_grammar_is_accepted(fields: list[str]) -> None:
    check_schedule(f"cron({' '.join(fields)})")


@pytest.mark.parametrize(
    "days", ["L ?", "L-1 ?", "L-30 ?", "L-2W ?", "LW ?", "31W ?", "? L", "? L-2", "? 6L", "? FRI#5"]
)
def test_each_day_that_is_counted_from_an_end_is_accepted(days: str) -> None:
    month, week = days.split()

    check_schedule(f"cron(0 3 {month} * {week} *)")


@pytest.mark.parametrize("minutes", ["05", "*/05", "00-30/05", "00,05/10"])
def test_zeros_in_front_change_no_number(minutes: str) -> None:
    check_schedule(f"cron({minutes} 03 * 01 ? *)")


@given(RATES | MOMENTS.filter(lambda text: len(text) == len("at(2030-01-31T03:00:00)")))
def test_every_rate_and_every_moment_is_accepted(expression: str) -> None:
    check_schedule(expression)


@given(FIELDS, st.integers(0, 5), BROKEN)
def test_a_broken_field_is_told_with_its_name_and_value(fields: list[str], position: int, broken: str) -> None:
    fields[position] = broken

    with pytest.raises(Mistake) as caught:
        check_schedule(f"cron({' '.join(fields)})")

    assert caught.value.id == "A189"
    if broken:
        assert f'"{broken}" cannot be the {NAMES[position]} of "cron(' in caught.value.message


@pytest.mark.parametrize(
    ("position", "value"),
    [
        *((0, value) for value in ("60", "?", "L", "MON", "*/60", "1W")),
        *((1, value) for value in ("24", "?", "9-24")),
        *(
            (2, value)
            for value in ("0", "32", "32W", "W", "1,L", "15W,20W", "L-0", "L-31", "L3", "L-2,L", "1#2", "3L", "FRI")
        ),
        *((3, value) for value in ("0", "13", "?", "JANUARY", "MON", "L")),
        *((4, value) for value in ("0", "8", "W", "3#0", "3#6", "3#1,6#3", "MON,L", "JAN", "L-8", "MONDAY")),
        *((5, value) for value in ("1969", "2200", "30", "?")),
    ],
)
def test_what_belongs_to_another_field_or_lies_outside_is_refused(position: int, value: str) -> None:
    fields = ["0", "3", "?", "*", "MON", "*"] if position != 2 else ["0", "3", "", "*", "?", "*"]
    fields[position] = value

    with pytest.raises(Mistake) as caught:
        check_schedule(f"cron({' '.join(fields)})")

    assert f"cannot be the {NAMES[position]} of" in caught.value.message


@given(st.sampled_from(["rate", "cron", "at"]), st.text(max_size=40))
def test_whatever_stands_in_the_parentheses_is_accepted_or_told(kind: str, text: str) -> None:
    try:
        check_schedule(f"{kind}({text})")
    except Mistake as mistake:
        assert mistake.id == "A189"
        assert mistake.message.isprintable()
        assert mistake.advice


@pytest.mark.parametrize(
    "text", ["2030-02-30T03:00:00", "2030-13-01T03:00:00", "2030-01-31T24:00:00", "0000-01-01T00:00:00"]
)
def test_a_day_or_an_hour_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Mistake, match="is no point in time"):
        check_schedule(f"at({text})")


def test_every_zone_can_be_named_and_no_other() -> None:
    for zone in timezones():
        check_timezone(zone)
        with pytest.raises(Mistake, match="there is no time zone"):
            check_timezone(f"{zone}x")
