"""Hypothesis strategies for the `deploy` section of an app."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from generator.app.declarations import Deploy, SmokeRequest


def deploys(secondary: Sequence[str], health_path: str) -> st.SearchStrategy[Deploy]:
    """How an app with these secondary regions is rolled out. The health path is the only one that every app has."""
    order = st.lists(st.sampled_from(list(secondary)), unique=True) if secondary else st.just([])
    paths = st.sampled_from([health_path, f"{health_path}?deep=1"])
    smoke = st.builds(SmokeRequest, method=st.just("GET"), path=paths, status=st.sampled_from([200, 503]))
    return st.builds(
        Deploy,
        region_order=order.map(tuple),
        region_concurrency=st.sampled_from([None, "sequential", "parallel"]),
        smoke=st.lists(smoke, max_size=2).map(tuple),
        termination_protection=st.booleans(),
    )
