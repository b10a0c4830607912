"""`plan`: `build/`, what is deployed → numbered steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from generator.cli.cloud_options import (
    again,
    allow_option,
    cloud_options,
    exit_code_option,
    form_option,
    skip_option,
    target,
)
from generator.cli.console import VERBOSE
from generator.cli.context import Context, context_of
from generator.cli.refusal import ANSWER_IS_NO, code_of
from generator.cli.settings import VerbCommand
from generator.cli.wanted import at, only, reviewed

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.process import Target
    from generator.cli.prospect import Prospect


class Options(TypedDict):
    """What the command line says, besides the global options."""

    out: str | None
    permissions: bool
    skip_region: tuple[str, ...]
    allow: tuple[str, ...]
    exit_code: bool
    form: Literal["text", "json"]
    profile: str | None
    local: bool


@click.command(cls=VerbCommand)
@click.option("--out", metavar="FILE", help="Write the plan to a file, for `deploy FILE`.")
@click.option("--permissions", is_flag=True, help="Print the IAM policy that plan, deploy, status and destroy need.")
@skip_option
@allow_option
@exit_code_option
@form_option
@cloud_options
@click.pass_context
def plan(ctx: click.Context, **options: Unpack[Options]) -> int:
    """Show what deploy would do, step by step, and change nothing.

    It begins with the preflight: what would keep the roll-out from working. Then come the steps: what happens in which
    region, why, and how long it may take; and what has to be agreed to. Exits 1 when the preflight finds an error (3
    in another account, 4 when a region does not answer), and with --exit-code also when there is something to do.

    \b
    Examples:
        python -m generator plan --env prod
        python -m generator plan --env prod --local
        python -m generator plan --env prod --out plan.json
        python -m generator plan --env prod --permissions > policy.json
    """
    context = context_of(ctx)
    project = context.project()
    assembly = reviewed(context, project, only(context, project, "plan"))
    if options["permissions"]:
        return _permissions(context, assembly)
    chosen = target(project, assembly, profile=options["profile"], local=options["local"])
    seen = _prospect(context, at(context, assembly, chosen), chosen, options)
    _show(context, seen, options["form"])
    if options["out"] is not None:
        _write(context, seen, options["out"])
    _say_next(context, seen, chosen, options)
    if seen.plan.mistakes:
        return code_of(seen.plan.mistakes, ANSWER_IS_NO)
    return ANSWER_IS_NO if options["exit_code"] and seen.plan.steps else 0


def _permissions(context: Context, assembly: Assembly) -> int:
    from generator.assembly.canonical import canonical
    from generator.deploy.permissions import deployer_policy

    context.console.data(canonical(deployer_policy(assembly, assembly.account)).decode().rstrip("\n"))
    context.console.next_step("give it to the role or user whose credentials deploy")
    return 0


def _prospect(context: Context, assembly: Assembly, chosen: Target, options: Options) -> Prospect:
    from generator.cli.prospect import prospect
    from generator.deploy.control import Control
    from generator.diff.allow import parsed

    allowed = tuple(map(parsed, options["allow"]))
    with context.process.connect(chosen, Control()) as connection:
        return prospect(connection.cloud, assembly, skip=frozenset(options["skip_region"]), allowed=allowed)


def _show(context: Context, seen: Prospect, form: Literal["text", "json"]) -> None:
    console = context.console
    if form == "json":
        from generator.cli.rollout_json import plan_document, text

        console.data(text(plan_document(seen.plan, seen.refused)))
        return
    from generator.cli.plan_text import plan_text

    console.data(plan_text(seen.plan, seen.refused, width=console.width, verbose=console.verbosity >= VERBOSE))


def _write(context: Context, seen: Prospect, path: str) -> None:
    from os.path import isfile

    from generator import files
    from generator.deploy.plan_file import encoded

    if seen.plan.mistakes:
        older = "; the file that is there is an older one" if isfile(path) else ""
        context.console.say(f"{path}: not written, for this plan cannot be carried out{older}")
        return
    files.write_file(path, encoded(seen.plan))
    context.console.say(f"{path}: written")


def _say_next(context: Context, seen: Prospect, chosen: Target, options: Options) -> None:
    from generator.diff.allow import flags

    console = context.console
    for allowance in seen.idle:
        console.say(f"--allow {allowance.text} agrees to nothing that is there", fg="yellow")
    if seen.plan.mistakes:
        console.next_step(f"mend what the preflight found, then {again(context, 'plan', chosen)}")
    elif not seen.plan.steps:
        console.next_step(again(context, "status", chosen))
    else:
        words = [options["out"]] if options["out"] else [f"--skip-region={name}" for name in options["skip_region"]]
        words += [f"--allow={text}" for text in options["allow"]]
        console.next_step(" ".join([again(context, "deploy", chosen, words), *flags(seen.refused)]))
