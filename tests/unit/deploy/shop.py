"""A small shop and what it may become: the apps that the planner's tests roll out."""

from __future__ import annotations

from typing import Any

from tests.support.apps import HELLO, Document, patched

SHOP: Document = {
    "name": "shop",
    "domain": {"name": "api.example.com", "hosted_zone_id": "Z0123456789"},
    "regions": {"main": "eu-west-1", "secondary": ["us-east-1"]},
    "tables": {
        "items": {
            "partition_key": {"name": "id", "type": "S"},
            "global_secondary_indexes": {"by_owner": {"partition_key": {"name": "owner", "type": "S"}}},
        }
    },
    "api": {
        "auth": "iam",
        "routes": {
            "GET /items/{id}": {"action": "GetItem", "table": "items", "key": {"id": "$request.path.id"}},
            "DELETE /items/{id}": {"action": "DeleteItem", "table": "items", "key": {"id": "$request.path.id"}},
        },
    },
}
ROUTE = {"GET /version": {"mock": {"status": 200, "body": {"version": 1}}}}
ORDERS = {"partition_key": {"name": "id", "type": "S"}}
INDEX = {"partition_key": {"name": "kind", "type": "S"}}


def changed(**patch: Any) -> Document:
    """The shop with another regions, tables or api."""
    document: Document = patched(SHOP, patch)
    return document


def in_regions(*secondary: str) -> Document:
    """The shop in other secondary regions."""
    return changed(regions={"secondary": list(secondary)})


def with_indexes(**indexes: Any) -> Document:
    """The shop whose table has other indexes; `None` takes one away."""
    return changed(tables={"items": {"global_secondary_indexes": indexes}})


def with_routes(**routes: Any) -> Document:
    """The shop with other routes; `None` takes one away."""
    return changed(api={"routes": routes})


def with_code(**settings: Any) -> Document:
    """The shop with a function whose code is in a folder."""
    function = {"handler": "index.handler", "runtime": "python3.13", "code": HELLO, **settings}
    return changed(functions={"hello": function})


def with_migration(**settings: Any) -> Document:
    """The shop with a migration, which also gets the writes to its table."""
    function = {
        "handler": "index.handler",
        "runtime": "python3.13",
        "inline": "handler = print",
        "run_in": "main_region",
        "events": {"written": {"stream": "items"}},
        **settings,
    }
    return changed(functions={"backfill": function}, migrations=["backfill"])


RENAMED = with_routes(
    **{
        "GET /items/{id}": None,
        "DELETE /items/{id}": None,
        "GET /items/{key}": {"action": "GetItem", "table": "items", "key": {"id": "$request.path.key"}},
    }
)
