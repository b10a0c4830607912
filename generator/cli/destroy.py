"""`destroy`: what is deployed → nothing, but the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click
from msgspec import Struct

from generator.cli.carrying_out import carried_out
from generator.cli.cloud_options import again, cloud_options, form_option, target, yes_option
from generator.cli.consent import agreed, agreed_by_name, refuse_silence
from generator.cli.console import VERBOSE
from generator.cli.context import Context, context_of
from generator.cli.ending import Ways, tell
from generator.cli.refusal import NOT_TRIED, refused
from generator.cli.settings import VerbCommand
from generator.cli.wanted import at, built, only
from generator.diff.meaning.view import counted, listed
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.console import Console
    from generator.cli.process import Target
    from generator.cli.prospect import Prospect
    from generator.deploy.model import Plan
    from generator.diff.allow import Allowance

DELETE_DATA = "delete-data"


class Wish(Struct, frozen=True, kw_only=True):
    """What is to go: the environment, and of its tables those whose end `deleting` agrees to."""

    assembly: Assembly
    deleting: tuple[Allowance, ...]


class Options(TypedDict):
    """What the command line says, besides the global options."""

    allow: tuple[str, ...]
    confirm: str | None
    yes: bool
    form: Literal["text", "json"]
    profile: str | None
    local: bool


@click.command(cls=VerbCommand)
@click.option(
    "--allow",
    metavar="delete-data[:TABLE]",
    multiple=True,
    help="Delete the tables as well, or this one. There is no way back but a backup.",
)
@click.option("--confirm", metavar="ID", help="With delete-data and no terminal: the app's id, instead of typing it.")
@yes_option
@form_option
@cloud_options
@click.pass_context
def destroy(ctx: click.Context, **options: Unpack[Options]) -> int:
    """Remove an environment from AWS; its data stays by default.

    In the reverse order: DNS first, then the regions, then the main region. The tables stay, with their data, until
    --allow delete-data agrees to their end and the app's id is typed. The bootstrap stacks stay as well, with the code
    in their buckets: other apps of the account use them.

    \b
    Examples:
        python -m generator destroy --env dev
        python -m generator destroy --env dev --allow delete-data
        python -m generator destroy --env dev --yes --allow delete-data:shop-orders-dev --confirm shop-dev
        python -m generator destroy --env dev --local --yes
    """
    context = context_of(ctx)
    project = context.project()
    assembly = built(context, project, only(context, project, "destroy"))
    deleting = _deleting(options["allow"])
    chosen = target(project, assembly, profile=options["profile"], local=options["local"])
    wish = Wish(assembly=at(context, assembly, chosen), deleting=deleting)
    _refuse_silence(context.console, wish, options)
    return _destroyed(context, wish, chosen, options)


def _deleting(allow: Sequence[str]) -> tuple[Allowance, ...]:
    """What of the data may be deleted."""
    from generator.diff.allow import parsed

    allowances = tuple(map(parsed, allow))
    for allowance in allowances:
        if allowance.kind != DELETE_DATA:
            raise UsageError(f"--allow {allowance.text} has no meaning here", f"destroy knows only {DELETE_DATA}")
    return allowances


def _refuse_silence(console: Console, wish: Wish, options: Options) -> None:
    """Before anything is tried: consent can be had, and a name given beforehand is the right one."""
    given, name = options["confirm"], wish.assembly.id
    if given is not None and given != name:
        raise UsageError(f'--confirm "{given}" is not the id of this app', f"it is {name}")
    if not wish.deleting:
        refuse_silence(console, yes=options["yes"] or given is not None)
    elif given is None and not console.is_interactive:
        raise UsageError(
            "there is no terminal to type the app's id on, and data would be deleted",
            f"agree beforehand with --confirm {name}",
        )


def _destroyed(context: Context, wish: Wish, chosen: Target, options: Options) -> int:
    from generator.cli.prospect import ruin
    from generator.deploy.control import Control

    control = Control()
    command = again(context, "destroy", chosen, _words(options))
    with context.process.connect(chosen, control) as connection:
        seen = ruin(connection.cloud, wish.assembly, deleting=wish.deleting)
        code = refused(context.console, seen, command) or _declined(context.console, seen.plan, options)
        if code:
            return code
        report = carried_out(context.process, seen.plan, connection, control, options["form"])
    tell(context.console, report, Ways(done=_next(context, chosen, seen), again=command))
    return report.exit_code


def _words(options: Options) -> list[str]:
    """What of this command line has to be repeated when it is run again."""
    words = [f"--allow={text}" for text in options["allow"]]
    words += [f"--confirm={options['confirm']}"] if options["confirm"] else []
    return words + (["--yes"] if options["yes"] else [])


def _declined(console: Console, planned: Plan, options: Options) -> int:
    """The plan is shown, and its exit code 0 when somebody agreed."""
    from generator.cli.plan_text import plan_text

    if not planned.steps:
        console.say(f"nothing to do: account {planned.account} has nothing of {planned.id} that may go")
        return 0
    console.say(plan_text(planned, (), width=console.talk_width, verbose=console.verbosity >= VERBOSE) + "\n")
    if options["confirm"] is not None or _is_agreed(console, planned, options):
        return 0
    console.say("nothing was changed")
    return NOT_TRIED


def _is_agreed(console: Console, planned: Plan, options: Options) -> bool:
    question = f"Remove {planned.id} from account {planned.account} in {counted(len(planned.steps), 'step')}?"
    going = _going(planned)
    if not going:
        return agreed(console, question, yes=options["yes"])
    lost = f"The data of {listed(going)} will be gone, in every region."
    return agreed_by_name(console, f"{lost}\n{question}", planned.id)


def _going(planned: Plan) -> list[str]:
    """Names of the tables that are deleted."""
    from generator.deploy.model import DeleteTable

    return [step.step.table for step in planned.steps if isinstance(step.step, DeleteTable)]


def _next(context: Context, chosen: Target, seen: Prospect) -> str:
    if seen.deployed.tables.keys() <= set(_going(seen.plan)):
        return "nothing of it is left; the bootstrap stacks stay, for other apps use them"
    return f"to delete the data as well: {again(context, 'destroy', chosen, ['--allow', DELETE_DATA])}"
