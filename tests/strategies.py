"""Hypothesis strategies for apps that resolve: broad, and shrinking towards one table and one route.

`apps()` is the one to use; the others make its parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st

from generator.app.declarations import (
    AnyRoute,
    Api,
    App,
    Cors,
    DeleteItem,
    Domain,
    GetItem,
    GlobalSecondaryIndex,
    Health,
    Key,
    LocalSecondaryIndex,
    Mock,
    Page,
    PointInTimeRecovery,
    Projection,
    PutItem,
    Query,
    Regions,
    Replica,
    Response,
    Scan,
    Table,
    Throttling,
    UpdateItem,
)
from generator.cloudformation.regions import REGIONS
from tests.deploy_strategies import deploys

_Chosen = TypeVar("_Chosen")
_KeyType = Literal["S", "N", "B"]
_BODY_METHODS = ("POST", "PUT", "PATCH")
_TYPES: tuple[_KeyType, ...] = ("S", "N", "B")
# Text that VTL, JSON or CloudFormation might trip over; `$` is doubled, for it starts an expression otherwise.
_HOSTILE = st.sampled_from(
    ['say "hi"', "a\\b", "#if(true)", "$$input", "line\nbreak", "${AWS}".replace("$", "$$"), "ü☃𝄞", "'", "</x>"]
)
_TEXTS = st.one_of(st.sampled_from(["PLACED", "x", "a b"]), _HOSTILE)
_NUMBERS = st.one_of(st.integers(-(10**20), 10**20), st.sampled_from([0.5, -2.25, 1e30]))
_TAGS = st.dictionaries(
    st.sampled_from(["team", "cost", "Stage", "data:class"]), st.sampled_from(["a", "b c", ""]), max_size=3
)


def maybe(strategy: st.SearchStrategy[_Chosen]) -> st.SearchStrategy[_Chosen | None]:
    """`None`, or one of `strategy`."""
    return st.one_of(st.none(), strategy)


def keys(name: str) -> st.SearchStrategy[Key]:
    """A key attribute of this name, of any type."""
    return st.builds(Key, name=st.just(name), type=st.sampled_from(_TYPES))


@st.composite
def tables(draw: st.DrawFn, regions: Sequence[str]) -> Table:
    """A table with up to three global secondary indexes, perhaps a local one, and any settings."""
    indexes = draw(st.lists(st.sampled_from(["by_status", "by-date", "by.x"]), max_size=3, unique=True))
    sort_key = draw(maybe(keys("sk")))
    local = draw(st.booleans()) and sort_key is not None
    overridden = draw(st.lists(st.sampled_from(list(regions)), max_size=1))
    recovery = st.one_of(st.booleans(), st.builds(PointInTimeRecovery, days=st.integers(1, 35)))
    return Table(
        table_name=draw(maybe(st.just("Named.Table"))),
        partition_key=draw(keys(draw(st.sampled_from(["pk", "customer-id", "status"])))),
        sort_key=sort_key,
        global_secondary_indexes={name: draw(_indexes(position)) for position, name in enumerate(indexes)},
        local_secondary_indexes={"by_price": LocalSecondaryIndex(sort_key=draw(keys("price")))} if local else {},
        ttl=draw(maybe(st.just("expires_at"))),
        max_read_request_units=draw(maybe(st.integers(1, 1000))),
        max_write_request_units=draw(maybe(st.integers(1, 1000))),
        table_class=draw(st.sampled_from(["STANDARD", "STANDARD_INFREQUENT_ACCESS"])),
        point_in_time_recovery=draw(recovery),
        deletion_protection=draw(st.booleans()),
        tags=draw(_TAGS.map(_one_case)),
        replicas={region: Replica(deletion_protection=False, tags={"team": "other"}) for region in overridden},
    )


@st.composite
def _indexes(draw: st.DrawFn, position: int) -> GlobalSecondaryIndex:
    # Every index has key attributes of its own, so that no attribute gets two types.
    projection = st.sampled_from(
        [Projection(), Projection(type="KEYS_ONLY"), Projection(type="INCLUDE", attributes=("total", "currency"))]
    )
    return GlobalSecondaryIndex(
        partition_key=draw(keys(f"g{position}")),
        sort_key=draw(maybe(keys(f"h{position}"))),
        projection=draw(projection),
    )


def _one_case(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key != "Stage" or "stage" not in tags}


def _literals(type_: str) -> st.SearchStrategy[Any]:
    if type_ == "N":
        return _NUMBERS
    return st.just({"B": "QUJD"}) if type_ == "B" else _TEXTS


@st.composite
def values(draw: st.DrawFn, type_: str, variables: Sequence[str], has_body: bool, is_key: bool) -> Any:
    """A value of a scalar type, as a user writes it: a literal, or something of the request."""
    sources = ["$request.querystring.q", "$request.header.X-Tenant", *(f"$request.path.{name}" for name in variables)]
    if has_body:
        sources += [f"$request.body.{type_.lower()}", f"$request.body.deep.{type_.lower()}"]
    if type_ == "S":
        sources += ["$region", "$unique_id", "$context.identity.sourceIp", "X#${request.querystring.q}#${region}"]
    if type_ == "N":
        sources.append("$context.requestTimeEpoch")
    expression = draw(st.sampled_from(sources))
    plain = expression if type_ == "S" else {type_: expression}
    choices: list[st.SearchStrategy[Any]] = [_literals(type_), st.just(plain)]
    if not is_key and ("querystring" in expression or "body" in expression or "header" in expression):
        default = {"S": "none", "N": 0, "B": "QUJD"}[type_]
        choices += [st.just({type_: expression, "optional": True}), st.just({type_: expression, "default": default})]
    return draw(st.one_of(choices))


@st.composite
def _attributes(draw: st.DrawFn, variables: Sequence[str], has_body: bool) -> dict[str, Any]:
    """Attributes that are no keys, of every type."""
    scalar = st.sampled_from(["S", "N", "B"]).flatmap(lambda type_: values(type_, variables, has_body, False))
    fixed: st.SearchStrategy[Any] = st.sampled_from(
        [True, None, {"BOOL": False}, {"SS": ["a", "b"]}, {"NS": [1, 2.5]}, {"L": ["x", {"M": {"y": 1}}]}, {"M": {}}]
    )
    sets = st.just({"SS": "$request.body.tags"}) if has_body else fixed
    return draw(
        st.dictionaries(
            st.sampled_from(["name", "total", "note", "a b", "#x"]), st.one_of(scalar, fixed, sets), max_size=4
        )
    )


@st.composite
def _key(draw: st.DrawFn, table: Table, variables: Sequence[str], has_body: bool) -> dict[str, Any]:
    own = [key for key in (table.partition_key, table.sort_key) if key is not None]
    return {key.name: draw(values(key.type, variables, has_body, True)) for key in own}


@st.composite
def _puts(draw: st.DrawFn, name: str, table: Table, variables: Sequence[str], has_body: bool) -> PutItem:
    item = draw(_key(table, variables, has_body)) | draw(_attributes(variables, has_body))
    if table.ttl and draw(st.booleans()):
        item["expires_at"] = {"expires_after_days": draw(st.integers(1, 400))}
    condition = draw(maybe(st.just("attribute_not_exists(locked) OR version < :version")))
    return PutItem(
        table=name,
        item=item,
        overwrite=draw(st.booleans()),
        condition_expression=condition,
        values={"version": draw(_NUMBERS)} if condition else {},
        request_schema=draw(maybe(st.just({"properties": {"s": {"maxLength": 9}}}))) if has_body else None,
        response=draw(maybe(_responses(variables))),
    )


@st.composite
def _updates(draw: st.DrawFn, name: str, table: Table, variables: Sequence[str], has_body: bool) -> UpdateItem:
    assignments = draw(_attributes(variables, has_body))
    by_expression = draw(st.booleans()) or not assignments
    return UpdateItem(
        table=name,
        key=draw(_key(table, variables, has_body)),
        update_expression="SET title = :title ADD version :one" if by_expression else None,
        set=None if by_expression else assignments,
        values={"title": draw(values("S", variables, has_body, True)), "one": 1} if by_expression else {},
        upsert=draw(st.booleans()),
        return_values=draw(st.sampled_from(["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"])),
    )


@st.composite
def _queries(draw: st.DrawFn, name: str, table: Table, variables: Sequence[str], has_body: bool) -> AnyRoute:
    index = draw(st.sampled_from([None, *sorted(table.global_secondary_indexes)]))
    read = table if index is None else table.global_secondary_indexes[index]
    page = Page(default_limit=draw(st.integers(1, 50)), max_limit=draw(st.integers(50, 500)))
    if draw(st.booleans()) or "-" in read.partition_key.name:
        return Scan(table=name, index=index, page=page)
    given = {"p": draw(values(read.partition_key.type, variables, has_body, True))}
    condition = f"{read.partition_key.name} = :p"
    if read.sort_key is not None and draw(st.booleans()):
        given["s"] = draw(values(read.sort_key.type, variables, has_body, True))
        condition += f" AND {read.sort_key.name} {draw(st.sampled_from(['=', '<', '>=']))} :s"
    return Query(
        table=name,
        index=index,
        key_condition_expression=condition,
        filter_expression=draw(maybe(st.just("attribute_exists(total)"))),
        values=given,
        scan_index_forward=draw(st.booleans()),
        consistent_read=draw(st.booleans()) and index is None,
        page=page,
    )


@st.composite
def _responses(draw: st.DrawFn, variables: Sequence[str]) -> Response:
    texts = st.one_of(_TEXTS, st.sampled_from(["$region", *(f"$request.path.{name}" for name in variables)]))
    leaves = st.one_of(texts, st.booleans(), _NUMBERS)
    body = st.dictionaries(
        st.sampled_from(["a", "b c", "$x"]), st.one_of(leaves, st.lists(leaves, max_size=2)), max_size=3
    )
    return Response(status=draw(st.sampled_from([200, 201])), headers={"X-From": "app"}, body=draw(maybe(body)))


@st.composite
def routes(draw: st.DrawFn, method: str, variables: Sequence[str], declared: Mapping[str, Table]) -> AnyRoute:
    """A route that fits its method, the variables of its path and the tables."""
    has_body = method in _BODY_METHODS
    mock = _responses(variables).map(lambda response: Mock(mock=response))
    if not declared:
        return draw(mock)
    name = draw(st.sampled_from(sorted(declared)))
    table = declared[name]
    key = _key(table, variables, has_body)
    if has_body:
        return draw(st.one_of(_puts(name, table, variables, True), _updates(name, table, variables, True), mock))
    if method == "DELETE":
        return draw(st.one_of(key.map(lambda found: DeleteItem(table=name, key=found)), mock))
    get = st.builds(GetItem, table=st.just(name), key=key, projection_expression=maybe(st.just("total, note")))
    return draw(st.one_of(get, _queries(name, table, variables, False), mock))


@st.composite
def apis(draw: st.DrawFn, declared: Mapping[str, Table]) -> Api:
    """An API with one to five routes."""
    found: dict[str, AnyRoute] = {}
    for _ in range(draw(st.integers(1, 5))):
        segments = draw(st.lists(st.sampled_from(["data", "orders", "a.b", "{}"]), max_size=3))
        # The name of a variable follows from its depth, so that no two stand side by side.
        named = [f"{{v{depth}}}" if segment == "{}" else segment for depth, segment in enumerate(segments)]
        method = draw(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ANY"]))
        variables = [segment[1:-1] for segment in named if segment.startswith("{")]
        found[f"{method} /{'/'.join(named)}"] = draw(routes(method, variables, declared))
    limits = st.builds(Throttling, rate_limit=st.sampled_from([0.5, 100.0]), burst_limit=st.integers(1, 5000))
    origins = st.sampled_from([("*",), ("https://app.example.com",), ("https://a.example", "https://b.example")])
    return Api(
        description=draw(maybe(st.just("An API"))),
        cors=draw(maybe(st.builds(Cors, allow_origins=origins, max_age=st.integers(0, 86400)))),
        auth=draw(st.sampled_from([None, "none", "iam"])),
        throttling=draw(maybe(limits)),
        max_nesting=draw(st.integers(0, 3)),
        ip_address_type=draw(st.sampled_from(["dualstack", "ipv4"])),
        minimum_compression_size=draw(maybe(st.integers(0, 10485760))),
        routes=found,
    )


@st.composite
def apps(draw: st.DrawFn) -> App:
    """An app that resolves without an error."""
    regions = draw(st.lists(st.sampled_from(sorted(REGIONS)), min_size=1, max_size=4, unique=True))
    names = draw(st.lists(st.sampled_from(["data", "order_lines", "t1"]), max_size=3, unique=True))
    declared = {name: draw(tables(regions)) for name in names}
    if sum(table.table_name is not None for table in declared.values()) > 1:
        declared = {}
    domain = Domain(name="api.example.com", hosted_zone_id="Z0123456789ABCDEFGHIJ")
    path = draw(st.sampled_from(["/health", "/internal/up"]))
    health = st.builds(
        Health,
        path=st.just(path),
        mode=st.sampled_from(["deep", "control", "shallow"]),
        request_interval=st.sampled_from([10, 30]),
        timeout=st.integers(50, 1900),
    )
    return App(
        name=draw(st.sampled_from(["app", "my-app2"])),
        description=draw(maybe(st.just("What it does"))),
        domain=domain if len(regions) > 1 or draw(st.booleans()) else None,
        regions=Regions(main=regions[0], secondary=tuple(regions[1:])),
        tables=declared,
        api=draw(apis(declared)),
        health=draw(health),
        deploy=draw(deploys(regions[1:], path)),
        tags=draw(_TAGS),
        environment=draw(st.sampled_from(["default", "prod", "dev"])),
        suffix=draw(st.sampled_from([None, "", "-x"])),
        account=draw(maybe(st.just("123456789012"))),
    )
