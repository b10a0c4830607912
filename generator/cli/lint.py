"""`lint`: `build/` → findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from generator.assembly import store
from generator.assembly.model import TemplateEntry
from generator.cli.context import Context, Project, context_of
from generator.cli.settings import VerbCommand
from generator.findings import Finding, merged

if TYPE_CHECKING:
    from generator.lint.runner import Linter

Format = Literal["text", "json", "sarif"]


@click.command(cls=VerbCommand)
@click.option("--strict", is_flag=True, help="Warnings fail as well; informational findings never do.")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="Output format.")
@click.pass_context
def lint(ctx: click.Context, strict: bool, form: Format) -> int:
    """Judge the templates in build/.

    cfn-lint with all of its checks, for the regions of each template; rules of our own that no linter has, within a
    template and across the templates of an environment; and advice on the app file. Exits 1 when there is an error, or
    when build/ is not what the app file asks for.

    \b
    Examples:
        python -m generator lint
        python -m generator lint --strict --env prod
        python -m generator lint --format sarif > lint.sarif
    """
    from generator.lint import formats
    from generator.lint.runner import Linter

    context = context_of(ctx)
    project = context.project()
    if _is_outdated(context, project):
        return 1
    linter = Linter()
    findings = merged((*project.loaded.findings, *_findings(context, project, linter)))
    match form:
        case "text":
            context.console.data(formats.text(findings))
        case "json":
            context.console.data(formats.json(findings))
        case "sarif":
            context.console.data(formats.sarif(findings, linter.rules))
    if formats.failed(findings, strict=strict):
        context.console.next_step(f"mend {project.app_file.path}, then {context.command('build')}")
        return 1
    context.console.next_step(f"review {project.build} and commit it")
    return 0


def _is_outdated(context: Context, project: Project) -> bool:
    differences = store.compare(project.build, project.assemblies, prune=project.whole)
    if not differences:
        return False
    for difference in differences:
        context.console.error(f"{project.place(difference.path)} is {difference.kind}: {project.build} is out of date")
    context.console.next_step(context.command("build"))
    return True


def _findings(context: Context, project: Project, linter: Linter) -> Iterator[Finding]:
    for assembly in project.assemblies:
        environment = assembly.environment

        def progress(entry: TemplateEntry, environment: str = environment) -> None:
            context.console.detail(f"linting {environment}/{entry.name}")

        built = store.read(project.build, environment)
        yield from linter.lint(built, Path(project.place(environment)), progress)
