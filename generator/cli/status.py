"""`status`: what is deployed → a row per region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click
from msgspec.structs import replace

from generator.cli.cloud_options import again, cloud_options, exit_code_option, form_option, target
from generator.cli.context import Context, context_of
from generator.cli.settings import VerbCommand
from generator.cli.wanted import at, built, only

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.process import Target
    from generator.deploy.status import Status

NOT_AS_WANTED = 1


class Options(TypedDict):
    """What the command line says, besides the global options."""

    exit_code: bool
    form: Literal["text", "json"]
    profile: str | None
    local: bool


@click.command(cls=VerbCommand)
@exit_code_option
@form_option
@cloud_options
@click.pass_context
def status(ctx: click.Context, **options: Unpack[Options]) -> int:
    """Show what is deployed, region by region.

    For each region: the state of its stack; whether its template is the one in build/, an earlier one (behind) or one
    that came from somewhere else (changed outside); its replicas; its health; and whether DNS leads clients there.
    What cannot be reached is shown as that. With --exit-code it exits 1 when anything is not as it is wanted.

    \b
    Examples:
        python -m generator status --env prod
        python -m generator status --env prod --exit-code
        python -m generator status --env prod --local
        python -m generator status --env prod --format json
    """
    context = context_of(ctx)
    project = context.project()
    assembly = built(context, project, only(context, project, "status"))
    chosen = target(project, assembly, profile=options["profile"], local=options["local"])
    found = _found(context, at(context, assembly, chosen), chosen)
    _show(context, found, assembly, options["form"])
    _say_next(context, found, chosen)
    return NOT_AS_WANTED if options["exit_code"] and not found.is_as_wanted else 0


def _found(context: Context, assembly: Assembly, chosen: Target) -> Status:
    from generator.cli.prospect import refuse_other_account
    from generator.deploy.control import Control
    from generator.deploy.state import read
    from generator.deploy.status import status as status_of

    with context.process.connect(chosen, Control()) as connection:
        deployed = read(connection.cloud, assembly)
        refuse_other_account(assembly, deployed)
        found = status_of(connection.cloud, assembly, deployed)
    # What DNS answers is not for the embedded AWS to say.
    return replace(found, name=None) if chosen.is_local else found


def _show(context: Context, found: Status, assembly: Assembly, form: Literal["text", "json"]) -> None:
    from generator.cli.status_text import status_document, status_text

    console = context.console
    if form == "json":
        from generator.cli.rollout_json import text

        console.data(text(status_document(found, assembly)))
    else:
        console.data(status_text(found, assembly, width=console.width))


def _say_next(context: Context, found: Status, chosen: Target) -> None:
    if found.is_as_wanted:
        context.console.next_step("nothing to do: every region is as it is wanted")
    else:
        context.console.next_step(again(context, "plan", chosen))
