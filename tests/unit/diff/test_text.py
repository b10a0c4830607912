"""The report for a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

from generator.diff.marks import Style
from generator.diff.summary import Comparison
from generator.diff.text import text
from tests.golden import Golden
from tests.unit.diff.comparisons import ADDED, CHANGED, NOTHING, comparison, comparisons

EXPECTED = Path(__file__).parent / "expected"


def plain(piece: str, style: Style) -> str:
    return piece


def tagged(piece: str, style: Style) -> str:
    return f"<{style}>{piece}</>"


def rendered(shown: Comparison, *, full: bool = False) -> str:
    return text(shown, width=100, full=full, paint=plain)


@pytest.mark.parametrize("full", [False, True])
def test_a_report_has_the_risky_first_and_each_change_once(golden: Golden, full: bool) -> None:
    shown = rendered(comparison(CHANGED, NOTHING, ADDED), full=full)

    golden.check(EXPECTED / ("report-in-full.txt" if full else "report.txt"), shown + "\n")


def test_without_differences_there_is_no_legend() -> None:
    assert rendered(comparison(NOTHING)) == (
        "app.yaml as it is now against build/ at 4404d3ad (the merge base with main)\n\ndev: no differences"
    )


def test_environments_that_change_alike_are_shown_once() -> None:
    lines = rendered(comparison(CHANGED, replace(CHANGED, environment="stage"))).splitlines()

    assert "~ stage: the same changes as prod" in lines
    assert len([line for line in lines if "OrdersTable" in line]) == 1


def test_environments_without_differences_are_not_the_same_as_each_other() -> None:
    assert "same changes" not in rendered(comparison(NOTHING, replace(NOTHING, environment="stage")))


def test_an_environment_that_goes_is_shown_whole() -> None:
    gone = replace(
        ADDED,
        kind="removed",
        regions_before=ADDED.regions_after,
        regions_after=(),
        templates=(replace(ADDED.templates[0], kind="removed", regions_before=("eu-west-1",), regions_after=()),),
        resources=tuple(replace(each, kind="removed", fate="destroyed") for each in ADDED.resources),
    )

    assert rendered(comparison(gone)).splitlines()[3:] == [
        "- new: 2 removed (2 destroyed)",
        "  eu-west-1 (main)",
        "  main (eu-west-1)",
        "    - 2 resources: 1 IAM::Role, 1 Route53::HealthCheck",
    ]


def test_colour_is_all_that_paint_adds() -> None:
    shown = comparison(CHANGED, NOTHING, ADDED)
    painted = text(shown, width=100, full=True, paint=tagged)

    for style in ("added", "removed", "modified", "moved", "risky", "heading", "faint"):
        assert f"<{style}>" in painted
        painted = painted.replace(f"<{style}>", "")
    assert painted.replace("</>", "") == rendered(shown, full=True)


@given(comparisons)
def test_any_comparison_is_text_that_a_terminal_takes(shown: Comparison) -> None:
    for full in (False, True):
        report = rendered(shown, full=full)

        assert report.encode().decode() == report
        assert not set(report) & set("\r\t\x1b\x00\x07\u202e\u2028")
        assert report == rendered(shown, full=full)
