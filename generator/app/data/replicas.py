"""The replicas of a table: what the table says, what a region overrides, and what AWS does not synchronise [1.13]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from generator.app.data.capacity import read_capacity
from generator.app.data.encryption import kms_key
from generator.app.declarations import PointInTimeRecovery, Replica, Table
from generator.app.model import ResolvedReplica

_Setting = TypeVar("_Setting")


def replica(region: str, table: Table, override: Replica, app_tags: Mapping[str, str]) -> ResolvedReplica:
    """The replica in this region, with every setting written out."""
    recovery = _either(override.point_in_time_recovery, table.point_in_time_recovery)
    return ResolvedReplica(
        region=region,
        point_in_time_recovery=recovery is not False,
        recovery_period_in_days=recovery.days if isinstance(recovery, PointInTimeRecovery) else None,
        deletion_protection=_either(override.deletion_protection, table.deletion_protection),
        table_class=override.table_class or table.table_class,
        max_read_request_units=override.max_read_request_units or table.max_read_request_units,
        read_capacity=read_capacity(table, override),
        contributor_insights=_either(override.contributor_insights, table.contributor_insights),
        kms_key=kms_key(table, region, override),
        tags=dict(sorted({**app_tags, **table.tags, **override.tags}.items())),
    )


def _either(override: _Setting | None, otherwise: _Setting) -> _Setting:
    return otherwise if override is None else override
