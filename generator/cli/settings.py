"""The global options: every verb takes them, before or after its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from click.core import ParameterSource
from msgspec import Struct

_META = "generator.cli.settings"


class Settings(Struct, frozen=True, kw_only=True):
    """What the global options say. `app`: the app file; `None`: the one in the working directory.

    `env`: the only environment to work on; `None`: all. `verbosity`: each `-v` adds one, each `-q` takes one away.
    """

    app: str | None = None
    env: str | None = None
    verbosity: int = 0
    debug: bool = False


class VerbCommand(click.Command):
    """A verb: a command that takes the global options besides its own."""

    def __init__(self, name: str | None, *, params: list[click.Parameter], **attributes: Any) -> None:
        super().__init__(name, params=[*params, *global_options()], **attributes)


def global_options() -> list[click.Parameter]:
    """Fresh options, for the group or for one verb."""
    return [
        _option("--app", metavar="PATH", help="App file. Default: app.yaml or app.py in the working directory."),
        _option("--env", metavar="NAME", help="Only this environment. Default: all."),
        _option("-q", "--quiet", count=True, help="Errors and data only."),
        _option("-v", "--verbose", count=True, help="Information as well."),
        _option("--debug", is_flag=True, help="Show a traceback with every error."),
    ]


def settings_of(ctx: click.Context) -> Settings:
    """What was given on either side of the verb's name; the right side wins."""
    given: Mapping[str, Any] = ctx.meta.get(_META, {})
    return Settings(
        app=given.get("app"),
        env=given.get("env"),
        verbosity=given.get("verbose", 0) - given.get("quiet", 0),
        debug=given.get("debug", False),
    )


def _option(*declarations: str, **attributes: Any) -> click.Option:
    return click.Option(list(declarations), callback=_remember, expose_value=False, **attributes)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    name = param.name or ""
    if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
        ctx.meta.setdefault(_META, {})[name] = value
