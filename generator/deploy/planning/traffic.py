"""Smoke tests, and regions that an earlier run had drained and that stay after all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.assembly.canonical import minified
from generator.assembly.model import FromOutput
from generator.deploy.bodies.parts import of_type, properties_of
from generator.deploy.calls import DRAINED_BY
from generator.deploy.model import Probe, Restore, SmokeTest
from generator.deploy.planning.estimates import SECONDS
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.steps import Steps


def add_smoke_tests(
    steps: Steps, situation: Situation, regions: Iterable[str], needs: Mapping[str, int]
) -> dict[str, int]:
    """Region ─▶ the smoke test of it; each waits only for the step of its own region."""
    return {region: add_smoke_test(steps, situation, region, needs) for region in regions}


def add_smoke_test(steps: Steps, situation: Situation, region: str, needs: Mapping[str, int]) -> int:
    """The smoke test of a region; before it, what an earlier run has done to keep customers away is undone."""
    restore = (
        steps.add(
            Restore(region=region, table=situation.assembly.control_table, via=situation.main_region),
            f"{region}: let customers in again",
            "an earlier run had drained the region to remove it, and now it stays",
            needs=[needs.get(region)],
            estimate=SECONDS["row"],
        )
        if is_ours(situation, region)
        else needs.get(region)
    )
    return steps.add(
        SmokeTest(region=region, url=_url(situation, region), probes=_probes(situation, region)),
        f"{region}: smoke test, by the region's own name",
        "customers are led only to what answers",
        needs=[restore],
        estimate=SECONDS["smoke"],
    )


def is_ours(situation: Situation, region: str) -> bool:
    """Whether the region is drained because an earlier run was about to remove it."""
    row = situation.deployed.control.get(region)
    return row is not None and row.drained and row.by == DRAINED_BY


def is_drained_by_others(situation: Situation, region: str) -> bool:
    """Whether somebody wants the region to get no customers: not for us to change."""
    row = situation.deployed.control.get(region)
    return row is not None and row.drained and row.by != DRAINED_BY


def _url(situation: Situation, region: str) -> str | FromOutput:
    domain = situation.assembly.domain
    if domain is not None:
        return f"https://{region}.{domain.name}"
    template = "main" if region == situation.main_region else "secondary"
    return FromOutput(template=template, region=region, output="ExecuteApiUrl")


def _probes(situation: Situation, region: str) -> tuple[Probe, ...]:
    """The health path has to name the region. Where somebody has drained it, being drained is the right answer."""
    assembly = situation.assembly
    is_refusing = is_drained_by_others(situation, region) and _reads_control_table(situation)
    status = 503 if is_refusing else 200
    health = Probe(method="GET", path=assembly.health_path, status=status, naming=region)
    return (health, *(Probe(method=one.method, path=one.path, status=one.status) for one in assembly.deploy.smoke))


def _reads_control_table(situation: Situation) -> bool:
    """Whether the health path looks at the control table at all: not with `health.mode: shallow`."""
    name = situation.assembly.control_table.encode()
    methods = of_type(situation.wanted["main"].body, "AWS::ApiGateway::Method").values()
    integrations = (properties_of(method).get("Integration", {}) for method in methods)
    return any(name in minified(integration.get("RequestTemplates", {})) for integration in integrations)
