"""From arguments to exit code: verbs, global options, and how each kind of failure is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path

import click
import pytest

from generator.cli.console import Console
from generator.cli.context import context_of
from generator.cli.main import VERBS, program, run
from generator.cli.process import Process
from generator.cli.settings import Settings, VerbCommand, settings_of
from generator.errors import (
    AppFileError,
    AssemblyError,
    AwsError,
    BusyError,
    GeneratorError,
    GuardError,
    UsageError,
)
from generator.findings import Finding
from tests.cli.apps import write_app
from tests.cli.support import invoke, no_aws, no_interrupts

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"asyncio", "boto3", "botocore", "cfnlint", "dataclasses", "logging", "pydantic", "rich", "tempfile", "urllib"}


def group_of(callback: Callable[[], object]) -> click.Group:
    """A command line whose only verb, `go`, does this."""
    return click.Group("test", commands={"go": VerbCommand("go", params=[], callback=callback)})


def raising(error: BaseException) -> click.Group:
    def callback() -> None:
        raise error

    return group_of(callback)


FINDINGS = (
    Finding(
        id="A110", severity="error", message='unknown key "tabels"', advice="write tables", file="app.yaml", line=3
    ),
    Finding(id="A115", severity="error", message="4000 is more than 1900", file="app.yaml", line=9),
)


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UsageError("no such environment", "choose prod"), 2, "error: no such environment\n    choose prod\n"),
        (AssemblyError("build is not ours"), 2, "error: build is not ours\n"),
        (GeneratorError("it failed", "try again"), 2, "error: it failed\n    try again\n"),
        (
            AppFileError(FINDINGS),
            2,
            'app.yaml:3: error: unknown key "tabels" [A110]\n    write tables\n'
            "app.yaml:9: error: 4000 is more than 1900 [A115]\n"
            "error: 2 mistakes in the app file\n",
        ),
        (
            GuardError((("the first", "agree to it with --allow x"), ("the second", ""))),
            3,
            "error: the first\n    agree to it with --allow x\nerror: the second\n",
        ),
        (BusyError("eu-west-1: somebody is at it", "wait"), 1, "error: eu-west-1: somebody is at it\n    wait\n"),
        (AwsError("two\nlines \x1b[2J"), 4, "error: two lines \\x1b[2J\n"),
        (
            ZeroDivisionError("division by zero"),
            4,
            "error: internal error: ZeroDivisionError: division by zero\n"
            "    please report this; run again with --debug for the traceback\n",
        ),
        (KeyboardInterrupt(), 130, "error: interrupted\n"),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_every_kind_of_failure_has_its_exit_code_and_its_text(error: BaseException, code: int, told: str) -> None:
    outcome = invoke("go", group=raising(error))

    assert (outcome.code, outcome.out, outcome.err) == (code, "", told)


@pytest.mark.parametrize("error", [UsageError("wrong"), ZeroDivisionError()])
def test_a_traceback_is_shown_with_debug_only(error: Exception) -> None:
    assert "Traceback" in invoke("go", "--debug", group=raising(error)).err
    assert "Traceback" not in invoke("go", group=raising(error)).err


def test_ctrl_c_while_the_end_is_told_is_no_reason_for_a_traceback() -> None:
    class Pressed(StringIO):
        def write(self, text: str) -> int:
            raise KeyboardInterrupt

    console = Console(StringIO(), Pressed(), environ={})
    process = Process(console=console, connect=no_aws, interrupts=no_interrupts)

    assert run(raising(UsageError("wrong")), ["go"], process) == 130


@pytest.mark.parametrize("code", [0, 1])
def test_the_exit_code_is_what_the_verb_returns(code: int) -> None:
    assert invoke("go", group=group_of(lambda: code)).code == code


def test_global_options_are_taken_on_both_sides_of_the_verb_and_the_right_one_wins() -> None:
    seen: list[Settings] = []
    group = group_of(lambda: seen.append(settings_of(click.get_current_context())))
    group.params += program().params

    invoke("--app", "a.yaml", "-v", "--env", "dev", "go", "--env", "prod", "-vv", "--debug", group=group)
    invoke("go", "-q", group=group)
    invoke("go", group=group)

    assert seen == [
        Settings(app="a.yaml", env="prod", verbosity=2, debug=True),
        Settings(verbosity=-1),
        Settings(),
    ]


def test_the_next_command_repeats_the_app_and_the_environment() -> None:
    seen: list[str] = []
    group = group_of(lambda: seen.append(context_of(click.get_current_context()).command("lint")))

    invoke("go", "--app", "x/app.yaml", "--env", "dev", group=group)
    invoke("go", "--app", "my shop/app.yaml", group=group)
    invoke("go", group=group)

    assert seen == [
        "python -m generator lint --app x/app.yaml --env dev",
        "python -m generator lint --app 'my shop/app.yaml'",
        "python -m generator lint",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("buidl",), 'error: there is no command "buidl"\n    did you mean `python -m generator build`?\n'),
        (
            ("frobnicate",),
            'error: there is no command "frobnicate"\n    run `python -m generator --help` for those there are\n',
        ),
        (
            ("build", "--nope"),
            "error: No such option '--nope'.\n    run `python -m generator build --help` for the usage\n",
        ),
    ],
)
def test_wrong_usage_is_told_with_what_to_do(arguments: tuple[str, ...], told: str) -> None:
    outcome = invoke(*arguments)

    assert (outcome.code, outcome.out, outcome.err) == (2, "", told)


def test_no_arguments_show_the_help_as_an_error() -> None:
    outcome = invoke()

    assert outcome.code == 2
    assert outcome.err.startswith("Usage: python -m generator [OPTIONS] COMMAND")


@pytest.mark.parametrize("name", VERBS)
def test_the_listed_summary_of_a_verb_is_the_first_line_of_its_help(name: str) -> None:
    module, _, attribute = VERBS[name].target.partition(":")
    command = getattr(import_module(module), attribute)

    assert isinstance(command, VerbCommand)
    assert (command.help or "").partition("\n")[0] == VERBS[name].summary
    assert "python -m generator " + name in (command.help or ""), "its help shows an example"


def test_help_lists_every_verb_in_order() -> None:
    shown = run_python("-m", "generator", "--help").stdout

    lines = [line.split()[0] for line in shown.partition("Commands:\n")[2].splitlines() if line.startswith("  ")]
    assert [word for word in lines if word in VERBS] == list(VERBS)


def test_help_imports_no_verb_and_nothing_of_the_pipeline() -> None:
    loaded = modules_after("--help")

    assert not {
        name for name in loaded if name.startswith(("generator.app", "generator.assembly", "generator.templates"))
    }
    assert not loaded & (HEAVY | {"troposphere", "yaml"})


def test_build_imports_only_what_it_uses(here: Path) -> None:
    write_app(here)

    loaded = modules_after("build")

    # logging comes with troposphere itself.
    assert not loaded & HEAVY - {"logging"}
    assert not {
        name
        for name in loaded
        if name.startswith("generator.lint") or name in ("pathlib", "generator.app.reading.schema")
    }


@pytest.mark.parametrize("verb", ["plan", "deploy", "status", "destroy", "local", "diff"])
def test_the_help_of_a_verb_loads_neither_aws_nor_the_embedded_one(verb: str) -> None:
    loaded = modules_after(verb, "--help")

    assert not loaded & (HEAVY | {"troposphere", "yaml", "ministack", "generator.aws.cloud"})


def test_a_reader_that_goes_away_is_no_reason_to_complain() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "--version"],
            env={"PYTHONPATH": str(ROOT)},  # without PYTHONUNBUFFERED: what stays in the buffer complains at exit
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (141, b"")


def test_output_that_the_terminal_cannot_encode_is_escaped(here: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "generator", "build", "--app", "für.yaml"]

    done = subprocess.run(arguments, env=environ, capture_output=True, check=False)

    assert done.returncode == 2
    assert rb"f\xfcr.yaml" in done.stderr
    assert b"Traceback" not in done.stderr


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=environ)


def modules_after(*arguments: str) -> set[str]:
    """Names of the modules that a process has loaded when the command is done."""
    code = (
        "import sys; from generator.cli.process import this_process; from generator.cli.main import program, run; "
        f"code = run(program(), {list(arguments)!r}, this_process()); "
        "print('MODULES', *sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.partition("MODULES ")[2].split())
