"""The permissions boundary: the most that any role of the app may ever do, whatever its own policies say.

It is about data: items of the app's own tables, in every region. A new route changes nothing here, a new table does,
and so does what a function may do besides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from troposphere.iam import ManagedPolicy

from generator.app.model import ResolvedTable
from generator.templates.context import why
from generator.templates.roles.keys import using_keys
from generator.templates.roles.names import arn, boundary_name, role_path
from generator.templates.roles.policies import document, statement
from generator.templates.section import JsonObject

ITEM_ACTIONS: Final = (
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:UpdateItem",
)


def boundary(app_id: str, tables: Collection[ResolvedTable], more: Iterable[JsonObject] = ()) -> ManagedPolicy:
    """The boundary for the roles of these tables' app; `more` are the statements of what else they may do."""
    return ManagedPolicy(
        "Boundary",
        ManagedPolicyName=boundary_name(app_id),
        Path=role_path(app_id),
        PolicyDocument=document([statement(ITEM_ACTIONS, _resources(tables)), *using_keys(tables), *more]),
        Metadata=why(
            "The most that any role of the app may do, whatever its own policies say.",
            "Every role of the app has it; the execution role can make no other, and cannot change it.",
        ),
    )


def _resources(tables: Iterable[ResolvedTable]) -> list[str]:
    resources: list[str] = []
    for table in sorted(tables, key=lambda each: each.table_name):
        resources.append(arn("dynamodb", "*", f"table/{table.table_name}"))
        indexes: Mapping[str, object] = {**table.global_secondary_indexes, **table.local_secondary_indexes}
        if indexes:
            resources.append(arn("dynamodb", "*", f"table/{table.table_name}/index/*"))
    return resources
