"""`schema`: print the JSON Schema of the app file."""

from __future__ import annotations

import click

from generator.cli.context import context_of
from generator.cli.settings import VerbCommand


@click.command(cls=VerbCommand)
@click.pass_context
def schema(ctx: click.Context) -> int:
    """Print the JSON Schema of the app file.

    \b
    Editors that know yaml-language-server complete and check an app file whose first line is
        # yaml-language-server: $schema=./app.schema.json

    \b
    Example:
        python -m generator schema > app.schema.json
    """
    from generator.app.reading.schema import app_schema
    from generator.assembly.canonical import canonical

    context_of(ctx).console.data(canonical(app_schema()).decode().rstrip("\n"))
    return 0
