"""`diff --against deployed`: what the app file changes in what AWS has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.apps import APP, SCANNED, write_app
from tests.cli.clouds import cloud, deployed, to
from tests.cli.support import Outcome, invoke
from tests.support.fake_cloud import FakeCloud


def diff(aws: FakeCloud, *options: str) -> Outcome:
    return invoke("diff", "--against", "deployed", "--env", "prod", *options, connect=to(aws))


def test_what_is_deployed_has_no_differences(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)

    outcome = diff(aws, "--exit-code")

    assert outcome.code == 0
    assert outcome.out.splitlines()[0] == "app.yaml as it is now against what is deployed in account 123456789012"
    assert "prod: no differences" in outcome.out
    assert outcome.err == "Next: nothing to review\n"


def test_the_app_as_it_is_now_is_compared_also_before_it_is_built(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    write_app(shop, SCANNED)

    outcome = diff(aws, "--guard")

    assert outcome.code == 3
    assert "! GET /things is new, and open to everyone" in outcome.out
    assert outcome.err.splitlines()[-1].startswith(
        "Next: if all of that is meant: python -m generator diff --env prod --against deployed --guard --allow "
    )


def test_what_is_not_risky_leads_to_a_plan(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    write_app(shop, APP.replace("auth: none", "auth: none\n  throttling: {rate_limit: 7, burst_limit: 9}"))

    outcome = diff(aws)

    assert outcome.err == "Next: python -m generator plan --env prod\n"


def test_where_nothing_is_deployed_everything_is_added(shop: Path, aws: FakeCloud) -> None:
    outcome = diff(aws)

    assert outcome.code == 0
    assert outcome.err.startswith("shop is not deployed: everything is shown as added\n")
    assert "+ prod: " in outcome.out


def test_a_region_that_does_not_answer_is_mentioned(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    aws.down.add("eu-central-1")

    assert "eu-central-1 could not be read: " in diff(aws).err


def test_another_account_is_refused(shop: Path) -> None:
    write_app(shop, APP.replace('{suffix: ""}', '{suffix: "", account: "999999999999"}'))

    assert diff(cloud()).code == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--against", "deployed"), "error: app.yaml has 2 environments, and diff --against deployed works on one"),
        (("--local",), "error: only what is deployed is asked of AWS\n    add --against deployed\n"),
        (("--profile", "x", "--against", "main"), "error: only what is deployed is asked of AWS\n"),
    ],
)
def test_what_makes_no_sense_is_told(shop: Path, aws: FakeCloud, arguments: tuple[str, ...], told: str) -> None:
    outcome = invoke("diff", *arguments, connect=to(aws))

    assert (outcome.code, aws.reads) == (2, [])
    assert outcome.err.startswith(told)
