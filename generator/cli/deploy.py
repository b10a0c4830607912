"""`deploy`: `build/` → AWS, or the embedded AWS."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click
from msgspec.structs import replace

from generator.cli.carrying_out import carried_out
from generator.cli.cloud_options import (
    again,
    allow_option,
    cloud_options,
    endpoint,
    form_option,
    skip_option,
    target,
    yes_option,
)
from generator.cli.consent import agreed, refuse_silence
from generator.cli.console import VERBOSE
from generator.cli.context import Context, context_of
from generator.cli.ending import Ways, address_lines, tell
from generator.cli.packing import pack
from generator.cli.refusal import NOT_TRIED, refused
from generator.cli.settings import VerbCommand
from generator.cli.wanted import at, only, reviewed
from generator.diff.meaning.view import counted
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.console import Console
    from generator.cli.process import Connection, Target
    from generator.deploy.model import Plan, Report


class Options(TypedDict):
    """What the command line says, besides the global options."""

    plan_file: str | None
    skip_region: tuple[str, ...]
    allow: tuple[str, ...]
    yes: bool
    form: Literal["text", "json"]
    profile: str | None
    local: bool


@click.command(cls=VerbCommand)
@click.argument("plan_file", metavar="[PLAN.json]", required=False)
@skip_option
@allow_option
@yes_option
@form_option
@cloud_options
@click.pass_context
def deploy(ctx: click.Context, **options: Unpack[Options]) -> int:
    """Bring every region to what build/ holds.

    It packs the code of functions, shows what `plan` shows, asks, and does it: regions at the same time where they do
    not need one another. Nothing is remembered between two runs but AWS itself: whatever stopped a deploy, running it
    again goes on. Ctrl-C begins no further step and waits for those that run; a second one waits no more.

    With a file that `plan --out` wrote, exactly that plan is carried out, or none.

    \b
    Examples:
        python -m generator deploy --env prod
        python -m generator deploy --env prod --local --yes
        python -m generator deploy plan.json --yes
        python -m generator deploy --env prod --allow remove-region:eu-west-1
        python -m generator deploy --env prod --skip-region ap-southeast-2
    """
    context = context_of(ctx)
    order = _order(options)
    context = _narrowed(context, order)
    project = context.project()
    assembly = reviewed(context, project, only(context, project, "deploy"))
    refuse_silence(context.console, yes=options["yes"])
    chosen = target(project, assembly, profile=options["profile"], local=options["local"])
    return _deployed(context, at(context, assembly, chosen), chosen, options, order)


def _order(options: Options) -> Plan | None:
    """The plan of the file that was given, if one was."""
    path = options["plan_file"]
    if path is None:
        return None
    from generator import files
    from generator.deploy.plan_file import decoded

    if options["skip_region"]:
        raise UsageError("a plan says itself which regions are skipped", "leave out --skip-region, or the plan")
    content = files.read_bytes(path)
    if content is None:
        fault = f"{path} is a folder" if os.path.isdir(path) else f"there is no file {path}"
        raise UsageError(fault, "give a plan that `python -m generator plan --out plan.json` wrote, or none")
    return decoded(content, path)


def _narrowed(context: Context, order: Plan | None) -> Context:
    """The context of the plan's environment, which need not be named again."""
    if order is None or context.settings.env == order.environment:
        return context
    if context.settings.env is not None:
        raise UsageError(
            f"the plan is for environment {order.environment}, not {context.settings.env}", "leave out --env"
        )
    return replace(context, settings=replace(context.settings, env=order.environment))


def _deployed(context: Context, assembly: Assembly, chosen: Target, options: Options, order: Plan | None) -> int:
    from generator.cli.prospect import prospect
    from generator.deploy.control import Control
    from generator.diff.allow import parsed

    allowed = tuple(map(parsed, options["allow"]))
    skip = frozenset(options["skip_region"] if order is None else order.skipped)
    words = _words(options)
    control = Control()
    with context.process.connect(chosen, control) as connection:
        seen = prospect(connection.cloud, assembly, skip=skip, allowed=allowed)
        code = refused(context.console, seen, again(context, "deploy", chosen, words), order)
        if not code:
            pack(context.console, seen.plan, assembly, chosen, control.now)
            code = _declined(context.console, seen.plan, options)
        if code:
            return code
        report = carried_out(context.process, seen.plan, connection, control, options["form"])
        if options["form"] == "text":
            _tell(context, report, connection)
        done = again(context, "status", chosen) if connection.stays else context.command("local")
        tell(context.console, report, Ways(done=done, again=again(context, "deploy", chosen, words)))
    return report.exit_code


def _tell(context: Context, report: Report, connection: Connection) -> None:
    if not report.plan.steps:
        context.console.say(f"nothing to do: account {report.plan.account} has what build/ holds")
    if report.urls and not report.exit_code:
        context.console.data(address_lines(report.urls, endpoint(connection)))


def _words(options: Options) -> list[str]:
    """What of this command line has to be repeated when it is run again."""
    words = [f"--skip-region={name}" for name in options["skip_region"]]
    words += [f"--allow={text}" for text in options["allow"]]
    return words + (["--yes"] if options["yes"] else [])


def _declined(console: Console, planned: Plan, options: Options) -> int:
    """The plan is shown, and its exit code 0 when somebody agreed."""
    from generator.cli.plan_text import plan_text

    if not planned.steps:
        return 0
    console.say(plan_text(planned, (), width=console.talk_width, verbose=console.verbosity >= VERBOSE) + "\n")
    question = f"Deploy {counted(len(planned.steps), 'step')} to account {planned.account}?"
    if agreed(console, question, yes=options["yes"]):
        return 0
    console.say("nothing was changed")
    return NOT_TRIED
