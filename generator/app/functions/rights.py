"""What a function may do: with tables of the app, and besides."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.declarations import App, Function
from generator.app.functions.model import Access, ResolvedStatement
from generator.app.functions.one_region import function_text
from generator.app.model import ResolvedTable
from generator.app.report import Place, Report


def resolve_access(
    function: Function, tables: Mapping[str, ResolvedTable], place: Place, report: Report
) -> tuple[Access, ...]:
    """The grants on tables, sorted. Reports unknown tables (A155)."""
    for key in function.access:
        if key not in tables:
            report.no_table((*place, "access", key), key, tables)
    return tuple(Access(table=key, mode=mode) for key, mode in sorted(function.access.items()) if key in tables)


def resolve_statements(app: App, function: Function, place: Place, report: Report) -> tuple[ResolvedStatement, ...]:
    """The statements as written, each resource a text of `Fn::Sub`. Reports A125 and A232."""
    found: list[ResolvedStatement] = []
    for index, statement in enumerate(function.statements):
        resources: list[str] = []
        for number, text in enumerate(statement.resources):
            at = (*place, "statements", index, "resources", number)
            resource = function_text(app, function, text, at, report)
            resources += [] if resource is None else [resource]
        for number, action in enumerate(statement.actions):
            if action.startswith("iam:"):
                at = (*place, "statements", index, "actions", number)
                message = f"{action} could lead out of what the app's roles may do at most"
                report.error("A125", at, message, "let somebody outside of the app do that")
        found.append(ResolvedStatement(actions=tuple(sorted(set(statement.actions))), resources=tuple(resources)))
    return tuple(found)
