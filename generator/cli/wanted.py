"""The one environment that a command rolls out: what `build/` holds of it, for that is what was reviewed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.assembly import store
from generator.assembly.model import Assembly
from generator.cli.context import Context, Project
from generator.cli.process import Target
from generator.errors import AssemblyError, UsageError


def only(context: Context, project: Project, verb: str) -> Assembly:
    """The environment's assembly as the app file wants it. `UsageError` where there are several to choose from."""
    if len(project.assemblies) == 1:
        return project.assemblies[0]
    names = [assembly.environment for assembly in project.assemblies]
    raise UsageError(
        f"{project.app_file.path} has {len(names)} environments, and {verb} works on one: {', '.join(names)}",
        f"run `{context.command(verb, '--env', names[0])}`",
    )


def reviewed(context: Context, project: Project, assembly: Assembly) -> Assembly:
    """The environment as `build/` holds it. `AssemblyError` when that is not what the app file asks for."""
    differences = store.compare(project.build, (assembly,), prune=False)
    if differences:
        files = _first([f"{project.place(difference.path)} is {difference.kind}" for difference in differences])
        raise AssemblyError(
            f"{project.build} is out of date: {files}", f"run `{context.command('build')}`, review and commit it"
        )
    return store.read(project.build, assembly.environment)


def built(context: Context, project: Project, assembly: Assembly) -> Assembly:
    """The environment as `build/` holds it, with a warning when that is not what the app file asks for."""
    held = store.read(project.build, assembly.environment)
    if store.compare(project.build, (assembly,), prune=False):
        context.console.say(
            f"{project.build} is out of date, and what it holds counts here; `{context.command('build')}` renews it",
            fg="yellow",
        )
    return held


def at(context: Context, assembly: Assembly, target: Target) -> Assembly:
    """The assembly as it is wanted at the target: the embedded AWS has one account, which is nobody's."""
    if not target.is_local or assembly.account is None:
        return assembly
    context.console.say(
        f"the app file names account {assembly.account}; the embedded AWS stands in for it as 000000000000",
        fg="yellow",
    )
    return replace(assembly, account=None)


def _first(texts: Sequence[str], most: int = 3) -> str:
    more = len(texts) - most
    return ", ".join([*texts[:most], *([f"and {more} more"] if more > 0 else [])])
