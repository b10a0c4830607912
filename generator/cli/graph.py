"""`graph`: the app across regions, as a Mermaid drawing."""

from __future__ import annotations

from typing import Literal

import click

from generator.cli.context import Context, Project, context_of
from generator.cli.settings import VerbCommand
from generator.errors import UsageError

Format = Literal["mermaid", "markdown"]


@click.command(cls=VerbCommand)
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "markdown"]),
    default="mermaid",
    help="The bare drawing of one environment, or Markdown with one for each.",
)
@click.pass_context
def graph(ctx: click.Context, form: Format) -> int:
    """Draw the app across regions, as a Mermaid flowchart.

    Clients, DNS with its health checks; in each region the API, the functions, and the queues, schedules and streams
    that call them; the tables and their replication: what the templates make, as a Mermaid flowchart. Of more than
    eight in a box the first are named and the rest counted. GitHub draws it in any Markdown file, mermaid.live in a
    browser. Nothing is written.

    \b
    Examples:
        python -m generator graph --env prod
        python -m generator graph --format markdown > docs/architecture.md
    """
    context = context_of(ctx)
    project = context.project()
    write = {"mermaid": _mermaid, "markdown": _markdown}[form]
    context.console.data(write(context, project))
    return 0


def _mermaid(context: Context, project: Project) -> str:
    from generator.graph.mermaid import mermaid
    from generator.graph.picture import picture_of

    if len(project.assemblies) > 1:
        command = context.command("graph")
        first = project.assemblies[0].environment
        raise UsageError(
            f"{project.app_file.path} has {len(project.assemblies)} environments, and a drawing shows one",
            f"run `{command} --env {first}`, or `{command} --format markdown` for all",
        )
    return mermaid(picture_of(project.assemblies[0])).rstrip("\n")


def _markdown(context: Context, project: Project) -> str:
    from generator.graph.mermaid import mermaid
    from generator.graph.picture import picture_of

    return "\n\n".join(
        f"## {assembly.app}, {assembly.environment}\n\n```mermaid\n{mermaid(picture_of(assembly))}```"
        for assembly in project.assemblies
    )
