"""How a table is billed: on demand, or by capacity that scales [aws-facts 1.7, 1.13]."""

from __future__ import annotations

from collections.abc import Iterator

from generator.app.declarations import Autoscaling, Provisioned, Replica, Table
from generator.app.model import Capacity
from generator.app.report import Place, Report


def write_capacity(table: Table) -> Capacity | None:
    """Write capacity of the table and each of its indexes: DynamoDB wants the same on all replicas [aws-facts 1.7]."""
    return _resolved(table.billing.write) if isinstance(table.billing, Provisioned) else None


def read_capacity(table: Table, override: Replica) -> Capacity | None:
    """Read capacity of a replica and each of its indexes."""
    if not isinstance(table.billing, Provisioned):
        return None
    return _resolved(override.read_capacity or table.billing.read)


def _resolved(declared: Autoscaling) -> Capacity:
    seed = declared.min if declared.seed is None else declared.seed
    return Capacity(min=declared.min, max=declared.max, target=declared.target, seed=seed)


def check_capacity(table: Table, place: Place, report: Report) -> None:
    """Reports numbers that contradict each other, and settings of the other billing mode (A168)."""
    for where, capacity in _capacities(table):
        _check_bounds(capacity, (*place, *where), report)
    if isinstance(table.billing, Provisioned):
        _check_ceilings(table, place, report)
        return
    for region, override in sorted(table.replicas.items()):
        if override.read_capacity is not None:
            message = "read capacity is for provisioned tables, and this one is billed on demand"
            advice = "use `max_read_request_units`, or give the table `billing: {read: …, write: …}`"
            report.error("A168", (*place, "replicas", region, "read_capacity"), message, advice)


def _capacities(table: Table) -> Iterator[tuple[tuple[str, ...], Autoscaling]]:
    if isinstance(table.billing, Provisioned):
        yield ("billing", "read"), table.billing.read
        yield ("billing", "write"), table.billing.write
    for region, override in sorted(table.replicas.items()):
        if override.read_capacity is not None:
            yield ("replicas", region, "read_capacity"), override.read_capacity


def _check_bounds(capacity: Autoscaling, place: Place, report: Report) -> None:
    if capacity.min > capacity.max:
        message = f"min is {capacity.min}, more than the max of {capacity.max}"
        report.error("A168", (*place, "min"), message, f"use {capacity.max} or less, or a larger max")
    elif capacity.seed is not None and not capacity.min <= capacity.seed <= capacity.max:
        message = f"seed is {capacity.seed}, not between the min of {capacity.min} and the max of {capacity.max}"
        report.error("A168", (*place, "seed"), message, f"use {capacity.min} to {capacity.max}")


def _check_ceilings(table: Table, place: Place, report: Report) -> None:
    """A ceiling is of tables on demand: a provisioned one has its `max`."""
    ceilings: list[tuple[tuple[str, ...], str]] = []
    if table.max_read_request_units is not None:
        ceilings.append((("max_read_request_units",), "billing.read.max"))
    if table.max_write_request_units is not None:
        ceilings.append((("max_write_request_units",), "billing.write.max"))
    for region, override in sorted(table.replicas.items()):
        if override.max_read_request_units is not None:
            ceilings.append((("replicas", region, "max_read_request_units"), "read_capacity"))
    for where, instead in ceilings:
        message = f"{where[-1]} is for tables on demand, and this one has provisioned capacity"
        report.error("A168", (*place, *where), message, f"remove it; `{instead}` is the ceiling")
