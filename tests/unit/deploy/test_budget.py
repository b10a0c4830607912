"""What the health checks of an app come to."""

from __future__ import annotations

from generator.deploy.budget import budget_of
from generator.deploy.model import Budget
from tests.support.apps import assembly_of, patched
from tests.unit.deploy.planned import MAIN, US
from tests.unit.deploy.shop import SHOP, in_regions


def test_the_budget_is_interval_times_threshold_and_the_volume_that_all_checkers_make() -> None:
    regions = [US, "us-west-1", "us-west-2", MAIN, "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1"]
    health = {"request_interval": 10, "failure_threshold": 4, "checker_regions": regions}

    assert budget_of(assembly_of(SHOP)) == Budget(detection=90, ttl=60, checks_per_month=648_000)
    assert budget_of(assembly_of(patched(SHOP, {"health": health}))) == Budget(
        detection=40, ttl=60, checks_per_month=3_888_000
    )
    assert budget_of(assembly_of({**in_regions(), "domain": None})) is None
