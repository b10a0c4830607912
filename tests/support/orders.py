"""A table of orders with indexes of both kinds, and routes resolved against it."""

from __future__ import annotations

from generator.app.declarations import (
    AnyRoute,
    Api,
    App,
    GlobalSecondaryIndex,
    Key,
    LocalSecondaryIndex,
    Regions,
    Table,
)
from generator.app.model import ResolvedRoute
from generator.app.resolve import resolve
from generator.findings import as_text

STATUS, CREATED = Key(name="status", type="S"), Key(name="created", type="N")
ORDERS = Table(
    partition_key=Key(name="customer", type="S"),
    sort_key=Key(name="number", type="N"),
    ttl="expires_at",
    global_secondary_indexes={
        "by_status": GlobalSecondaryIndex(partition_key=STATUS, sort_key=CREATED),
        "by_number": GlobalSecondaryIndex(partition_key=Key(name="number", type="N"), sort_key=STATUS),
    },
    local_secondary_indexes={"by_created": LocalSecondaryIndex(sort_key=CREATED)},
)
KEY = {"customer": "$request.path.customer", "number": "$request.path.number"}
ONE = "/orders/{customer}/{number}"


def resolved(key: str, route: AnyRoute) -> ResolvedRoute:
    """The only route of an app, resolved; fails when there is a mistake."""
    app = App(name="shop", regions=Regions(main="eu-west-1"), tables={"orders": ORDERS}, api=Api(routes={key: route}))
    resolution = resolve(app)
    assert resolution.app is not None, "\n".join(map(as_text, resolution.findings))
    (found,) = resolution.app.api.routes
    return found
