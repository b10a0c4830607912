"""A Hypothesis strategy for apps that resolve: broad, and shrinking towards one table and one route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from generator.app.declarations import (
    AnyRoute,
    Api,
    App,
    Cors,
    Domain,
    GlobalSecondaryIndex,
    Health,
    Key,
    LocalSecondaryIndex,
    PointInTimeRecovery,
    Projection,
    Regions,
    Replica,
    Table,
    Throttling,
)
from generator.cloudformation.regions import REGIONS
from tests.deploy_strategies import deploy
from tests.drawing import BOOLEANS, one_of, perhaps, several
from tests.route_strategies import KEY_TYPES, route

_TAGS = st.dictionaries(
    st.sampled_from(["team", "cost", "Stage", "data:class"]), st.sampled_from(["a", "b c", ""]), max_size=3
)
_PROJECTIONS = (
    Projection(),
    Projection(type="KEYS_ONLY"),
    Projection(type="INCLUDE", attributes=("total", "currency")),
)
_SEGMENTS = st.lists(st.sampled_from(["data", "orders", "a.b", "{}"]), max_size=3)
_THROTTLING = st.none() | st.builds(
    Throttling, rate_limit=st.sampled_from([0.5, 100.0]), burst_limit=st.integers(1, 5000)
)
_ORIGINS = st.sampled_from([("*",), ("https://app.example.com",), ("https://a.example", "https://b.example")])
_CORS = st.none() | st.builds(Cors, allow_origins=_ORIGINS, max_age=st.integers(0, 86400))


@st.composite
def apps(draw: st.DrawFn) -> App:
    """An app that resolves without an error."""
    regions = several(draw, sorted(REGIONS), least=1, most=4)
    names = several(draw, ("data", "order_lines", "t1"))
    named = one_of(draw, (None, *names))  # one at most: two tables may not have the same name
    declared = {name: _table(draw, regions, "Named.Table" if name == named else None) for name in names}
    domain = Domain(name="api.example.com", hosted_zone_id="Z0123456789ABCDEFGHIJ")
    path = one_of(draw, ("/health", "/internal/up"))
    health = Health(
        path=path,
        mode=one_of(draw, ("deep", "control", "shallow")),
        request_interval=one_of(draw, (10, 30)),
        timeout=draw(st.integers(50, 1900)),
    )
    return App(
        name=one_of(draw, ("app", "my-app2")),
        description=one_of(draw, (None, "What it does")),
        domain=domain if len(regions) > 1 or draw(BOOLEANS) else None,
        regions=Regions(main=regions[0], secondary=tuple(regions[1:])),
        tables=declared,
        api=_api(draw, declared),
        health=health,
        deploy=deploy(draw, regions[1:], path),
        tags=draw(_TAGS),
        environment=one_of(draw, ("default", "prod", "dev")),
        suffix=one_of(draw, (None, "", "-x")),
        account=one_of(draw, (None, "123456789012")),
    )


def _key_attribute(draw: st.DrawFn, name: str) -> Key:
    return Key(name=name, type=one_of(draw, KEY_TYPES))


def _table(draw: st.DrawFn, regions: Sequence[str], table_name: str | None) -> Table:
    """A table with up to three global secondary indexes, perhaps a local one, and any settings."""
    indexes = several(draw, ("by_status", "by-date", "by.x"))
    sort_key = perhaps(draw, lambda: _key_attribute(draw, "sk"))
    local = draw(BOOLEANS) and sort_key is not None
    overridden = several(draw, regions, most=1)
    return Table(
        table_name=table_name,
        partition_key=_key_attribute(draw, one_of(draw, ("pk", "customer-id", "status"))),
        sort_key=sort_key,
        global_secondary_indexes={name: _index(draw, position) for position, name in enumerate(indexes)},
        local_secondary_indexes=(
            {"by_price": LocalSecondaryIndex(sort_key=_key_attribute(draw, "price"))} if local else {}
        ),
        ttl=one_of(draw, (None, "expires_at")),
        max_read_request_units=perhaps(draw, lambda: draw(st.integers(1, 1000))),
        max_write_request_units=perhaps(draw, lambda: draw(st.integers(1, 1000))),
        table_class=one_of(draw, ("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
        point_in_time_recovery=_recovery(draw),
        deletion_protection=draw(BOOLEANS),
        tags=_one_case(draw(_TAGS)),
        replicas={region: Replica(deletion_protection=False, tags={"team": "other"}) for region in overridden},
    )


def _recovery(draw: st.DrawFn) -> bool | PointInTimeRecovery:
    return draw(BOOLEANS) if draw(BOOLEANS) else PointInTimeRecovery(days=draw(st.integers(1, 35)))


def _index(draw: st.DrawFn, position: int) -> GlobalSecondaryIndex:
    # Every index has key attributes of its own, so that no attribute gets two types.
    return GlobalSecondaryIndex(
        partition_key=_key_attribute(draw, f"g{position}"),
        sort_key=perhaps(draw, lambda: _key_attribute(draw, f"h{position}")),
        projection=one_of(draw, _PROJECTIONS),
    )


def _one_case(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key != "Stage" or "stage" not in tags}


def _api(draw: st.DrawFn, declared: Mapping[str, Table]) -> Api:
    """An API with one to five routes."""
    found: dict[str, AnyRoute] = {}
    for _ in range(draw(st.integers(1, 5))):
        segments = draw(_SEGMENTS)
        # The name of a variable follows from its depth, so that no two stand side by side.
        named = [f"{{v{depth}}}" if segment == "{}" else segment for depth, segment in enumerate(segments)]
        method = one_of(draw, ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ANY"))
        variables = [segment[1:-1] for segment in named if segment.startswith("{")]
        found[f"{method} /{'/'.join(named)}"] = route(draw, method, variables, declared)
    return Api(
        description=one_of(draw, (None, "An API")),
        cors=draw(_CORS),
        auth=one_of(draw, (None, "none", "iam")),
        throttling=draw(_THROTTLING),
        max_nesting=draw(st.integers(0, 3)),
        ip_address_type=one_of(draw, ("dualstack", "ipv4")),
        minimum_compression_size=perhaps(draw, lambda: draw(st.integers(0, 10485760))),
        routes=found,
    )
