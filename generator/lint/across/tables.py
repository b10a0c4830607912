"""E9506, E9507: what the API uses exists, and its role may use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from generator.assembly.model import Assembly, TemplateEntry
from generator.lint.across.model import AcrossRule, Problem, entry_of, regional, view
from generator.lint.rules._apigateway import integrations
from generator.lint.rules._global_table import INDEXES, tables
from generator.lint.rules._iam import GUIDE, allowing
from generator.lint.rules._mapping_templates import OPAQUE, mapping_templates
from generator.lint.rules._reading import REGION, Path, entries, spelled
from generator.lint.rules._rule import DOCS

ARN: Final = re.compile(r":dynamodb:(\$\{AWS::Region\}|[^:]*):[^/]*:table/([^/]+)(?:/index/(.+))?$")
# By name in most requests; as the key of its part of `RequestItems` in BatchGetItem.
TABLE_NAME: Final = re.compile(r'"TableName"\s*:\s*"([^"$]+)"|"([^"$]+)"\s*:\s*\{\s*"Keys"')
INDEX_NAME: Final = re.compile(r'"IndexName"\s*:\s*"([^"$]+)"')
ACTION: Final = re.compile(r":dynamodb:action/(\w+)$")


class Grant(NamedTuple):
    """An action on a table, or on one of its indexes, that the API's role allows. `region` is that of the ARN.

    Any of the names may hold wildcards: rules of the pack forbid them, so here they only must not confuse.
    """

    action: str
    region: str
    table: str
    index_name: str
    path: Path


def _grants(entry: TemplateEntry) -> Iterator[Grant]:
    for statement in allowing(view(entry)):
        actions = [action.removeprefix("dynamodb:") for _, action in statement.values("Action")]
        for path, arn in statement.values("Resource"):
            found = ARN.search(":dynamodb:${AWS::Region}::table/*/index/*" if arn == "*" else arn)
            if found is not None:
                yield from (Grant(action, found[1], found[2], found[3] or "", path) for action in actions)


def _known(assembly: Assembly) -> dict[str, set[str]]:
    """The physical names of all tables with the names of their indexes; a table itself is the index ''."""
    main = entry_of(assembly, "main")
    known: dict[str, set[str]] = {}
    for table in tables(view(main)) if main is not None else ():
        name = spelled(table.properties.get("TableName")) or table.name
        indexes = [index for kind in INDEXES for _, index in entries(table.properties.get(kind))]
        known[name] = {"", *(spelled(index.get("IndexName")) or "" for index in indexes)}
    return known


def _unknown_tables(assembly: Assembly) -> Iterator[Problem]:
    known = _known(assembly)
    for entry in regional(assembly):
        # One resource of a statement is one problem, however many actions it has.
        for grant in {grant.path: grant for grant in _grants(entry)}.values():
            named = _named(grant.table, grant.index_name)
            if "*" in grant.table + grant.index_name:
                continue
            if grant.region != REGION:
                yield Problem(entry.name, grant.path, f"the role may use {named} of {grant.region} only")
            elif grant.index_name not in known.get(grant.table, set()):
                yield Problem(entry.name, grant.path, f"main has no {named}")
        for path, table, index in _used(entry):
            if index not in known.get(table, set()):
                yield Problem(entry.name, path, f"main has no {_named(table, index)}")


def _ungranted_tables(assembly: Assembly) -> Iterator[Problem]:
    for entry in regional(assembly):
        granted = [(grant.action, grant.table, grant.index_name) for grant in _grants(entry)]
        actions = dict(_actions(entry))
        for path, table, index in _used(entry):
            action = actions.get(str(path[1]))
            if action is not None and not any(_covers(grant, (action, table, index)) for grant in granted):
                yield Problem(entry.name, path, f"no role here may {action} {_named(table, index)}")


def _covers(granted: tuple[str, ...], used: tuple[str, ...]) -> bool:
    return all(fnmatchcase(name, pattern) for pattern, name in zip(granted, used, strict=True))


def _named(table: str, index: str) -> str:
    return f"index {index} of the table {table}" if index else f"table {table}"


def _actions(entry: TemplateEntry) -> Iterator[tuple[str, str]]:
    for method, integration in integrations(view(entry), "AWS"):
        action = ACTION.search(spelled(integration.get("Uri")) or "")
        if action is not None:
            yield method.name, action[1]


def _used(entry: TemplateEntry) -> Iterator[tuple[Path, str, str]]:
    """Tables and indexes that request templates name as text: path, table, index."""
    for vtl in mapping_templates(view(entry)):
        if vtl.side == "request":
            index = INDEX_NAME.search(vtl.text)
            for table in TABLE_NAME.finditer(vtl.text):
                if OPAQUE not in table[0]:
                    yield vtl.path, table[1] or table[2], index[1] if index else ""


RULES = (
    AcrossRule(
        id="E9506",
        title="The tables and indexes that the API uses are made by main, and used in their own region",
        description=(
            "Regional templates know a table only by its physical name, so no reference breaks when main has no such "
            "table or index; the request fails instead. A literal region in an ARN shuts all other regions out."
        ),
        advice="build again from the app file",
        source=DOCS + "amazondynamodb/latest/developerguide/globaltables-security.html",
        check=_unknown_tables,
    ),
    AcrossRule(
        id="E9507",
        title="The API's role may do what its integrations do",
        description="An integration whose action on its table or index no policy allows always answers 500.",
        advice="allow the action on that table or index",
        source=GUIDE + "access_policies.html",
        check=_ungranted_tables,
    ),
)
