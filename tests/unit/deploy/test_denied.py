"""A permission that the caller lacks while what is there is read: told as such, not as a region that is down."""

from __future__ import annotations

import pytest

from generator.assembly.model import Assembly
from generator.aws.stacks import describe
from generator.deploy.deployed import Deployed
from generator.deploy.destruction import destruction
from generator.deploy.planner import plan
from generator.deploy.preflight import preflight
from generator.deploy.state import read
from generator.errors import AccessError, NetworkError
from tests.support.recording import FakeAws, Refusal
from tests.support.rolled_out import rolled_out
from tests.unit.deploy.read_apps import MAIN, THIRD, shop

DENIED = (
    "User: arn:aws:iam::123456789012:user/x is not authorized to perform: cloudformation:DescribeStacks on resource: "
    "arn:aws:cloudformation:{region}:123456789012:stack/shop-main/*"
)
LET = "let the caller do it: `python -m generator plan --permissions` prints the policy that it needs"


def refusal(region: str) -> AccessError:
    """What becomes of AWS's answer on its way through `generator.aws`."""
    aws = FakeAws()
    aws.on("DescribeStacks", Refusal("AccessDenied", DENIED.format(region=region), 403))
    with pytest.raises(AccessError) as caught:
        describe(aws.session, "shop-main", region)
    return caught.value


def denied_in(region: str) -> tuple[Assembly, Deployed]:
    cloud = rolled_out(shop())
    cloud.fail_next("stack", region, refusal(region))
    return shop(), read(cloud, shop(), workers=1)


@pytest.mark.parametrize("region", [MAIN, THIRD])
def test_the_preflight_names_action_resource_and_region_and_where_the_policy_is(region: str) -> None:
    (check,) = (check for check in preflight(*denied_in(region)) if check.id == "P103")

    assert check.outcome == "error"
    assert check.text.startswith(f"{region} could not be read: could not read stack shop-main: ")
    assert DENIED.format(region=region) in check.text
    assert check.advice == LET


def test_neither_a_plan_nor_a_destruction_advises_to_try_again_later() -> None:
    assembly, deployed = denied_in(MAIN)

    with pytest.raises(NetworkError) as planned:
        plan(assembly, deployed)
    with pytest.raises(NetworkError) as destroyed:
        destruction(assembly, deployed)

    assert planned.value.advice == LET
    assert destroyed.value.advice == f"{LET}; nothing was removed"


def test_a_region_that_did_not_answer_before_is_not_told_as_denied() -> None:
    cloud = rolled_out(shop())
    cloud.fail_next("stack", MAIN, NetworkError("no answer"))
    cloud.fail_next("stack", MAIN, refusal(MAIN))

    deployed = read(cloud, shop(), workers=1)

    assert (deployed.unread, deployed.denied) == ({MAIN: "no answer"}, {})
