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
from generator.app.functions.model import Migration, ResolvedFunction
from generator.app.observability import ResolvedObservability
from generator.app.values import ContextVariable, Header, QueryString, Scalar, Value

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ANY"]


class Capacity(Struct, frozen=True, kw_only=True):
    """Capacity units that follow their use: `target` percent of them are in use, `seed` is where they start."""

    min: int
    max: int
    target: int
    seed: int


class ResolvedReplica(Struct, frozen=True, kw_only=True):
    """One region's copy of a table, with every per-replica setting written out.

    `read_capacity` is `None` for a table on demand, `kms_key` for one that is not encrypted with a key of the user's.
    """

    region: str
    point_in_time_recovery: bool
    recovery_period_in_days: int | None
    deletion_protection: bool
    table_class: str
    max_read_request_units: int | None
    read_capacity: Capacity | None
    contributor_insights: bool | None
    kms_key: str | None
    tags: Mapping[str, str]


class ResolvedTable(Struct, frozen=True, kw_only=True):
    """A global table. `attribute_types` holds every key attribute of the table and its indexes, sorted by name.

    `write_capacity` is `None` for a table on demand; then no replica has a `read_capacity` either. `witness` is a
    region, of a strongly consistent table only.
    """

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
    write_capacity: Capacity | None
    consistency: Literal["eventual", "strong"]
    witness: str | None
    encryption: Literal["aws_owned", "aws_managed", "customer_managed"]
    replicas: tuple[ResolvedReplica, ...]

    @property
    def key_attributes(self) -> tuple[Key, ...]:
        """The partition key and, where there is one, the sort key."""
        return (self.partition_key,) if self.sort_key is None else (self.partition_key, self.sort_key)

    @property
    def kms_keys(self) -> tuple[str, ...]:
        """The user's own keys that encrypt its replicas, as aliases or ARNs, each once and sorted."""
        return tuple(sorted({replica.kms_key for replica in self.replicas if replica.kms_key is not None}))


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


class FunctionOperation(Struct, frozen=True, kw_only=True):
    """A function answers, by its key: it gets the whole request and makes the whole answer."""

    function: str


class HttpOperation(Struct, frozen=True, kw_only=True):
    """An address answers: it gets the request as it is, with `headers` in place of the client's.

    `url` is a text of `Fn::Sub` where it holds `${`, with `{name}` for each of `path_parameters`. Each header is one
    part. `timeout` is in milliseconds.
    """

    url: str
    http_method: str
    path_parameters: tuple[str, ...]
    headers: Mapping[str, Scalar]
    timeout: int


class MockOperation(Struct, frozen=True, kw_only=True):
    """Answers without a backend; everything is in the route's response."""


Operation = (
    GetItemOperation
    | PutItemOperation
    | UpdateItemOperation
    | DeleteItemOperation
    | ReadPageOperation
    | FunctionOperation
    | HttpOperation
    | MockOperation
)


class ResolvedRoute(Struct, frozen=True, kw_only=True):
    """A method on a path.

    `body_schema` is the JSON Schema (draft 4) of the request body, `None` where the route reads no body.
    `querystrings` and `headers` map the request parameters that the route reads to whether they are required.
    `authorizer` is the key of the one that is asked, where `auth` is `custom`.
    """

    method: Method
    path: str
    auth: Literal["none", "iam", "custom"]
    authorizer: str | None
    throttling: Throttling | None
    description: str | None
    max_nesting: int
    response: ResolvedResponse
    operation: Operation
    body_schema: Mapping[str, Any] | None
    querystrings: Mapping[str, bool]
    headers: Mapping[str, bool]


class ResolvedAuthorizer(Struct, frozen=True, kw_only=True):
    """A function, by its key, that decides who may call. `result_ttl` is in seconds; 0 keeps no answer."""

    key: str
    function: str
    type: Literal["token", "request"]
    identity_source: tuple[Header | QueryString | ContextVariable, ...]
    result_ttl: int


class ResolvedApi(Struct, frozen=True, kw_only=True):
    """The REST API. Routes are sorted by path, then method.

    `web_acl_arn` has every region of the app, or none.
    """

    description: str | None
    cors: Cors | None
    throttling: Throttling | None
    minimum_compression_size: int | None
    binary_media_types: tuple[str, ...]
    web_acl_arn: Mapping[str, str]
    authorizers: Mapping[str, ResolvedAuthorizer]
    execute_api_endpoint: bool
    security_policy: str
    ip_address_type: str
    routes: tuple[ResolvedRoute, ...]


class ResolvedExtension(Struct, frozen=True, kw_only=True):
    """A function of the user's that adds to the templates. `name` is as in the app file; `path` is that of its file,
    from the working folder."""

    name: str
    path: str
    function: str


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
    functions: Mapping[str, ResolvedFunction]
    health: Health
    observability: ResolvedObservability
    deploy: Deploy
    extensions: tuple[ResolvedExtension, ...] = ()
    migrations: tuple[Migration, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """Main region first, then the others as the user ordered them."""
        return (self.main_region, *self.secondary_regions)
