"""AWS's own validator finds nothing in the templates of generated apps either; see `test_cloudformation_validate`."""

from __future__ import annotations

import pytest
from cloudformation_validate import RegoEngine  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings

from generator.app.declarations import App
from generator.assembly.canonical import canonical
from generator.synthesis import synthesize
from tests.strategies import apps
from tests.support.validator import found


@pytest.fixture(scope="module")
def engine() -> RegoEngine:
    return RegoEngine()


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(app=apps())
def test_nothing_is_found_in_the_templates_of_any_app(engine: RegoEngine, app: App) -> None:
    for entry in synthesize(app).templates:
        assert found(engine, canonical(entry.body)) == []
