"""The `deploy` section of an app, drawn by a Hypothesis strategy."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from generator.app.declarations import Deploy, SmokeRequest
from tests.drawing import BOOLEANS, one_of, several


def deploy(draw: st.DrawFn, secondary: Sequence[str], health_path: str) -> Deploy:
    """How an app with these secondary regions is rolled out. The health path is the only one that every app has."""
    paths = (health_path, f"{health_path}?deep=1")
    smoke = [
        SmokeRequest(method="GET", path=one_of(draw, paths), status=one_of(draw, (200, 503)))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Deploy(
        region_order=tuple(several(draw, secondary)),
        region_concurrency=one_of(draw, (None, "sequential", "parallel")),
        smoke=tuple(smoke),
        termination_protection=draw(BOOLEANS),
    )
