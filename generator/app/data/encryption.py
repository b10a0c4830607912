"""Whose key encrypts each replica [aws-facts 1.15]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from generator.app.declarations import CustomerKey, Replica, Table
from generator.app.report import Place, Report, one_of

_ARN = "arn:"


def encryption(table: Table) -> Literal["aws_owned", "aws_managed", "customer_managed"]:
    """Whose key it is."""
    return "customer_managed" if isinstance(table.encryption, CustomerKey) else table.encryption


def kms_key(table: Table, region: str, override: Replica) -> str | None:
    """The user's key for the replica in this region, by alias or ARN; `None` where it is none, or is missing."""
    if not isinstance(table.encryption, CustomerKey):
        return None
    declared = table.encryption.kms_key
    of_table = declared if isinstance(declared, str) else declared.get(region)
    return override.kms_key or of_table


def check_encryption(table: Table, regions: Sequence[str], place: Place, report: Report) -> None:
    """Reports keys that are missing, of another region, or not wanted (A185), and advises (A221)."""
    if not isinstance(table.encryption, CustomerKey):
        for region, override in sorted(table.replicas.items()):
            if override.kms_key is not None:
                message = f"a key for this replica, and the table's `encryption` is {table.encryption}"
                advice = "write `encryption: {kms_key: …}` for the table: the kind of key is the same everywhere"
                report.error("A185", (*place, "replicas", region, "kms_key"), message, advice)
        return
    _check_map(table.encryption, regions, (*place, "encryption", "kms_key"), report)
    for region in regions:
        _check_key(table, region, place, report)
    if not report.has("A185", place):
        names = ", ".join(regions)
        message = f"the key has to be there before the table, in {names}, and stay usable for the app's roles"
        advice = "DynamoDB gives a replica up when it could not use its key for 20 hours"
        report.info("A221", (*place, "encryption", "kms_key"), message, advice)


def _check_map(key: CustomerKey, regions: Sequence[str], place: Place, report: Report) -> None:
    for region in () if isinstance(key.kms_key, str) else sorted(key.kms_key):
        if region not in regions:
            report.error("A185", (*place, region), f"the app does not run in {region}", one_of(region, regions))


def _check_key(table: Table, region: str, place: Place, report: Report) -> None:
    override = table.replicas.get(region, Replica())
    key = kms_key(table, region, override)
    where = ("replicas", region, "kms_key") if override.kms_key is not None else ("encryption", "kms_key")
    if key is None:
        message = f"the replica in {region} has no key"
        report.error("A185", (*place, *where), message, f"add {region}, or write one alias for all regions")
    elif key.startswith(_ARN) and key.split(":")[3] != region:
        message = f"the replica in {region} cannot use {key}, a key of {key.split(':')[3]}"
        report.error("A185", (*place, *where), message, f"name a key of {region}, or an alias that every region has")
