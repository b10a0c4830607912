"""App → ResolvedApp: every rule that spans keys, and every default that depends on another key.

`resolve` looks at one environment, `between_environments` at all of them. Neither raises: what is wrong is a finding,
and all of it is found at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.app.advice import advise
from generator.app.api import resolve_api
from generator.app.declarations import App
from generator.app.digest import declaration_digest
from generator.app.domain import check_regions, resolve_domain
from generator.app.extensions import resolve_extensions
from generator.app.folder import Folder
from generator.app.functions.model import Migration, ResolvedFunction
from generator.app.health import check_health
from generator.app.identity import id_of, suffix_of
from generator.app.model import ResolvedApp, ResolvedTable
from generator.app.observability import resolve_observability
from generator.app.report import Report
from generator.app.smoke import check_deploy
from generator.app.tables import control_table, resolve_tables
from generator.files import StrPath
from generator.findings import Finding


class Resolution(Struct, frozen=True, kw_only=True):
    """The app, `None` when one of the findings is an error."""

    app: ResolvedApp | None
    findings: tuple[Finding, ...]


def resolve(app: App, folder: StrPath | Folder = "") -> Resolution:
    """Checks one environment and spells out all that its declaration leaves to be derived.

    `folder` is that of the app file, which the code of functions is relative to: the working folder without one.
    """
    folder = folder if isinstance(folder, Folder) else Folder(folder)
    report, id = Report(), id_of(app)
    check_regions(app, report)
    domain = resolve_domain(app, report)
    tables = resolve_tables(app, id, suffix_of(app), report)
    functions, migrations = _functions(app, tables, folder, report)
    check_health(app.health, tables, report)
    observability = resolve_observability(app, report)
    api = resolve_api(app, domain, tables, report)
    check_deploy(app, report)
    advise(app, api.routes, report)
    resolved = ResolvedApp(
        name=app.name,
        environment=app.environment,
        id=id,
        sha256=declaration_digest(app),
        account=app.account,
        description=app.description,
        tags=dict(sorted(app.tags.items())),
        main_region=app.regions.main,
        secondary_regions=app.regions.secondary,
        domain=domain,
        tables=tables,
        control_table=control_table(app, id),
        api=api,
        functions=functions,
        health=app.health,
        observability=observability,
        deploy=app.deploy,
        extensions=resolve_extensions(app, folder, report),
        migrations=migrations,
    )
    return Resolution(app=None if report.failed else resolved, findings=report.findings)


def _functions(
    app: App, tables: Mapping[str, ResolvedTable], folder: Folder, report: Report
) -> tuple[Mapping[str, ResolvedFunction], tuple[Migration, ...]]:
    if not (app.functions or app.migrations):
        return {}, ()
    # Only an app with functions pays for the imports.
    from generator.app.functions.functions import resolve_functions
    from generator.app.functions.migrations import resolve_migrations

    functions = resolve_functions(app, tables, folder, report)
    return functions, resolve_migrations(app, functions, folder, report)


def between_environments(apps: Sequence[ResolvedApp]) -> tuple[Finding, ...]:
    """Names that two environments both claim: stacks (A182) and tables (A180) in an account, domains anywhere (A181).

    The path of a finding leads into the document of its last environment.

    A regional custom domain name is unique in its region across all accounts [aws-facts 3.3].
    """
    users: dict[tuple[str, str | None, str], str] = {}
    shared: dict[tuple[str, str, str], list[str]] = {}
    for app in apps:
        for id, account, name in _claims(app):
            user = users.setdefault((id, account, name), app.environment)
            if user != app.environment:
                shared.setdefault((id, user, app.environment), []).append(name)
    return tuple(_collision(id, names, (one, other)) for (id, one, other), names in shared.items())


_NAMES = {
    "A180": ("the table", "suffix"),
    "A181": ("the domain name", "domain.name"),
    "A182": ("the name", "suffix"),
}


def _claims(app: ResolvedApp) -> Iterator[tuple[str, str | None, str]]:
    """Id of the finding, account where the name must be unique (`None`: unknown, or everywhere), and the name."""
    yield "A182", app.account, app.id
    for table in (*app.tables.values(), app.control_table):
        yield "A180", app.account, table.table_name
    if app.domain is not None:
        for prefix in ("", *(f"{region}." for region in app.regions)):
            yield "A181", None, f"{prefix}{app.domain.name}"


def _collision(id: str, names: Sequence[str], environments: tuple[str, str]) -> Finding:
    what, key = _NAMES[id]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return Finding(
        id=id,
        severity="error",
        message=f"the environments {environments[0]} and {environments[1]} both claim {what} {names[0]}{more}",
        advice=f"give each environment a `{key}` of its own",
        path=tuple(key.split(".")),
        environments=environments,
    )
