"""The runtime of a function: one that AWS still takes new code for."""

from __future__ import annotations

from generator.app.declarations import Function
from generator.app.report import Place, Report, one_of
from generator.cloudformation.runtimes import Runtime, runtimes


def check_runtime(function: Function, place: Place, report: Report) -> str | None:
    """The runtime. Reports one that is missing, unknown or gone (A123), and one that is deprecated (A230)."""
    name = function.runtime
    known = runtimes()
    if name is None:
        advice = "add `runtime`, here or in `defaults.function`"
        report.error("A123", place, "nothing says which runtime the function has", advice)
        return None
    at = (*place, "runtime")
    found = known.runtimes.get(name)
    if found is None:
        current = sorted(name for name, one in known.runtimes.items() if one.successor is None and one.deprecated)
        report.error("A123", at, f"{name} is no runtime of Lambda", one_of(name, current))
        return None
    advice = f"use {found.successor}" if found.successor else "change to another"
    if _is_past(found.create_block, known.as_of):
        report.error("A123", at, f"AWS makes no functions of {name} since {found.create_block}", advice)
    elif _is_past(found.deprecated, known.as_of):
        report.warning("A230", at, f"{name} is deprecated since {found.deprecated}{_what_follows(found)}", advice)
    return name


def _is_past(day: str | None, today: str) -> bool:
    return day is not None and day <= today


def _what_follows(runtime: Runtime) -> str:
    return f", and takes no new functions from {runtime.create_block} on" if runtime.create_block else ""
