"""How long steps take, in seconds. Rough: for a plan that says whether it is minutes or hours, not for a promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Work = Literal[
    "bootstrap",
    "roles",
    "assets",
    "tables",
    "update",
    "first-api",
    "api",
    "replica",
    "drop-replica",
    "index",
    "stack-set",
    "instance",
    "instance-update",
    "delete-instance",
    "dns",
    "delete-stack",
    "delete-table",
    "smoke",
    "row",
    "ttl",
    "replication",
]

SECONDS: Final[Mapping[Work, int]] = {
    "bootstrap": 60,  # a bucket, a role and a setting
    "roles": 60,  # IAM alone, and until new rights are known everywhere
    "assets": 20,  # some megabytes to a bucket
    "tables": 120,  # empty tables, their replicas made side by side
    "update": 60,  # a change set and an update in place
    "first-api": 300,  # a certificate is validated, and domain names are made one per 30 s [aws-facts 11.9]
    "api": 90,  # a deployment, and the stage moves
    "replica": 600,  # minutes when it is empty, hours when it is large [aws-facts 1.4]
    "drop-replica": 300,
    "index": 300,  # backfilled, as long as the table is large [aws-facts 1.5]
    "stack-set": 10,  # without instances
    "instance": 300,  # as a first API
    "instance-update": 120,  # per region, as an API, and the operation's own time
    "delete-instance": 180,  # API and domain names
    "dns": 90,  # records are in sync after about a minute
    "delete-stack": 120,
    "delete-table": 60,
    "smoke": 30,  # the region's name has to be known to DNS
    "row": 2,  # one request to DynamoDB
    "ttl": 90,  # see `TTL_SECONDS`
    "replication": 180,  # usually a second, and the metric comes late
}

TTL: Final = 60
"""For how long resolvers keep an alias to API Gateway [aws-facts 4.14]."""

TTL_SECONDS: Final = TTL + 30
"""For how long to wait until nobody is led to a region any more: Route 53 has told all its servers by then."""
