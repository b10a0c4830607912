"""What every key of a table, its indexes and its replicas does, shown on a table that no route uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.properties.effects import Pair, Patch, alone
from tests.properties.effects_of_functions import EXTRA as FUNCTION
from tests.support.apps import patched

ID, KIND = {"name": "id", "type": "S"}, {"name": "kind", "type": "S"}


def extra_table(patch: Patch) -> Patch:
    return {"tables": {"extra": patch}}


EXTRA = extra_table({"partition_key": ID, "sort_key": KIND})


SCALING = {"min": 5, "max": 50}
PROVISIONED = {"billing": {"read": SCALING, "write": SCALING}}
KEY = {"encryption": {"kms_key": "alias/shop"}}
# Where every table can be strongly consistent: in one set of regions, and without local indexes.
EUROPE = {
    "regions": {"main": "eu-west-1", "secondary": ["eu-west-2", "eu-west-3"]},
    "tables": {**EXTRA["tables"], "items": {"local_secondary_indexes": None}},
}
TWO = {"regions": {"secondary": ["eu-west-2"]}}
STRONG = {"consistency": "strong"}


def both(first: Patch, second: Patch) -> Patch:
    """The patch that does what one after the other does: unlike `patched`, it still removes."""
    if not isinstance(first, Mapping) or not isinstance(second, Mapping):
        return second
    return {**first, **{key: both(first.get(key), value) for key, value in second.items()}}


def table_settings(place: Callable[[Patch], Patch]) -> Mapping[str, Pair]:
    return {
        key: (EXTRA, place({key: value}))
        for key, value in {
            "ttl": "expires_at",
            "max_read_request_units": 10,
            "max_write_request_units": 10,
            "table_class": "STANDARD_INFREQUENT_ACCESS",
            "stream_view_type": "NEW_IMAGE",
            "point_in_time_recovery": False,
            "deletion_protection": False,
            "tags": {"team": "a"},
            "replicas": {"us-east-1": {"deletion_protection": False}},
            "billing": PROVISIONED["billing"],
            "encryption": "aws_managed",
            "contributor_insights": True,
        }.items()
    } | {
        "consistency": (EUROPE, place(STRONG)),
        "witness": (
            both(both(EUROPE, TWO), place({**STRONG, "witness": "eu-west-3"})),
            place({"witness": "eu-central-1"}),
        ),
    }


def replica(patch: Patch) -> Pair:
    return EXTRA, extra_table({"replicas": {"us-east-1": patch}})


def provisioned(change: Patch) -> Pair:
    return patched(EXTRA, extra_table(PROVISIONED)), change


def write(patch: Patch) -> Patch:
    return extra_table({"billing": {"write": patch}})


def global_index(patch: Patch) -> Pair:
    index = {"partition_key": {"name": "owner", "type": "S"}}
    return patched(EXTRA, extra_table({"global_secondary_indexes": {"by_x": index}})), extra_table(
        {"global_secondary_indexes": {"by_x": patch}}
    )


def local_index(patch: Patch) -> Pair:
    index = {"sort_key": {"name": "price", "type": "N"}}
    return patched(EXTRA, extra_table({"local_secondary_indexes": {"by_x": index}})), extra_table(
        {"local_secondary_indexes": {"by_x": patch}}
    )


EFFECTS: Mapping[str, Mapping[str, Pair]] = {
    "Defaults": {
        "table": (EXTRA, {"defaults": {"table": {"ttl": "expires_at"}}}),
        "function": (FUNCTION, {"defaults": {"function": {"memory_size": 256}}}),
    },
    "TableSettings": table_settings(lambda patch: {"defaults": {"table": patch}}),
    "Table": {
        **table_settings(extra_table),
        "table_name": (EXTRA, extra_table({"table_name": "renamed"})),
        "partition_key": (EXTRA, extra_table({"partition_key": {"name": "key"}})),
        "sort_key": (EXTRA, extra_table({"sort_key": None})),
        "global_secondary_indexes": alone({"tables": {"items": {"global_secondary_indexes": None}}}),
        "local_secondary_indexes": alone({"tables": {"items": {"local_secondary_indexes": None}}}),
    },
    "Key": {
        "name": (EXTRA, extra_table({"partition_key": {"name": "key"}})),
        "type": (EXTRA, extra_table({"partition_key": {"type": "B"}})),
    },
    "Projection": {
        "type": global_index({"projection": {"type": "KEYS_ONLY"}}),
        "attributes": global_index({"projection": {"type": "INCLUDE", "attributes": ["a"]}}),
    },
    "GlobalSecondaryIndex": {
        "partition_key": global_index({"partition_key": {"name": "holder"}}),
        "sort_key": global_index({"sort_key": {"name": "at", "type": "N"}}),
        "projection": global_index({"projection": {"type": "KEYS_ONLY"}}),
    },
    "LocalSecondaryIndex": {
        "sort_key": local_index({"sort_key": {"name": "at"}}),
        "projection": local_index({"projection": {"type": "KEYS_ONLY"}}),
    },
    "PointInTimeRecovery": {
        "days": (
            patched(EXTRA, extra_table({"point_in_time_recovery": {"days": 7}})),
            extra_table({"point_in_time_recovery": {"days": 8}}),
        ),
    },
    "Replica": {
        "table_class": replica({"table_class": "STANDARD_INFREQUENT_ACCESS"}),
        "point_in_time_recovery": replica({"point_in_time_recovery": False}),
        "deletion_protection": replica({"deletion_protection": False}),
        "max_read_request_units": replica({"max_read_request_units": 10}),
        "tags": replica({"tags": {"team": "a"}}),
        "read_capacity": provisioned(extra_table({"replicas": {"us-east-1": {"read_capacity": {"min": 1, "max": 9}}}})),
        "contributor_insights": replica({"contributor_insights": True}),
        "kms_key": (
            patched(EXTRA, extra_table(KEY)),
            extra_table({"replicas": {"us-east-1": {"kms_key": "alias/abroad"}}}),
        ),
    },
    "Autoscaling": {
        "min": provisioned(write({"min": 6})),
        "max": provisioned(write({"max": 60})),
        "target": provisioned(write({"target": 50})),
        "seed": provisioned(write({"seed": 7})),
    },
    "Provisioned": {
        "read": provisioned(extra_table({"billing": {"read": {"max": 60}}})),
        "write": provisioned(write({"max": 60})),
    },
    "CustomerKey": {
        "kms_key": (patched(EXTRA, extra_table(KEY)), extra_table({"encryption": {"kms_key": "alias/other"}})),
    },
}
