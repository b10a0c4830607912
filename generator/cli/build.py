"""`build`: app file → `build/`."""

from __future__ import annotations

from typing import Literal

import click

from generator.assembly import store
from generator.cli.build_report import Row, as_json, as_lines, as_table, rows_of
from generator.cli.console import Console
from generator.cli.context import Context, Project, context_of
from generator.cli.settings import VerbCommand

Format = Literal["text", "json"]


@click.command(cls=VerbCommand)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and name what differs when build/ is out of date.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list the templates."
)
@click.pass_context
def build(ctx: click.Context, check: bool, form: Format) -> int:
    """Write the CloudFormation templates of every environment to build/.

    Files that would not change are not touched; the folders of environments that the app file no longer has are
    removed. With --env only that environment is built and nothing is removed.

    \b
    Examples:
        python -m generator build
        python -m generator build --env dev
        python -m generator build --check
    """
    context = context_of(ctx)
    project = context.project()
    for finding in project.loaded.findings:
        context.console.finding(finding)
    return _check(context, project, form) if check else _write(context, project, form)


def _write(context: Context, project: Project, form: Format) -> int:
    console = context.console
    report = store.write(project.build, project.assemblies, prune=project.whole)
    _show(console, rows_of(project.assemblies, report.written), report.removed, form)
    for path in report.removed:
        console.say(f"{project.place(path)}: removed")
    for kept in report.kept:
        console.say(f"{project.place(kept.path)}: left alone, {kept.reason}", fg="yellow")
    console.next_step(context.command("lint"))
    return 0


def _check(context: Context, project: Project, form: Format) -> int:
    console = context.console
    differences = store.compare(project.build, project.assemblies, prune=project.whole)
    differing = {difference.path for difference in differences}
    removed = tuple(difference.path for difference in differences if difference.kind == "superfluous")
    if form == "json":
        _show(console, rows_of(project.assemblies, differing), removed, form)
    else:
        for difference in differences:
            console.data(f"{project.place(difference.path)}: {difference.kind}")
    if not differences:
        console.say(f"{project.build} is up to date")
        return 0
    console.error(f"{project.build} is out of date")
    console.next_step(context.command("build"))
    return 1


def _show(console: Console, rows: tuple[Row, ...], removed: tuple[str, ...], form: Format) -> None:
    if form == "json":
        console.data(as_json(rows, removed))
    else:
        console.data(as_table(rows) if console.is_terminal else as_lines(rows))
