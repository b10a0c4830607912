"""The role of a function: its own logs, its traces, the tables of `access` in its own region, and its statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from awacs.aws import PolicyDocument, Statement
from troposphere import GetAtt
from troposphere.iam import Policy, Role

from generator.app.functions.model import Access, ResolvedFunction, ResolvedStatement
from generator.app.model import ResolvedApp, ResolvedTable
from generator.templates.completed import completed
from generator.templates.context import why
from generator.templates.regional.events.rights import event_statements
from generator.templates.regional.functions.names import log_group_id, role_id
from generator.templates.regional.functions.rights import LOG_ACTIONS, TRACE_ACTIONS
from generator.templates.regional.integration import TableAccess
from generator.templates.regional.role import access_statements
from generator.templates.regional.statements import allow
from generator.templates.roles.names import of_app
from generator.templates.roles.policies import document, trust

_OF_INDEXES: Final = ("Query", "Scan")
# A condition on an item is part of a transaction that reads, and of one that writes.
_READ: Final = ("BatchGetItem", "ConditionCheckItem", "GetItem", *_OF_INDEXES)
_WRITE: Final = ("BatchWriteItem", "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem")
_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "read": _READ,
    "write": _WRITE,
    "read_write": tuple(sorted({*_READ, *_WRITE})),
}


def function_role(app: ResolvedApp, function: ResolvedFunction, tags: Mapping[str, str]) -> Role:
    """The role, below the path of the app and within its boundary. No `RoleName`: IAM is global [aws-facts 2.6]."""
    return Role(
        role_id(function.key),
        AssumeRolePolicyDocument=document([trust({"Service": "lambda.amazonaws.com"})]),
        Policies=[
            Policy(
                PolicyName="function",
                PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[*_statements(app, function)]),
            )
        ],
        Metadata=why(
            f"What the function {function.key} may do, in this region only.",
            "Tables and their indexes as `access` says, and nothing that the app file does not name.",
        ),
        **of_app(app.id, tags),
    )


def table_access(access: Access, table: ResolvedTable) -> Iterator[TableAccess]:
    """Each action that the grant stands for, on the table and on each of its indexes that it can be asked of."""
    for action in _ACTIONS[access.mode]:
        yield TableAccess(action, table.table_name)
        if action in _OF_INDEXES:
            for index in (*table.global_secondary_indexes, *table.local_secondary_indexes):
                yield TableAccess(action, table.table_name, index)


def _statements(app: ResolvedApp, function: ResolvedFunction) -> Iterator[Statement]:
    yield allow(LOG_ACTIONS, [GetAtt(log_group_id(function.key), "Arn")])
    if function.tracing:
        yield allow(TRACE_ACTIONS, ["*"])
    grants = [each for one in function.access for each in table_access(one, app.tables[one.table])]
    yield from access_statements(grants, app.tables.values())
    if function.events or function.send_to:
        yield from event_statements(app, function)
    yield from map(_statement, function.statements)


def _statement(statement: ResolvedStatement) -> Statement:
    return allow(statement.actions, [completed(text) for text in statement.resources])
