"""Functions by key, with everything spelled out."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.declarations import App
from generator.app.folder import Folder
from generator.app.functions.code import resolve_code
from generator.app.functions.environment import resolve_environment
from generator.app.functions.events import check_callers, check_queues, check_streams, resolve_events
from generator.app.functions.layers import check_layers
from generator.app.functions.model import ResolvedFunction
from generator.app.functions.rights import resolve_access, resolve_statements
from generator.app.functions.routes import advise_routes
from generator.app.functions.runtimes import check_runtime
from generator.app.model import ResolvedTable
from generator.app.report import Report


def resolve_functions(
    app: App, tables: Mapping[str, ResolvedTable], folder: Folder, report: Report
) -> Mapping[str, ResolvedFunction]:
    """The functions by key, sorted; those whose code cannot be had are left out.

    Reports A122-A129, A167, A189, A230-A239 and A245.
    """
    found = {key: _function(app, key, tables, folder, report) for key in sorted(app.functions)}
    check_callers(app, report)
    check_queues(app, report)
    check_streams(app, report)
    advise_routes(app, report)
    return {key: function for key, function in found.items() if function is not None}


def _function(
    app: App, key: str, tables: Mapping[str, ResolvedTable], folder: Folder, report: Report
) -> ResolvedFunction | None:
    declared, place = app.functions[key], ("functions", key)
    runtime = check_runtime(declared, place, report)
    code = resolve_code(declared, folder, place, report)
    access = resolve_access(declared, tables, place, report)
    names = {grant.table: tables[grant.table].table_name for grant in access}
    environment = resolve_environment(app, declared, names, place, report)
    statements = resolve_statements(app, declared, place, report)
    check_layers(app, declared, place, report)
    events = resolve_events(app, key, tables, report)
    if runtime is None or code is None:
        return None
    return ResolvedFunction(
        key=key,
        handler=declared.handler,
        runtime=runtime,
        architecture=declared.architecture,
        memory_size=declared.memory_size,
        timeout=declared.timeout,
        environment=environment,
        layers=dict(sorted(declared.layers.items())),
        reserved_concurrency=declared.reserved_concurrency,
        tracing=app.observability.tracing if declared.tracing is None else declared.tracing,
        log_retention=declared.log_retention or app.observability.log_retention,
        code=code,
        access=access,
        statements=statements,
        run_in=declared.run_in or "every_region",
        events=events,
        send_to=tuple(sorted(declared.send_to)),
    )
