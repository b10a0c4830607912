"""Resolved objects with everything but the point of a test filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec.structs import replace

from generator.app.declarations import Cors, Deploy, Health, Key
from generator.app.expressions import AliasedExpression
from generator.app.model import (
    DeleteItemOperation,
    GetItemOperation,
    Method,
    MockOperation,
    Operation,
    PutItemOperation,
    ReadPageOperation,
    ResolvedApi,
    ResolvedApp,
    ResolvedResponse,
    ResolvedRoute,
    ResolvedTable,
    UpdateItemOperation,
)
from generator.app.observability import ResolvedObservability
from generator.app.values import (
    BodyField,
    ContextVariable,
    Header,
    Part,
    PathParameter,
    QueryString,
    Region,
    Scalar,
    UniqueId,
    Value,
)
from generator.app.values import Literal as LiteralPart

ScalarType = Literal["S", "N", "B", "BOOL", "NULL"]
NO_RESPONSE = ResolvedResponse(status=None, headers={}, body=None)


def part(source: str) -> Part:
    """`path.id`, `querystring.q`, `header.X-Y`, `body.a.b`, `context.x`, `region`, `unique_id`, or `=literal`."""
    if source.startswith("="):
        return LiteralPart(source[1:])
    kind, _, name = source.partition(".")
    parts: Mapping[str, Part] = {
        "path": PathParameter(name),
        "querystring": QueryString(name),
        "header": Header(name),
        "body": BodyField(tuple(name.split("."))),
        "context": ContextVariable(name),
        "region": Region(),
        "unique_id": UniqueId(),
    }
    return parts[kind]


def scalar(*sources: str, type: ScalarType = "S", optional: bool = False, default: str | None = None) -> Scalar:
    """A scalar of these parts, one behind the other."""
    return Scalar(type=type, expression=tuple(map(part, sources)), optional=optional, default=default)


def aliased(text: str, **names: str) -> AliasedExpression:
    """An expression whose aliases are given without their `#`; a placeholder is every word with a colon."""
    values = tuple(dict.fromkeys(word.strip("(),:") for word in text.split() if word.lstrip("(").startswith(":")))
    return AliasedExpression(text=text, names={f"#{alias}": name for alias, name in names.items()}, values=values)


def table(
    partition_key: str = "pk",
    sort_key: str | None = None,
    *,
    key: str = "data",
    types: Mapping[str, Literal["S", "N", "B"]] | None = None,
    table_name: str = "app-data",
    **settings: Any,
) -> ResolvedTable:
    """A table whose key attributes are strings unless `types` says otherwise; `settings` in place of none."""
    given = types or {}
    keys = [Key(name=name, type=given.get(name, "S")) for name in (partition_key, sort_key) if name is not None]
    found = ResolvedTable(
        key=key,
        table_name=table_name,
        partition_key=keys[0],
        sort_key=keys[1] if sort_key else None,
        attribute_types={each.name: each.type for each in keys},
        global_secondary_indexes={},
        local_secondary_indexes={},
        ttl=None,
        stream_view_type="NEW_AND_OLD_IMAGES",
        max_read_request_units=None,
        max_write_request_units=None,
        write_capacity=None,
        consistency="eventual",
        witness=None,
        encryption="aws_owned",
        replicas=(),
    )
    return replace(found, **settings)


def get_item(key: Mapping[str, Value], **changes: Any) -> GetItemOperation:
    """GetItem."""
    return GetItemOperation(**{"table": table(), "key": key, "projection": None, "consistent_read": False, **changes})


def put_item(item: Mapping[str, Value], **changes: Any) -> PutItemOperation:
    """PutItem without a condition."""
    return PutItemOperation(**{"table": table(), "item": item, "condition": None, "values": {}, **changes})


def update_item(key: Mapping[str, Value], **changes: Any) -> UpdateItemOperation:
    """UpdateItem of an item that must exist."""
    given = {
        "table": table(),
        "key": key,
        "update": None,
        "assignments": {},
        "condition": aliased("attribute_exists( #pk )", pk="pk"),
        "values": {},
        "return_values": "ALL_NEW",
    }
    return UpdateItemOperation(**{**given, **changes})


def delete_item(key: Mapping[str, Value], **changes: Any) -> DeleteItemOperation:
    """DeleteItem of an item that must exist."""
    condition = aliased("attribute_exists( #pk )", pk="pk")
    given = {"table": table(), "key": key, "condition": condition, "values": {}, "return_values": "NONE"}
    return DeleteItemOperation(**{**given, **changes})


def query(partition: Value, **changes: Any) -> ReadPageOperation:
    """A query of the partition `partition` of a table with the key `pk`, `sk`."""
    given = {
        "table": table("pk", "sk"),
        "index": None,
        "key_condition": aliased("#pk = :pk", pk="pk"),
        "filter": None,
        "projection": None,
        "values": {"pk": partition},
        "scan_index_forward": True,
        "consistent_read": False,
        "default_limit": 25,
        "max_limit": 100,
        "fixed_keys": {"pk": partition},
        "cursor_keys": (Key(name="sk", type="S"),),
    }
    return ReadPageOperation(**{**given, **changes})


def scan(**changes: Any) -> ReadPageOperation:
    """A scan of a table with the key `pk`, `sk`."""
    keys = (Key(name="pk", type="S"), Key(name="sk", type="S"))
    return query(
        scalar("=none"), **{"key_condition": None, "values": {}, "fixed_keys": {}, "cursor_keys": keys, **changes}
    )


def route(
    operation: Operation | None = None, method: Method = "GET", path: str = "/data/{pk}", **changes: Any
) -> ResolvedRoute:
    """A route; without an operation, a mock."""
    given: dict[str, Any] = {
        "auth": "none",
        "authorizer": None,
        "throttling": None,
        "description": None,
        "max_nesting": 3,
        "response": NO_RESPONSE,
        "body_schema": None,
        "querystrings": {},
        "headers": {},
    }
    return ResolvedRoute(method=method, path=path, operation=operation or MockOperation(), **{**given, **changes})


def api(*routes: ResolvedRoute, cors: Cors | None = None) -> ResolvedApi:
    """An API with these routes."""
    return ResolvedApi(
        description=None,
        cors=cors,
        throttling=None,
        minimum_compression_size=None,
        binary_media_types=(),
        web_acl_arn={},
        authorizers={},
        execute_api_endpoint=False,
        security_policy="TLS_1_2",
        ip_address_type="dualstack",
        routes=routes,
    )


def app(
    *tables: ResolvedTable, routes: tuple[ResolvedRoute, ...] = (), cors: Cors | None = None, **health: Any
) -> ResolvedApp:
    """An app with these tables; `health` are keys of the app file's `health`."""
    return ResolvedApp(
        name="app",
        environment="default",
        id="app",
        sha256="0" * 64,
        account=None,
        description=None,
        tags={},
        main_region="eu-west-1",
        secondary_regions=(),
        domain=None,
        tables={each.key: each for each in tables},
        control_table=table(key="control", table_name="app-control"),
        api=api(*routes, cors=cors),
        functions={},
        health=Health(**health),
        observability=ResolvedObservability(
            alarms=None, dashboard=False, access_logs=False, log_retention=90, tracing=False
        ),
        deploy=Deploy(),
    )
