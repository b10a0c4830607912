"""`init`: a first app file."""

from __future__ import annotations

import os

import click

from generator.cli.context import context_of
from generator.cli.settings import VerbCommand
from generator.errors import UsageError

APP_FILE = "app.yaml"
SCHEMA_FILE = "app.schema.json"


@click.command(cls=VerbCommand)
@click.pass_context
def init(ctx: click.Context) -> int:
    """Write a first app.yaml, with comments, and its JSON Schema.

    Nothing is ever overwritten. --app names another place for the app file; the schema goes beside it.

    \b
    Example:
        python -m generator init
    """
    from generator.app.reading.schema import app_schema
    from generator.assembly.canonical import canonical
    from generator.cli.starter import STARTER
    from generator.files import write_new_file

    context = context_of(ctx)
    app_file = context.settings.app or APP_FILE
    schema_file = os.path.join(os.path.dirname(app_file), SCHEMA_FILE)
    _refuse_existing(app_file, schema_file)
    write_new_file(schema_file, canonical(app_schema()))
    write_new_file(app_file, STARTER.encode())
    context.console.say(f"{app_file} and {schema_file} written: put in your names, regions and routes")
    context.console.next_step(context.command("build"))
    return 0


def _refuse_existing(app_file: str, schema_file: str) -> None:
    python_app = os.path.join(os.path.dirname(app_file), "app.py")
    for path in (app_file, python_app, schema_file):
        if os.path.lexists(path):
            raise UsageError(f"{path} exists already", "remove it first, or name another place with --app PATH")
