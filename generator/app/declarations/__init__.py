"""What a user writes, as frozen classes: the same in YAML and in Python.

The annotations are the single description of the app file. The reader checks against them, the JSON Schema and the
reference in `docs/` are made from them. AWS rules that span two keys are not here: `generator.app.resolve` knows them.
"""

from generator.app.declarations.app import Api, App, Cors, Defaults, Deploy, Domain, Health, Regions, SmokeRequest
from generator.app.declarations.routes import (
    ACTIONS,
    SELECTORS,
    ActionRoute,
    AnyRoute,
    DeleteItem,
    GetItem,
    ItemRoute,
    Mock,
    Page,
    PutItem,
    Query,
    Response,
    Route,
    Scan,
    Throttling,
    UpdateItem,
)
from generator.app.declarations.tables import (
    GlobalSecondaryIndex,
    Key,
    LocalSecondaryIndex,
    PointInTimeRecovery,
    Projection,
    Replica,
    Table,
    TableSettings,
)

__all__ = [
    "ACTIONS",
    "SELECTORS",
    "ActionRoute",
    "AnyRoute",
    "Api",
    "App",
    "Cors",
    "Defaults",
    "DeleteItem",
    "Deploy",
    "Domain",
    "GetItem",
    "GlobalSecondaryIndex",
    "Health",
    "ItemRoute",
    "Key",
    "LocalSecondaryIndex",
    "Mock",
    "Page",
    "PointInTimeRecovery",
    "Projection",
    "PutItem",
    "Query",
    "Regions",
    "Replica",
    "Response",
    "Route",
    "Scan",
    "SmokeRequest",
    "Table",
    "TableSettings",
    "Throttling",
    "UpdateItem",
]
