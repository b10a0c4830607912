"""A status as people and programs read it."""

from __future__ import annotations

from pathlib import Path

from generator.cli.rollout_json import text
from generator.cli.status_text import status_document, status_text
from generator.deploy.status import RegionStatus, StackLine, Status
from tests.golden import Golden
from tests.support.apps import SHOP, assembled

CASES = Path(__file__).parents[1] / "cases" / "cli"
SHOP_APP = assembled(SHOP)

GOOD = RegionStatus(
    region="eu-west-1", role="main", stack="UPDATE_COMPLETE", template="equal", health="healthy", in_dns=True
)
MIXED = Status(
    account="123456789012",
    regions=(
        GOOD,
        RegionStatus(
            region="us-east-1",
            role="secondary",
            stack="UPDATE_ROLLBACK_COMPLETE",
            template="behind",
            replicas={"shop-items": "CREATING", "shop-control": "MISSING"},
            health="drained",
            in_dns=True,
            problem="Resource ApiRole\nfailed",
        ),
        RegionStatus(region="ap-southeast-2", role="leaving", template="unknown", in_dns=False, problem="no answer"),
    ),
    stacks=(
        StackLine(template="roles", region="eu-west-1", stack="CREATE_COMPLETE", version="equal"),
        StackLine(template="dns", region="us-east-1", stack="", version="missing"),
        StackLine(template="bootstrap", region="eu-west-1", stack="CREATE_COMPLETE", version="equal"),
        StackLine(template="bootstrap", region="us-east-1", stack="CREATE_COMPLETE", version="behind"),
        StackLine(template="bootstrap", region="ap-southeast-2", stack="CREATE_COMPLETE", version="behind"),
    ),
    name="api.example.com",
    answers=("192.0.2.1", "192.0.2.2"),
)


def test_regions_are_rows_and_what_is_wrong_stands_below(golden: Golden) -> None:
    golden.check(CASES / "status.txt", status_text(MIXED, SHOP_APP, width=120) + "\n")


def test_on_a_narrow_terminal_regions_are_paragraphs(golden: Golden) -> None:
    golden.check(CASES / "status-narrow.txt", status_text(MIXED, SHOP_APP, width=40) + "\n")


def test_what_is_well_fits_80_columns() -> None:
    rows = tuple(
        RegionStatus(
            region=region, role="secondary", stack="UPDATE_COMPLETE", template="equal", health="healthy", in_dns=True
        )
        for region in ("ap-southeast-2", "us-east-1")
    )

    lines = status_text(Status(account="123456789012", regions=(GOOD, *rows), stacks=()), SHOP_APP, width=80)

    assert "region            stack" in lines
    assert max(map(len, lines.splitlines())) <= 80


def test_where_nothing_is_there_no_table_is_named() -> None:
    row = RegionStatus(region="eu-west-1", role="main", replicas={"shop-items": "MISSING"})

    lines = status_text(Status(account="1", regions=(row,), stacks=()), SHOP_APP, width=80)

    assert "MISSING" in lines
    assert "shop-items" not in lines


def test_a_problem_is_told_with_its_region() -> None:
    row = RegionStatus(region="eu-west-1", role="main", template="unknown", problem="no answer came")

    lines = status_text(Status(account="1", regions=(row,), stacks=()), SHOP_APP, width=80)

    assert "\neu-west-1: no answer came" in lines


def test_programs_get_every_field(golden: Golden) -> None:
    golden.check(CASES / "status.json", text(status_document(MIXED, SHOP_APP)) + "\n")


def test_what_dns_answers_is_told_also_when_it_is_nothing() -> None:
    nothing = Status(account="1", regions=(GOOD,), stacks=(), name="api.example.com", answers=())
    unasked = Status(account="1", regions=(GOOD,), stacks=(), name="api.example.com", answers=None)

    assert status_text(nothing, SHOP_APP, width=80).endswith("\n\napi.example.com: DNS answers nothing from here")
    assert status_text(unasked, SHOP_APP, width=80).endswith("\n\napi.example.com: DNS could not be asked from here")
