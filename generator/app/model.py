"""A resolved app: one environment, checked, with everything spelled out that the declarations leave to be derived.

`generator.app.resolve` makes it from an `App`; `generator.templates` reads nothing else. Nothing here is optional for
convenience: `None` always means "not asked for".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from generator.app.declarations import Cors, Deploy, GlobalSecondaryIndex, Health, Key, LocalSecondaryIndex, Throttling
from generator.app.expressions import AliasedExpression
from generator.app.values import Value

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ANY"]


class ResolvedReplica(Struct, frozen=True, kw_only=True):
    """One region's copy of a table, with every per-replica setting written out."""

    region: str
    point_in_time_recovery: bool
    recovery_period_in_days: int | None
    deletion_protection: bool
    table_class: str
    max_read_request_units: int | None
    tags: Mapping[str, str]


class ResolvedTable(Struct, frozen=True, kw_only=True):
    """A global table. `attribute_types` holds every key attribute of the table and its indexes, sorted by name."""

    key: str
    table_name: str
    partition_key: Key
    sort_key: Key | None
    attribute_types: Mapping[str, str]
    global_secondary_indexes: Mapping[str, GlobalSecondaryIndex]
    local_secondary_indexes: Mapping[str, LocalSecondaryIndex]
    ttl: str | None
    stream_view_type: str
    max_read_request_units: int | None
    max_write_request_units: int | None
    replicas: tuple[ResolvedReplica, ...]

    @property
    def key_attributes(self) -> tuple[Key, ...]:
        """The partition key and, where there is one, the sort key."""
        return (self.partition_key,) if self.sort_key is None else (self.partition_key, self.sort_key)


class ResolvedDomain(Struct, frozen=True, kw_only=True):
    """The custom domain name and the names of its regions."""

    name: str
    hosted_zone_id: str
    hosted_zone_name: str | None
    security_policy: str
    ip_address_type: str

    @property
    def record_types(self) -> tuple[str, ...]:
        """Types of the records that lead to a region."""
        return ("A", "AAAA") if self.ip_address_type == "dualstack" else ("A",)


class ResolvedResponse(Struct, frozen=True, kw_only=True):
    """The answer of a successful request. `None`: the operation's own default."""

    status: int | None
    headers: Mapping[str, str]
    body: Value | None


class GetItemOperation(Struct, frozen=True, kw_only=True):
    """Reads one item."""

    table: ResolvedTable
    key: Mapping[str, Value]
    projection: AliasedExpression | None
    consistent_read: bool


class PutItemOperation(Struct, frozen=True, kw_only=True):
    """Writes one item. `condition` already holds `attribute_not_exists` where the item must not be overwritten."""

    table: ResolvedTable
    item: Mapping[str, Value]
    condition: AliasedExpression | None
    values: Mapping[str, Value]


class UpdateItemOperation(Struct, frozen=True, kw_only=True):
    """Changes one item: by `update`, or by `assignments`, a SET clause for each attribute whose value is present.

    `condition` already holds `attribute_exists` where the item must be there.
    """

    table: ResolvedTable
    key: Mapping[str, Value]
    update: AliasedExpression | None
    assignments: Mapping[str, Value]
    condition: AliasedExpression | None
    values: Mapping[str, Value]
    return_values: str


class DeleteItemOperation(Struct, frozen=True, kw_only=True):
    """Deletes one item. `condition` always holds `attribute_exists`, for the 404."""

    table: ResolvedTable
    key: Mapping[str, Value]
    condition: AliasedExpression
    values: Mapping[str, Value]
    return_values: str


class ReadPageOperation(Struct, frozen=True, kw_only=True):
    """Query (with `key_condition`) or Scan (without). `cursor_keys` are the parts of the cursor, in order.

    `fixed_keys` are the key attributes that the key condition fixes: they are written from the route, never from the
    cursor, so that a forged cursor cannot leave its partition.
    """

    table: ResolvedTable
    index: str | None
    key_condition: AliasedExpression | None
    filter: AliasedExpression | None
    projection: AliasedExpression | None
    values: Mapping[str, Value]
    scan_index_forward: bool
    consistent_read: bool
    default_limit: int
    max_limit: int
    fixed_keys: Mapping[str, Value]
    cursor_keys: tuple[Key, ...]


class MockOperation(Struct, frozen=True, kw_only=True):
    """Answers without a backend; everything is in the route's response."""


Operation = (
    GetItemOperation | PutItemOperation | UpdateItemOperation | DeleteItemOperation | ReadPageOperation | MockOperation
)


class ResolvedRoute(Struct, frozen=True, kw_only=True):
    """A method on a path.

    `body_schema` is the JSON Schema (draft 4) of the request body, `None` where the route reads no body.
    `querystrings` and `headers` map the request parameters that the route reads to whether they are required.
    """

    method: Method
    path: str
    auth: Literal["none", "iam"]
    throttling: Throttling | None
    description: str | None
    max_nesting: int
    response: ResolvedResponse
    operation: Operation
    body_schema: Mapping[str, Any] | None
    querystrings: Mapping[str, bool]
    headers: Mapping[str, bool]


class ResolvedApi(Struct, frozen=True, kw_only=True):
    """The REST API. Routes are sorted by path, then method."""

    description: str | None
    cors: Cors | None
    throttling: Throttling | None
    minimum_compression_size: int | None
    execute_api_endpoint: bool
    security_policy: str
    ip_address_type: str
    routes: tuple[ResolvedRoute, ...]


class ResolvedApp(Struct, frozen=True, kw_only=True):
    """One environment, ready for the templates. `id` (app name and suffix) starts every stack name.

    `sha256` is that of the declaration it was resolved from, defaults left out.
    """

    name: str
    environment: str
    id: str
    sha256: str
    account: str | None
    description: str | None
    tags: Mapping[str, str]
    main_region: str
    secondary_regions: tuple[str, ...]
    domain: ResolvedDomain | None
    tables: Mapping[str, ResolvedTable]
    control_table: ResolvedTable
    api: ResolvedApi
    health: Health
    deploy: Deploy

    @property
    def regions(self) -> tuple[str, ...]:
        """Main region first, then the others as the user ordered them."""
        return (self.main_region, *self.secondary_regions)
