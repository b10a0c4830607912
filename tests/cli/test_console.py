"""What is printed, and where."""

from __future__ import annotations

import os
from collections.abc import Mapping
from io import StringIO

import pytest

from generator.cli.console import Console
from generator.errors import OutputError
from generator.findings import SEVERITIES, Finding
from tests.cli.support import Terminal, unread


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


@pytest.mark.parametrize(
    ("terminal", "answers", "interactive"),
    [
        (True, Terminal(), True),
        (True, StringIO(), False),
        (True, None, False),
        (False, Terminal(), False),
    ],
    ids=["both", "answers from a file", "no stdin", "talk to a file"],
)
def test_a_person_can_be_asked_where_one_reads_and_can_answer(
    terminal: bool, answers: StringIO | None, interactive: bool
) -> None:
    err = Terminal() if terminal else StringIO()

    assert Console(StringIO(), err, environ={}, answers=answers).is_interactive == interactive


@pytest.mark.parametrize(("typed", "answer"), [(" yes \n", "yes"), ("\n", ""), ("", ""), ("n\ny\n", "n")])
def test_a_question_is_asked_also_when_quiet_and_answered_with_one_line(typed: str, answer: str) -> None:
    err = Terminal()
    printer = Console(StringIO(), err, environ={"NO_COLOR": "1"}, answers=Terminal(typed), verbosity=-1)

    assert printer.ask("Really?") == answer
    assert err.getvalue() == "Really? "


@pytest.mark.parametrize(
    ("terminal", "environ", "animated"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"CI": "true"}, False),
        (True, {"CI": ""}, True),
        (False, {}, False),
    ],
)
def test_only_a_terminal_that_can_is_painted_on(terminal: bool, environ: Mapping[str, str], animated: bool) -> None:
    printer, _, _ = console(terminal=terminal, environ=environ)

    assert printer.is_animated == animated


def test_data_for_a_terminal_is_as_wide_as_that_and_otherwise_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "64")

    assert (console(terminal=True)[0].width, console(terminal=True)[0].talk_width) == (64, 64)
    assert (console()[0].width, console()[0].talk_width) == (120, 120)


def test_what_nobody_reads_ends_a_command() -> None:
    with unread() as closed, pytest.raises(BrokenPipeError):
        Console(closed, StringIO(), environ={}).data("rows")


def test_what_has_begun_goes_on_unread_and_says_so_once() -> None:
    err = StringIO()
    with unread() as closed:
        printer = Console(closed, err, environ={})
        printer.go_on_unread()

        printer.data("rows")
        printer.data("more rows")
        printer.flush()

    assert err.getvalue() == "stdout takes nothing more (Broken pipe); what has begun goes on all the same\n"


def test_where_nobody_reads_anything_it_goes_on_as_well() -> None:
    with unread() as out, unread() as err:
        printer = Console(out, err, environ={})
        printer.go_on_unread()

        printer.data("rows")
        printer.error("wrong", "do this")
        printer.flush()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full is a Linux device")
def test_a_full_disk_is_no_reason_to_stop_either() -> None:
    err = StringIO()
    with open("/dev/full", "w", encoding="utf-8") as full:
        printer = Console(full, err, environ={})
        with pytest.raises(OutputError, match="No space left on device"):
            printer.data("rows")

        printer.go_on_unread()
        printer.flush()

    assert err.getvalue().startswith("stdout takes nothing more (No space left on device)")
