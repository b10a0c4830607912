"""`local`: the embedded AWS in the foreground."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

import click

from generator.cli.cloud_options import PORT, state_folder
from generator.cli.connection import zone_name
from generator.cli.context import Context, Project, context_of
from generator.cli.local_urls import local_url
from generator.cli.settings import VerbCommand

if TYPE_CHECKING:
    from generator.assembly.model import Assembly


@click.command(cls=VerbCommand)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any that is free.")
@click.pass_context
def local(ctx: click.Context, port: int) -> int:
    """Run the embedded AWS, for --local and for HTTP.

    It listens on 127.0.0.1 only, until Ctrl-C. What is deployed to it is kept beside the app file, in
    .multi-region/local/. While it runs, the commands with --local use it, and the app's regions answer HTTP.

    \b
    Examples:
        python -m generator local
        python -m generator deploy --env dev --local
        curl http://us-east-1.api.example.com.localhost:4566/health
    """
    from generator.local.server import serve

    context = context_of(ctx)
    project = context.project()
    over = Event()
    with context.process.interrupts(over.set), serve(state_folder(project.app_file.path), port) as running:
        for assembly in project.assemblies:
            if assembly.domain is not None:
                running.prepare(assembly.domain.hosted_zone_id, zone_name(assembly.domain.name))
        context.console.data("\n".join(_addresses(project, running.url)))
        _explain(context, project, running.url)
        over.wait()
    context.console.say("stopped; what is deployed is kept")
    return 0


def _addresses(project: Project, url: str) -> Iterator[str]:
    """The endpoint of AWS, and where each environment's regions answer."""
    yield f"AWS endpoint  {url}"
    for assembly in project.assemblies:
        yield from _addresses_of(assembly, url)


def _addresses_of(assembly: Assembly, url: str) -> Iterator[str]:
    if assembly.domain is None:
        yield f"{assembly.environment}: no domain; `deploy --local` prints its address"
        return
    name = assembly.domain.name
    yield f"{assembly.environment}: {local_url(f'https://{name}', url)}"
    for region in assembly.regions:
        yield f"  {region}: {local_url(f'https://{region}.{name}', url)}"


def _explain(context: Context, project: Project, url: str) -> None:
    """How to use it, once it runs."""
    console = context.console
    first = project.assemblies[0]
    console.say(f"aws cli: AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --endpoint-url {url} ...")
    console.say("Ctrl-C ends it; what is deployed is kept")
    several = len(project.assemblies) > 1 and context.settings.env is None
    words = ["--env", first.environment] if several else []
    console.next_step(f"in another terminal: {context.command('deploy', *words, '--local')}")
