"""The options of the verbs that ask AWS: the same words, the same help, everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.cli.context import Context, Project
from generator.cli.process import Target
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.process import Connection

PORT = 4566
"""Where `local` listens unless it is told otherwise."""

Callback = TypeVar("Callback", bound=Callable[..., Any])

STATE = os.path.join(".multi-region", "local")
"""Where the embedded AWS keeps its state, beside the app file."""


def cloud_options(verb: Callback) -> Callback:
    """`--profile` and `--local`: which AWS."""
    for option in (
        click.option("--local", is_flag=True, help="The embedded AWS instead: no account, no credentials, no cost."),
        click.option("--profile", metavar="NAME", help="Profile of the AWS configuration. Default: the environment's."),
    ):
        verb = option(verb)
    return verb


skip_option = click.option(
    "--skip-region", metavar="REGION", multiple=True, help="Leave out a region that is down; never the main region."
)
allow_option = click.option(
    "--allow", metavar="KIND[:SUBJECT]", multiple=True, help="Agree to a risky change, as `diff --guard` names it."
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask. Guards still want their --allow.")
exit_code_option = click.option("--exit-code", is_flag=True, help="Exit 1 when the answer is no.")
form_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format."
)


def target(project: Project, assembly: Assembly, *, profile: str | None, local: bool) -> Target:
    """Which AWS these options mean. `UsageError` when they mean two."""
    home = home_of(project.app_file.path)
    if not local:
        return Target(profile=profile, home=home)
    if profile is not None:
        raise UsageError("--local has no profiles", "leave out --profile, or --local")
    return Target(folder=state_folder(project.app_file.path), home=home, domain=assembly.domain)


def home_of(app_file: str) -> str:
    """The folder of the app file at this path."""
    return os.path.dirname(os.path.abspath(app_file))


def state_folder(app_file: str) -> str:
    """The folder of the embedded AWS's state for the app file at this path."""
    return os.path.join(home_of(app_file), STATE)


def again(context: Context, verb: str, chosen: Target, arguments: Sequence[str] = ()) -> str:
    """The command line of a verb for the same app, environment and AWS."""
    which = ["--local"] if chosen.is_local else ["--profile", chosen.profile] if chosen.profile else []
    return context.command(verb, *which, *arguments)


def endpoint(connection: Connection) -> str | None:
    """Where people reach the embedded AWS, if it is that: one that ends with this command is there again in `local`."""
    return connection.url if connection.stays else f"http://127.0.0.1:{PORT}"
