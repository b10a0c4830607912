"""A Hypothesis strategy for apps that resolve: broad, and shrinking towards one table and one route."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from generator.app.declarations import (
    AnyRoute,
    Api,
    App,
    Cors,
    Domain,
    Health,
    Regions,
    Table,
    Throttling,
)
from generator.cloudformation.regions import REGIONS, STRONG_REGION_SETS
from tests.deploy_strategies import deploy
from tests.drawing import BOOLEANS, one_of, perhaps, several
from tests.edge_strategies import at_the_edge
from tests.event_strategies import called
from tests.function_strategies import functions, some_to_functions
from tests.route_strategies import route
from tests.support.apps import TOPIC
from tests.table_strategies import TAGS, tables
from tests.watching_strategies import healthy_regions, observabilities

_SEGMENTS = st.lists(st.sampled_from(["data", "orders", "a.b", "{}"]), max_size=3)
_THROTTLING = st.none() | st.builds(
    Throttling, rate_limit=st.sampled_from([0.5, 100.0]), burst_limit=st.integers(1, 5000)
)
_ORIGINS = st.sampled_from([("*",), ("https://app.example.com",), ("https://a.example", "https://b.example")])
_CORS = st.none() | st.builds(Cors, allow_origins=_ORIGINS, max_age=st.integers(0, 86400))


@st.composite
def apps(draw: st.DrawFn) -> App:
    """An app that resolves without an error."""
    # Most regions are in no set that could be strongly consistent together.
    near = one_of(draw, (sorted(REGIONS), *map(sorted, STRONG_REGION_SETS)))
    regions = several(draw, near, least=1, most=min(4, len(near)))
    names = several(draw, ("data", "order_lines", "t1"))
    declared = {name: draw(tables(regions)) for name in names}
    if sum(table.table_name is not None for table in declared.values()) > 1:
        declared = {}
    named = several(draw, ("resize", "send_mail", "a1"), most=2)
    everything = draw(called({name: draw(functions(declared, regions)) for name in named}, declared, regions[0]))
    api = draw(some_to_functions(_api(draw, declared), named))
    domain = Domain(name="api.example.com", hosted_zone_id="Z0123456789ABCDEFGHIJ")
    path = one_of(draw, ("/health", "/internal/up"))
    health = Health(
        path=path,
        mode=one_of(draw, ("deep", "control", "shallow")),
        request_interval=one_of(draw, (10, 30)),
        minimum_healthy_regions=draw(healthy_regions(regions)),
        timeout=draw(st.integers(50, 1900)),
    )
    return App(
        name=one_of(draw, ("app", "my-app2")),
        description=one_of(draw, (None, "What it does")),
        domain=domain if len(regions) > 1 or draw(BOOLEANS) else None,
        regions=Regions(main=regions[0], secondary=tuple(regions[1:])),
        tables=declared,
        functions=everything.functions,
        migrations=everything.migrations,
        api=draw(at_the_edge(api, named, regions)),
        health=health,
        observability=draw(observabilities()),
        deploy=deploy(draw, regions[1:], path),
        tags=draw(TAGS),
        extensions=one_of(draw, ((), (TOPIC,))),
        environment=one_of(draw, ("default", "prod", "dev")),
        suffix=one_of(draw, (None, "", "-x")),
        account=one_of(draw, (None, "123456789012")),
    )


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
