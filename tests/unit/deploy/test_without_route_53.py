"""What goes on while us-east-1 is down, where Route 53 is administered, for an app that is elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.assembly.model import Assembly
from generator.deploy.deployed import Deployed
from generator.deploy.planner import plan
from generator.deploy.preflight import preflight
from generator.deploy.state import read
from generator.deploy.status import status
from tests.support.apps import SHOP, assembled, patched
from tests.support.fake_cloud import FakeCloud
from tests.support.rolled_out import rolled_out, world

ELSEWHERE = assembled(patched(SHOP, {"regions": {"secondary": ["us-west-2"]}}))
CHANGED = assembled(
    patched(
        SHOP,
        {
            "regions": {"secondary": ["us-west-2"]},
            "api": {"routes": {"GET /edition": {"mock": {"status": 200, "body": {"edition": 1}}}}},
        },
    )
)
LARGER = assembled(patched(SHOP, {"regions": {"secondary": ["us-west-2", "eu-central-1"]}}))
NAMELESS = assembled(patched(SHOP, {"domain": None, "regions": {"secondary": None}}))


def without_route_53(cloud: FakeCloud, assembly: Assembly) -> Deployed:
    cloud.down.add("us-east-1")
    return read(cloud, assembly)


def outcomes(assembly: Assembly, deployed: Deployed) -> dict[str, str]:
    """Of the checks that found something."""
    return {check.id: check.outcome for check in preflight(assembly, deployed) if check.outcome != "ok"}


def test_another_template_is_rolled_out_and_dns_stays_as_it_is() -> None:
    deployed = without_route_53(rolled_out(ELSEWHERE), CHANGED)

    planned = plan(CHANGED, deployed)

    assert outcomes(CHANGED, deployed) == {"P102": "unknown", "P103": "warning", "P110": "unknown"}
    assert {step.step.region for step in planned.steps} == {"eu-west-1", "us-west-2"}


@pytest.mark.parametrize(
    ("cloud", "wanted"),
    [
        pytest.param(lambda: world(ELSEWHERE), ELSEWHERE, id="first deploy"),
        pytest.param(lambda: rolled_out(ELSEWHERE), LARGER, id="another region"),
        pytest.param(lambda: rolled_out(ELSEWHERE), NAMELESS, id="no domain any more"),
    ],
)
def test_what_takes_a_change_of_dns_is_not_begun(cloud: Callable[[], FakeCloud], wanted: Assembly) -> None:
    deployed = without_route_53(cloud(), wanted)

    (check,) = (check for check in preflight(wanted, deployed) if check.id == "P103")

    assert check.outcome == "error"
    assert check.advice.startswith("try again later: Route 53 is administered from there")


def test_the_status_tells_everything_but_what_dns_says() -> None:
    cloud = rolled_out(ELSEWHERE)
    deployed = without_route_53(cloud, ELSEWHERE)

    seen = status(cloud, ELSEWHERE, deployed)

    assert {(row.template, row.in_dns) for row in seen.regions} == {("equal", None)}
    assert {one.template: one.version for one in seen.stacks} == {
        "roles": "equal",
        "dns": "unknown",
        "bootstrap": "equal",
    }
    assert not seen.is_as_wanted
