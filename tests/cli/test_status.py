"""`status`: what is deployed, and whether it is what is wanted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.aws.model import ControlRow
from tests.cli.apps import APP, SCANNED, write_app
from tests.cli.clouds import build, deployed, to
from tests.cli.support import Outcome, invoke
from tests.golden import Golden
from tests.support.fake_cloud import FakeCloud

CASES = Path(__file__).parents[1] / "cases" / "cli"


def status(aws: FakeCloud, *options: str) -> Outcome:
    return invoke("status", "--env", "prod", *options, connect=to(aws))


def test_regions_are_rows(shop: Path, aws: FakeCloud, golden: Golden) -> None:
    deployed(aws)

    outcome = status(aws, "--exit-code")

    assert outcome.code == 0
    golden.check(CASES / "status-of-a-shop.txt", outcome.out + outcome.err)


def test_before_the_first_deploy_all_is_missing(shop: Path, aws: FakeCloud, golden: Golden) -> None:
    outcome = status(aws)

    assert outcome.code == 0
    golden.check(CASES / "status-of-nothing.txt", outcome.out + outcome.err)


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--exit-code",), 1)])
def test_with_exit_code_a_region_that_is_behind_is_a_no(
    here: Path, aws: FakeCloud, options: tuple[str, ...], code: int
) -> None:
    build(here)
    deployed(aws)
    build(here, SCANNED)

    outcome = status(aws, *options)

    assert outcome.code == code
    assert outcome.out.count("  behind  ") == 2
    assert outcome.err == "Next: python -m generator plan --env prod\n"


def test_a_drained_region_is_shown_as_that(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    aws.rows["shop-control"] = {"eu-central-1": ControlRow(region="eu-central-1", drained=True)}

    outcome = status(aws, "--exit-code")

    assert outcome.code == 1
    assert "  drained  yes\n" in outcome.out


def test_a_region_that_does_not_answer_is_shown_and_not_fatal(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    aws.down.add("eu-central-1")

    outcome = status(aws, "--exit-code")

    assert outcome.code == 1
    assert "\neu-central-1: " in outcome.out
    assert "eu-west-1 (main)  UPDATE_COMPLETE  equal  " in outcome.out


def test_with_the_main_region_down_the_others_are_not_said_to_be_missing(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    aws.down.add("eu-west-1")

    outcome = status(aws)

    (row,) = (line for line in outcome.out.splitlines() if line.startswith("eu-central-1 "))
    assert "unknown" in row
    assert "healthy" in row
    assert "missing" not in row


def test_a_build_that_is_out_of_date_is_mentioned_and_still_what_counts(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    write_app(shop, SCANNED)

    outcome = status(aws, "--exit-code")

    assert outcome.code == 0
    assert outcome.err.startswith(
        "build is out of date, and what it holds counts here; `python -m generator build --env prod` renews it\n"
    )


def test_programs_get_a_document(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)

    document = json.loads(status(aws, "--format", "json").out)

    assert document["as_wanted"] is True
    assert [row["region"] for row in document["regions"]] == ["eu-west-1", "eu-central-1"]


def test_another_account_is_refused(here: Path, aws: FakeCloud) -> None:
    build(here, APP.replace('{suffix: ""}', '{suffix: "", account: "999999999999"}'))

    assert status(aws).code == 3
