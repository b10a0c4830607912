"""What is printed, and where."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

import pytest

from generator.cli.console import Console
from generator.findings import SEVERITIES, Finding
from tests.cli.support import Terminal


def console(
    *, terminal: bool = False, environ: Mapping[str, str] | None = None, verbosity: int = 0
) -> tuple[Console, StringIO, StringIO]:
    out, err = (Terminal(), Terminal()) if terminal else (StringIO(), StringIO())
    return Console(out, err, environ=environ or {}, verbosity=verbosity), out, err


def test_data_goes_to_stdout_and_everything_else_to_stderr() -> None:
    printer, out, err = console()

    printer.data("rows")
    printer.say("talk")
    printer.next_step("lint")
    printer.error("wrong", "do this")

    assert out.getvalue() == "rows\n"
    assert err.getvalue() == "talk\nNext: lint\nerror: wrong\n    do this\n"


@pytest.mark.parametrize(
    ("verbosity", "shown"), [(-1, ["error"]), (0, ["error", "warning"]), (1, ["error", "warning", "info"])]
)
def test_verbosity_decides_which_findings_are_told(verbosity: int, shown: list[str]) -> None:
    printer, _, err = console(verbosity=verbosity)

    for severity in SEVERITIES:
        printer.finding(Finding(id="A200", severity=severity, message="m"))

    assert err.getvalue() == "".join(f"{severity}: m [A200]\n" for severity in shown)


def test_quiet_leaves_data_and_errors() -> None:
    printer, out, err = console(verbosity=-1)

    printer.data("rows")
    printer.say("talk")
    printer.error("wrong")

    assert (out.getvalue(), err.getvalue()) == ("rows\n", "error: wrong\n")


@pytest.mark.parametrize(
    ("terminal", "environ", "coloured"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),
        (True, {"NO_COLOR": "1"}, False),
        (False, {}, False),
    ],
)
def test_colour_is_for_terminals_that_did_not_refuse_it(
    terminal: bool, environ: Mapping[str, str], coloured: bool
) -> None:
    printer, _, err = console(terminal=terminal, environ=environ)

    printer.error("wrong")

    assert ("\x1b[" in err.getvalue()) == coloured
