"""From `argv` to an exit code. Verbs are listed here and imported only when they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click
from msgspec import Struct

from generator.cli import console as consoles
from generator.cli.console import Console
from generator.cli.early import Early
from generator.cli.process import Process, this_process
from generator.cli.settings import global_options
from generator.cli.words import one_line
from generator.errors import AppFileError, AwsError, GeneratorError, GuardError, Interrupted, OutputError, UsageError

PROGRAM = "python -m generator"
DISTRIBUTION = "multi-region-generator"

INTERNAL_ERROR = 4
INTERRUPTED = 130
PIPE_CLOSED = 141


class Verb(Struct, frozen=True):
    """Where a verb is, `module:attribute`, and the first line of its help, so that listing it costs no import."""

    target: str
    summary: str


VERBS = {
    "init": Verb("generator.cli.init:init", "Write a first app.yaml, with comments, and its JSON Schema."),
    "schema": Verb("generator.cli.schema:schema", "Print the JSON Schema of the app file."),
    "build": Verb("generator.cli.build:build", "Write the CloudFormation templates of every environment to build/."),
    "lint": Verb("generator.cli.lint:lint", "Judge the templates in build/."),
    "diff": Verb("generator.cli.diff:diff", "Show what the app file changes in production."),
    "plan": Verb("generator.cli.plan:plan", "Show what deploy would do, step by step, and change nothing."),
    "deploy": Verb("generator.cli.deploy:deploy", "Bring every region to what build/ holds."),
    "status": Verb("generator.cli.status:status", "Show what is deployed, region by region."),
    "destroy": Verb("generator.cli.destroy:destroy", "Remove an environment from AWS; its data stays by default."),
    "graph": Verb("generator.cli.graph:graph", "Draw the app across regions, as a Mermaid flowchart."),
    "local": Verb("generator.cli.local:local", "Run the embedded AWS, for --local and for HTTP."),
}


class Verbs(click.Group):
    """A group that imports a verb when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which one needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The verb, imported now. `UsageError` with the nearest name when there is none of this one."""
        verb = VERBS.get(cmd_name)
        if verb is None:
            raise UsageError(f'there is no command "{cmd_name}"', _nearest(cmd_name))
        from importlib import import_module

        module, _, attribute = verb.target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with their summaries; nothing is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.summary) for name, verb in VERBS.items()])


def main(early: Early) -> int:
    """Run the command of this process; returns its exit code and never raises. `early`: made as soon as it began."""
    import gc
    import sys

    # A command lives for a moment and makes many values that it keeps: looking for garbage costs 4 % of a build.
    gc.set_threshold(200_000)
    code = run(program(), sys.argv[1:], this_process(), early.release)
    early.leave()
    if code in (PIPE_CLOSED, OutputError.exit_code):
        consoles.silence()
    return code


def run(
    group: click.Group, arguments: Sequence[str], process: Process, ready: Callable[[], None] = lambda: None
) -> int:
    """Run one command of a group; whatever goes wrong is told in the way that it deserves. Returns the exit code.

    `ready` is called when everything can be told, also what it raises.
    """
    try:
        code = _judged(group, arguments, process, ready)
        process.console.flush()
    except BrokenPipeError:
        return PIPE_CLOSED
    except KeyboardInterrupt:
        # Another one, while the end was told.
        return INTERRUPTED
    except OutputError as error:
        # Not even stderr takes it: the exit code is all that is left to say.
        return error.exit_code
    return code


def _judged(group: click.Group, arguments: Sequence[str], process: Process, ready: Callable[[], None]) -> int:
    console = process.console
    try:
        ready()
        code = _invoke(group, arguments, process)
        console.flush()
    except BrokenPipeError:
        raise
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort) as stop:
        console.error(str(stop) if isinstance(stop, Interrupted) else "interrupted")
        return INTERRUPTED
    except Exception as error:
        code = _tell(error, console)
        if "--debug" in arguments:
            _trace(console)
    return code


def program() -> click.Group:
    """The whole command line."""
    version = click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, help="Print the version.", callback=_version
    )
    return Verbs(
        PROGRAM,
        params=[*global_options(), version],
        help="One description of a serverless API in, CloudFormation templates that run it active-active in several "
        "AWS regions out.",
        epilog="Exit codes: 0 done, 1 the answer is no, 2 nothing was tried, 3 refused by a guard, 4 could not find "
        "out, 130 interrupted.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _invoke(group: click.Group, arguments: Sequence[str], process: Process) -> int:
    with group.make_context(PROGRAM, list(arguments), obj=process) as ctx:
        return int(group.invoke(ctx) or 0)


def _tell(error: Exception, console: Console) -> int:
    if isinstance(error, AppFileError):
        for finding in error.findings:
            console.finding(finding)
        console.error(error.message)
        return error.exit_code
    if isinstance(error, GuardError):
        for refusal, agreement in error.refusals:
            console.error(refusal, agreement)
        return error.exit_code
    if isinstance(error, GeneratorError):
        # What AWS says may have lines of its own, and its list of resources may hold names that somebody else gave.
        message = one_line(error.message) if isinstance(error, AwsError) else error.message
        console.error(message, error.advice)
        return error.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        console.say(error.format_message())
        return error.exit_code
    if isinstance(error, click.ClickException):
        console.error(error.format_message(), _usage_advice(error))
        return error.exit_code
    console.error(
        f"internal error: {type(error).__name__}: {error}",
        "please report this; run again with --debug for the traceback",
    )
    return INTERNAL_ERROR


def _usage_advice(error: click.ClickException) -> str:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    return f"run `{ctx.command_path if ctx else PROGRAM} --help` for the usage"


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, VERBS, n=1)
    return f"did you mean `{PROGRAM} {near[0]}`?" if near else f"run `{PROGRAM} --help` for those there are"


def _trace(console: Console) -> None:
    from traceback import format_exc

    console.trace(format_exc())


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version(DISTRIBUTION)
    except PackageNotFoundError:
        number = "(not installed)"
    process: Process = ctx.obj
    process.console.data(f"{DISTRIBUTION} {number}")
    ctx.exit()
