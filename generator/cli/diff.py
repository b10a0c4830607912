"""`diff`: app file, committed `build/` → what a change does to production."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import click

from generator.assembly import store
from generator.cli.cloud_options import cloud_options, target
from generator.cli.console import VERBOSE, Console
from generator.cli.context import Context, Project, context_of
from generator.cli.settings import VerbCommand
from generator.cli.wanted import at, only
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.against import Base
    from generator.diff.allow import Allowance
    from generator.diff.marks import Style
    from generator.diff.model import Diff
    from generator.diff.summary import Comparison

Format = Literal["text", "json", "markdown"]

DEPLOYED = "deployed"

DIFFERENT = 1
REFUSED = 3

_COLOURS: dict[Style, dict[str, Any]] = {
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
    "modified": {"fg": "yellow"},
    "moved": {"fg": "cyan"},
    "risky": {"fg": "red", "bold": True},
    "heading": {"bold": True},
    "faint": {"dim": True},
}


class Options(TypedDict):
    """What the command line says, besides the global options."""

    against: str | None
    form: Format
    exit_code: bool
    guard: bool
    allow: tuple[str, ...]
    profile: str | None
    local: bool


@click.command(cls=VerbCommand)
@click.option(
    "--against",
    metavar="REF|FOLDER|deployed",
    help="Compare with build/ at a git revision (REF... is the merge base with it), with a folder like build/, or with "
    "what is deployed. Default: the merge base with the default branch.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output format."
)
@click.option("--exit-code", is_flag=True, help="Exit 1 when anything is different.")
@click.option("--guard", is_flag=True, help="Exit 3 when there is a risky change that no --allow agrees to.")
@click.option("--allow", metavar="KIND[:SUBJECT]", multiple=True, help="With --guard: agree to a risky change.")
@cloud_options
@click.pass_context
def diff(ctx: click.Context, **options: Unpack[Options]) -> int:
    """Show what the app file changes in production.

    It is compared with the build/ that is committed: resources, not lines; what is replaced or destroyed, and what that
    means across regions. Needs git, and neither credentials nor a checkout of the other side; with --against deployed
    it is the other way round. The templates of the app are made in memory; build/ is not touched.

    \b
    Examples:
        python -m generator diff
        python -m generator diff --against v1.4.0 --env prod
        python -m generator diff --against ../other-checkout/build
        python -m generator diff --against deployed --env prod --profile reader
        python -m generator diff --guard --allow remove-region:eu-west-1
        python -m generator diff --format markdown > comment.md
    """
    from generator.diff.allow import parsed

    if options["allow"] and not options["guard"]:
        raise UsageError("--allow has no meaning without --guard", "add --guard")
    if options["against"] != DEPLOYED and (options["local"] or options["profile"]):
        raise UsageError("only what is deployed is asked of AWS", f"add --against {DEPLOYED}")
    allowed = tuple(map(parsed, options["allow"])) if options["guard"] else None
    context = context_of(ctx)
    comparison = _comparison(context, options, allowed)
    context.console.data(_written(comparison, options["form"], context.console))
    code = _verdict(comparison, exit_code=options["exit_code"])
    _say_why(context, comparison, options)
    return code


def _comparison(context: Context, options: Options, allowed: Sequence[Allowance] | None) -> Comparison:
    from generator.diff.allow import idle, refused
    from generator.diff.summary import Comparison

    project = context.project()
    other = _base(context, project, options)
    for note in other.notes:
        context.console.say(note, fg="yellow")
    diffs = tuple(_diffs(project, other))
    for allowance in idle(diffs, allowed or ()):
        context.console.say(f"--allow {allowance.text} agrees to nothing that is there", fg="yellow")
    return Comparison(
        app=project.app_file.path,
        wanted=f"{project.app_file.path} as it is now",
        against=other.words,
        commit=other.commit,
        diffs=diffs,
        refused=None if allowed is None else refused(diffs, allowed),
    )


def _base(context: Context, project: Project, options: Options) -> Base:
    if options["against"] == DEPLOYED:
        from generator.cli.against_deployed import deployed_base

        assembly = only(context, project, f"diff --against {DEPLOYED}")
        chosen = target(project, assembly, profile=options["profile"], local=options["local"])
        return deployed_base(context.process, at(context, assembly, chosen), chosen)
    from generator.cli.against import base

    return base(project.build, options["against"])


def _diffs(project: Project, other: Base) -> Iterable[Diff]:
    """A diff for each environment: those of the app in its order, then those that it no longer has."""
    from generator.diff.compare import compare

    wanted: dict[str, Assembly] = {assembly.environment: assembly for assembly in project.assemblies}
    gone = [name for name in other.assemblies if name not in wanted] if project.whole else []
    for name in (*wanted, *gone):
        yield compare(other.assemblies.get(name), wanted.get(name))


def _written(comparison: Comparison, form: Format, console: Console) -> str:
    if form == "json":
        from generator.diff.json_form import json

        return json(comparison)
    if form == "markdown":
        from generator.diff.markdown import markdown

        return markdown(comparison)
    from generator.diff.text import text

    paint = _coloured if console.is_terminal else _plain
    return text(comparison, width=console.width, full=console.verbosity >= VERBOSE, paint=paint)


def _verdict(comparison: Comparison, *, exit_code: bool) -> int:
    if comparison.refused:
        return REFUSED
    return DIFFERENT if exit_code and not comparison.is_empty else 0


def _say_why(context: Context, comparison: Comparison, options: Options) -> None:
    """On stderr what a guard refuses, and how to go on."""
    from generator.diff.allow import flag, flags, risks

    console = context.console
    again = context.command("diff", *_words(options), "--guard")
    if comparison.refused:
        for environment, meaning in comparison.refused:
            advice = f"agree to it with {flag(meaning)}" if meaning.guard else meaning.advice
            console.error(f"{environment}: {meaning.text}", advice)
        if all(meaning.guard for _, meaning in comparison.refused):
            console.next_step(f"if all of that is meant: {again} {' '.join(flags(risks(comparison.diffs)))}")
    elif comparison.is_empty:
        console.next_step("nothing to review")
    elif comparison.refused is None and risks(comparison.diffs):
        console.next_step(f"agree on what is risky; `{again}` refuses it until then")
    elif options["against"] == DEPLOYED:
        console.next_step(context.command("plan", *_words(options)[2:]))
    else:
        folder = os.path.join(os.path.dirname(comparison.app), store.FOLDER)
        console.next_step(f"{context.command('build')}, then commit {folder}{os.sep}")


def _words(options: Options) -> list[str]:
    """What of the command line says what is compared with what."""
    words = ["--against", options["against"]] if options["against"] else []
    words += ["--profile", options["profile"]] if options["profile"] else []
    return words + (["--local"] if options["local"] else [])


def _coloured(text: str, style: Style) -> str:
    return click.style(text, **_COLOURS.get(style, {}))


def _plain(text: str, style: Style) -> str:
    return text
