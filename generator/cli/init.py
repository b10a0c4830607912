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

    Nothing is ever overwritten. --app names another place for the app file, or its folder; the schema goes beside it.
    In a git repository it writes a GitHub workflow as well: build --check, lint, and the diff as a comment.

    \b
    Example:
        python -m generator init
    """
    from generator.app.reading.schema import app_schema
    from generator.assembly.canonical import canonical
    from generator.cli.starter import STARTER
    from generator.cli.starter_workflow import new_workflow
    from generator.files import make_folder, write_new_file

    context = context_of(ctx)
    app_file = _place(context.settings.app)
    schema_file = os.path.join(os.path.dirname(app_file), SCHEMA_FILE)
    workflow = new_workflow(app_file)
    _refuse_existing(app_file, schema_file, *(() if workflow is None else (workflow.path,)))
    try:
        write_new_file(schema_file, canonical(app_schema()))
        write_new_file(app_file, STARTER.encode())
        if workflow is not None:
            make_folder(os.path.dirname(workflow.path))
            write_new_file(workflow.path, workflow.content)
            context.console.say(f"{workflow.path} written: {workflow.purpose}")
    except FileExistsError as error:
        raise _exists(error.filename) from error
    context.console.say(f"{app_file} and {schema_file} written: put in your names, regions and routes")
    context.console.next_step(context.command("build"))
    return 0


def _place(path: str | None) -> str:
    """Where the app file goes. `UsageError` for a name under which `build` would not read it."""
    app_file = os.path.join(path, APP_FILE) if path and os.path.isdir(path) else path or APP_FILE
    folder = os.path.dirname(app_file)
    if folder and not os.path.isdir(folder):
        raise UsageError(f"there is no folder {folder}", "make it first, or name another place with --app PATH")
    if not app_file.endswith((".yaml", ".yml")):
        raise UsageError(f"{app_file} is no name for a YAML file", "name a file that ends in .yaml, or its folder")
    return app_file


def _refuse_existing(app_file: str, *others: str) -> None:
    python_app = os.path.join(os.path.dirname(app_file), "app.py")
    for path in (app_file, python_app, *others):
        if os.path.lexists(path):
            raise _exists(path)


def _exists(path: str) -> UsageError:
    return UsageError(f"{path} exists already", "remove it first, or name another place with --app PATH")
