"""`deploy PLAN.json`: exactly that plan, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.apps import OTHER_TABLE
from tests.cli.clouds import build, cloud, deployed, to
from tests.cli.support import invoke
from tests.support.fake_cloud import FakeCloud


def test_exactly_that_plan_is_carried_out_and_its_environment_need_not_be_named(shop: Path, aws: FakeCloud) -> None:
    assert invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws)).code == 0

    outcome = invoke("deploy", "plan.json", "--yes", connect=to(aws))

    assert outcome.code == 0, outcome.err
    assert aws.served("eu-central-1")


def test_when_the_world_has_moved_nothing_is_done(shop: Path, aws: FakeCloud) -> None:
    invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws))
    deployed(aws)
    aws.calls.clear()

    outcome = invoke("deploy", "plan.json", "--yes", connect=to(aws))

    assert (outcome.code, aws.calls) == (3, [])
    assert outcome.err == (
        "error: what is deployed, or build/, is not what it was when the plan was made\n"
        "    make a new plan and read it again\n"
    )


def test_when_build_has_moved_nothing_is_done(shop: Path, aws: FakeCloud) -> None:
    invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws))
    build(shop, OTHER_TABLE)

    outcome = invoke("deploy", "plan.json", "--yes", connect=to(aws))

    assert (outcome.code, aws.calls) == (3, [])
    assert outcome.err.startswith("error: build/ is not what it was when the plan was made\n")


def test_a_plan_of_another_account_is_refused(shop: Path, aws: FakeCloud) -> None:
    invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws))
    other = cloud("210987654321")

    outcome = invoke("deploy", "plan.json", "--yes", connect=to(other))

    assert (outcome.code, other.calls) == (3, [])
    assert "the plan is for account 123456789012, and the credentials are of 210987654321" in outcome.err


def test_a_plan_that_somebody_has_edited_is_refused(shop: Path, aws: FakeCloud) -> None:
    invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws))
    text = (shop / "plan.json").read_text()
    (shop / "plan.json").write_text(text.replace("shop-main", "shop-mine"))

    outcome = invoke("deploy", "plan.json", "--yes", connect=to(aws))

    assert (outcome.code, aws.calls) == (3, [])
    assert "the file does not hold the steps that are planned for this" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.json",), "error: there is no file missing.json\n    give a plan that "),
        (
            (".",),
            "error: . is a folder\n    give a plan that `python -m generator plan --out plan.json` wrote, or none\n",
        ),
        (("app.yaml",), "error: app.yaml is no plan"),
        (("plan.json", "--env", "dev"), "error: the plan is for environment prod, not dev\n"),
        (("plan.json", "--skip-region", "eu-central-1"), "error: a plan says itself which regions are skipped\n"),
    ],
)
def test_what_is_no_plan_for_this_is_told(shop: Path, aws: FakeCloud, arguments: tuple[str, ...], told: str) -> None:
    invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws))

    outcome = invoke("deploy", *arguments, "--yes", connect=to(aws))

    assert (outcome.code, aws.calls) == (2, [])
    assert outcome.err.startswith(told)
